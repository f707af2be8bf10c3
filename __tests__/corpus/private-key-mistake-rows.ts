import { make, makeCa, pem } from '../certificate/support/certificates.ts';
import type { Made } from '../certificate/support/certificates.ts';
import {
  ec,
  mlDsa,
  mlDsaExpanded,
  ecExplicit,
  encryptedPkcs8,
  legacyEncrypted,
  pkcs8,
  pkcs8Der,
  rsa,
  rsaOfThree,
} from '../certificate/support/keys.ts';
import { byNumbers, byScrypt, named } from '../certificate/support/encrypted-keys.ts';
import { integer, octets, oid, sequence } from '../certificate/support/der-writer.ts';
import { FOREIGN_TEXTS } from './foreign-texts.ts';
import { refuse, refusing } from './row.ts';
import type { ExpectedFinding, Row } from './row.ts';
import { STAND_INS } from './stand-ins.ts';

const INPUT = 'private-key';
const PASSPHRASE_INPUT = 'private-key-passphrase';
const PASSPHRASE = 'correct horse battery staple';
const MISSING = refuse(
  'PASSPHRASE_MISSING',
  PASSPHRASE_INPUT,
  'is encrypted',
  'is empty',
  'openssl pkey -in private-key.pem -out plain.pem',
);
const WRONG = refuse(
  'PASSPHRASE_WRONG',
  PASSPHRASE_INPUT,
  'does not open the key in `private-key`',
  'openssl pkey',
);

const refuses = (
  name: string,
  one: Made,
  privateKey: string,
  passphrase: string | undefined,
  ...findings: readonly ExpectedFinding[]
): Row => refusing(name, { certificate: one.pem, privateKey, passphrase }, ...findings);

