import { make, makeCa, pem } from '../certificate/support/certificates.ts';
import type { Made } from '../certificate/support/certificates.ts';
import { byScrypt } from '../certificate/support/encrypted-keys.ts';
import { utf8 } from '../certificate/support/der-writer.ts';
import {
  encryptedPkcs8,
  legacyEncrypted,
  pkcs1,
  pkcs8,
  pkcs8Der,
  rsa,
  sec1,
} from '../certificate/support/keys.ts';
import { passing, warn } from './row.ts';
import type { ExpectedFinding, Row } from './row.ts';
import { SPELLINGS } from './spellings.ts';

const PASSPHRASE_INPUT = 'private-key-passphrase';
const PASSPHRASE = 'correct horse battery staple';

const passes = (
  name: string,
  one: Made,
  privateKey: string,
  passphrase = '',
  ...findings: readonly ExpectedFinding[]
): Row => passing(name, one, { certificate: one.pem, privateKey, passphrase }, ...findings);

/** Keys that are taken, in every format and spelling. `at` as in `certificateRows`. */
export function privateKeyFormatRows(at: number): readonly Row[] {
  const ca = makeCa({ at });
  const leaf = make({ at, issuer: ca });
  const rsaLeaf = make({ at, issuer: ca, keys: rsa() });
  const plain = pkcs8(leaf.keys);
  const encrypted = encryptedPkcs8(leaf.keys, PASSPHRASE);
  const legacy = legacyEncrypted(rsaLeaf.keys, PASSPHRASE);

  return [
    ...SPELLINGS.map(({ name, spell }) => passes(`a key: ${name}`, leaf, spell(plain))),
    ...SPELLINGS.map(({ name, spell }) => passes(`PKCS#1: ${name}`, rsaLeaf, spell(pkcs1(rsaLeaf.keys)))),
    ...SPELLINGS.map(({ name, spell }) =>
      passes(`encrypted PKCS#8: ${name}`, leaf, spell(encrypted), PASSPHRASE),
    ),
    ...SPELLINGS.filter(({ name }) => !name.includes('DER')).map(({ name, spell }) =>
      passes(`Proc-Type: ${name}`, rsaLeaf, spell(legacy), PASSPHRASE),
    ),
    passes('SEC1', leaf, sec1(leaf.keys)),
    passes('SEC1 with its parameters before it', leaf, pem('EC PARAMETERS', utf8('x')) + sec1(leaf.keys)),
    passes('base64 of SEC1 without armour', leaf, sec1(leaf.keys).replaceAll(/-----[A-Z ]+-----|\n/g, '')),
    passes('SEC1, encrypted', leaf, legacyEncrypted(leaf.keys, PASSPHRASE), PASSPHRASE),
    passes(
      'Proc-Type with triple DES',
      rsaLeaf,
      legacyEncrypted(rsaLeaf.keys, PASSPHRASE, 'des-ede3-cbc'),
      PASSPHRASE,
    ),
    ...(
      [
        ['within what OpenSSL gives it', 'aes-256-cbc', 16_384, 8],
        ['beyond what OpenSSL gives it', 'aes-256-cbc', 32_768, 8],
        ['beyond it, with triple DES', 'des-ede3-cbc', 32_768, 8],
        ['beyond it, by its block size', 'aes-128-cfb', 1024, 257],
      ] as const
    ).map(([what, cipher, cost, size]) =>
      passes(
        `encrypted by scrypt ${what}`,
        leaf,
        pem('ENCRYPTED PRIVATE KEY', byScrypt(leaf.keys, PASSPHRASE, cipher, cost, size)),
        PASSPHRASE,
      ),
    ),
    passes('a passphrase with the newline of echo', leaf, encrypted, `${PASSPHRASE}\n`),
    passes('a passphrase of one blank', leaf, encryptedPkcs8(leaf.keys, ' '), ' '),
    passes('the same key twice', leaf, plain + plain),
    passes(
      'a passphrase with a newline of its own',
      leaf,
      encryptedPkcs8(leaf.keys, 'two lines\n'),
      'two lines\n',
    ),
    passes('the same key, encrypted and plain', leaf, encrypted + plain, PASSPHRASE),
    passes('the same key in two formats', leaf, plain + sec1(leaf.keys)),
    passes(
      'its public key beside it',
      leaf,
      plain + pem('PUBLIC KEY', leaf.keys.publicKey.export({ type: 'spki', format: 'der' })),
    ),
    passes('a wrong label', leaf, pem('RSA PRIVATE KEY', pkcs8Der(leaf.keys))),
    passes('certificate and key in this input', leaf, leaf.pem + plain),
    {
      ...passes('certificate and key in this input, the other empty', leaf, plain),
      paste: { certificate: ' ', privateKey: plain + leaf.pem },
    },
    passes('a passphrase of asterisks that opens it', leaf, encryptedPkcs8(leaf.keys, '***'), '***'),
    passes(
      'an unresolved expression for the passphrase of a plain key',
      leaf,
      plain,
      '${{ secrets.AOP_WORD }}',
      warn(
        'PASSPHRASE_UNUSED',
        PASSPHRASE_INPUT,
        'not replaced with its value',
        'is not encrypted',
        'Remove',
      ),
    ),
    passes(
      'a passphrase for a plain key',
      leaf,
      plain,
      PASSPHRASE,
      warn('PASSPHRASE_UNUSED', PASSPHRASE_INPUT, 'is not encrypted', 'Remove'),
    ),
  ];
}