/** Keys that are refused. `at` as in `certificateRows`. */
export function privateKeyMistakeRows(at: number): readonly Row[] {
  const ca = makeCa({ at });
  const leaf = make({ at, issuer: ca });
  const rsaLeaf = make({ at, issuer: ca, keys: rsa() });
  const plain = pkcs8(leaf.keys);
  const encrypted = encryptedPkcs8(leaf.keys, PASSPHRASE);
  const legacy = legacyEncrypted(rsaLeaf.keys, PASSPHRASE);
  const mismatch = (...says: readonly string[]): ExpectedFinding =>
    refuse('KEY_MISMATCH', INPUT, 'does not belong to the certificate in `certificate`', ...says);
  const damaged = refuse('PRIVATE_KEY_UNREADABLE', INPUT, 'is damaged', 'openssl pkey -noout -check');

  return [
    refuses('encrypted, no passphrase', leaf, encrypted, undefined, MISSING),
    refuses('encrypted, an empty passphrase', leaf, encrypted, '', MISSING),
    refuses('encrypted, a wrong passphrase', leaf, encrypted, 'incorrect donkey', WRONG),
    ...STAND_INS.map(([what, text, cause]) =>
      refuses(
        `encrypted, ${what} for a passphrase`,
        leaf,
        encrypted,
        text,
        refuse('PASSPHRASE_STAND_IN', PASSPHRASE_INPUT, cause, 'does not open', 'Is the secret there'),
      ),
    ),
    refuses('encrypted, a passphrase of 2000 characters', leaf, encrypted, 'x'.repeat(2000), WRONG),
    refuses(
      'encrypted with a number of rounds without end',
      leaf,
      stretched(2 ** 31 - 1),
      PASSPHRASE,
      refuse('ENCRYPTION_UNSUPPORTED', INPUT, 'more than 10,000,000 rounds'),
    ),
    refuses(
      'encrypted by scrypt at a cost without end',
      leaf,
      pem('ENCRYPTED PRIVATE KEY', byScrypt(leaf.keys, PASSPHRASE, 'aes-256-cbc', 2 ** 20, 8)),
      PASSPHRASE,
      refuse('ENCRYPTION_UNSUPPORTED', INPUT, 'N=1048576, r=8, p=1', '512 MiB', 'AES-256-CBC and PBKDF2'),
    ),
    ...(['aes-256-gcm', 'aes-128-ccm'] as const).map((cipher) =>
      refuses(
        `encrypted with ${cipher}, no passphrase that would open it`,
        leaf,
        pem('ENCRYPTED PRIVATE KEY', named(cipher)),
        'whatever it is',
        refuse('ENCRYPTION_UNSUPPORTED', INPUT, cipher.replace('-', '').toUpperCase(), 'does not read'),
      ),
    ),
    refuses(
      'encrypted with a cipher that nobody knows, and no passphrase',
      leaf,
      pem('ENCRYPTED PRIVATE KEY', byNumbers('1.2.840.113549.1.5.12', '1.2.3.4')),
      undefined,
      refuse('ENCRYPTION_UNSUPPORTED', INPUT, 'cipher', '1.2.3.4'),
    ),
    refuses(
      'encrypted by a derivation that nobody knows',
      leaf,
      pem('ENCRYPTED PRIVATE KEY', byNumbers('1.2.3.4', '2.16.840.1.101.3.4.1.42')),
      PASSPHRASE,
      refuse('ENCRYPTION_UNSUPPORTED', INPUT, 'derivation', '1.2.3.4'),
    ),
    ...[16_384, 32_768].map((cost) =>
      refuses(
        `encrypted by scrypt of N=${cost}, a wrong passphrase`,
        leaf,
        pem('ENCRYPTED PRIVATE KEY', byScrypt(leaf.keys, PASSPHRASE, 'aes-256-cbc', cost, 8)),
        'incorrect donkey',
        WRONG,
      ),
    ),
    refuses('encrypted with few rounds, content of noise', leaf, stretched(2), PASSPHRASE, WRONG),
    refuses('Proc-Type, no passphrase', rsaLeaf, legacy, undefined, MISSING),
    refuses('Proc-Type, a wrong passphrase', rsaLeaf, legacy, 'incorrect donkey', WRONG),
    refuses(
      'Proc-Type, single DES',
      rsaLeaf,
      legacy.replace(/DEK-Info: .*/, 'DEK-Info: DES-CBC,0123456789ABCDEF'),
      PASSPHRASE,
      refuse('CIPHER_UNSUPPORTED', INPUT, 'outdated', '-provider legacy'),
    ),
    refuses(
      'Proc-Type without DEK-Info',
      rsaLeaf,
      legacy.replace(/DEK-Info: .*\n/, ''),
      PASSPHRASE,
      refuse('DAMAGED', INPUT, 'is damaged'),
    ),
    refuses(
      'Proc-Type with nothing behind it',
      rsaLeaf,
      legacy.replace(/\n\n[^-]+/, '\n\n'),
      PASSPHRASE,
      refuse('BLOCK_EMPTY', INPUT, 'nothing between'),
    ),
    refuses(
      'Proc-Type with a foreign vector',
      rsaLeaf,
      legacy.replace(/(DEK-Info: [A-Z0-9-]+,)../, '$1zz'),
      PASSPHRASE,
      refuse('DAMAGED', INPUT, 'is damaged'),
    ),
    refuses(
      'Proc-Type with a foreign character',
      rsaLeaf,
      legacy.replace(/\n\n./, '\n\n*'),
      PASSPHRASE,
      refuse('DAMAGED', INPUT, 'is damaged'),
    ),
    ...FOREIGN_TEXTS.map((one) =>
      refuses(
        one.name,
        leaf,
        one.text,
        undefined,
        refuse(
          one.reason,
          INPUT,
          '`private-key` ',
          ...one.says.filter((part) => part !== 'no CA has signed'),
        ),
      ),
    ),
    {
      ...refuses(
        'no key anywhere',
        leaf,
        '',
        undefined,
        refuse('INPUT_MISSING', INPUT, '`private-key` is empty'),
      ),
      paste: { certificate: leaf.pem },
    },
    refuses(
      'a certificate',
      leaf,
      leaf.pem,
      undefined,
      refuse(
        'HOLDS_CERTIFICATE',
        INPUT,
        'holds a certificate',
        'were `certificate` and `private-key` swapped?',
      ),
    ),
    {
      ...refuses(
        'certificate and key swapped',
        leaf,
        leaf.pem,
        undefined,
        refuse('HOLDS_PRIVATE_KEY', 'certificate', 'swapped?'),
        refuse('HOLDS_CERTIFICATE', INPUT, 'swapped?'),
      ),
      paste: { certificate: plain, privateKey: leaf.pem },
    },
    refuses(
      'two different keys',
      leaf,
      plain + pkcs8(ec('another')),
      undefined,
      refuse('PRIVATE_KEYS_DIFFER', INPUT, 'different private keys'),
    ),
    {
      ...refuses(
        'another key beside the certificate',
        leaf,
        plain,
        undefined,
        refuse('PRIVATE_KEYS_DIFFER', INPUT, 'different private keys'),
      ),
      paste: { certificate: leaf.pem + pkcs8(ec('another')), privateKey: plain },
    },
    refuses(
      'another RSA key',
      rsaLeaf,
      pkcs8(rsa('another')),
      undefined,
      mismatch('was only one of the two secrets renewed?'),
    ),
    refuses('another EC key', leaf, pkcs8(ec('another')), undefined, mismatch()),
    refuses(
      'an EC key for an RSA certificate',
      rsaLeaf,
      plain,
      undefined,
      mismatch('of kind rsa', 'this one is ec'),
    ),
    refuses(
      'an RSA key for an EC certificate',
      leaf,
      pkcs8(rsaLeaf.keys),
      undefined,
      mismatch('of kind ec', 'this one is rsa'),
    ),
    refuses(
      'a key spelled out in numbers, of another certificate',
      leaf,
      pkcs8(ecExplicit()),
      undefined,
      mismatch(),
    ),
    refuses(
      'ML-DSA without its seed',
      make({ at, issuer: ca, keys: mlDsa() }),
      mlDsaExpanded(mlDsa()),
      undefined,
      refuse('ML_DSA_SEED_MISSING', INPUT, 'has no seed', 'make a new key'),
    ),
    refuses(
      'RSA of three primes',
      make({ at, issuer: ca, keys: rsaOfThree() }),
      pkcs8(rsaOfThree()),
      undefined,
      refuse('RSA_MULTI_PRIME', INPUT, 'more than two primes', 'openssl genrsa 2048'),
    ),
    refuses('bit-flipped in its structure', leaf, flipped(pkcs8Der(leaf.keys), 8), undefined, damaged),
    refuses(
      'RSA, bit-flipped in an exponent',
      rsaLeaf,
      flipped(pkcs8Der(rsaLeaf.keys), -200),
      undefined,
      refuse('KEY_UNSOUND', INPUT, 'does not work', 'openssl pkey -noout -check'),
    ),
    refuses(
      'EC, bit-flipped in its secret number',
      leaf,
      flipped(pkcs8Der(leaf.keys), 50),
      undefined,
      refuse('KEY_UNSOUND', INPUT, 'does not work'),
    ),
  ];
}

/** A PKCS#8 key with one bit the other way; `at` may count from the end. */
function flipped(der: Buffer, at: number): string {
  const bytes = Buffer.from(der);
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return pem('PRIVATE KEY', bytes);
}

/** PBES2 with PBKDF2 and a number of rounds; what it encrypts is noise. */
function stretched(rounds: number): string {
  const derivation = sequence(octets(Buffer.alloc(8, 1)), integer(rounds.toString(16)));
  const cipher = sequence(oid('2.16.840.1.101.3.4.1.42'), octets(Buffer.alloc(16, 2)));
  const scheme = sequence(sequence(oid('1.2.840.113549.1.5.12'), derivation), cipher);
  const algorithm = sequence(oid('1.2.840.113549.1.5.13'), scheme);
  return pem('ENCRYPTED PRIVATE KEY', sequence(algorithm, octets(Buffer.alloc(64, 3))));
}
