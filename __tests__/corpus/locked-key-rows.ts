import { byNumbers, byScrypt, named } from '../certificate/support/encrypted-keys.ts';
import { integer, octets, oid, sequence } from '../certificate/support/der-writer.ts';
import { make, makeCa, pem } from '../certificate/support/certificates.ts';
import type { Made } from '../certificate/support/certificates.ts';
import { encryptedPkcs8, legacyEncrypted, rsa } from '../certificate/support/keys.ts';
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

/** Encrypted keys that do not open. `at` as in `certificateRows`. */
export function lockedKeyRows(at: number): readonly Row[] {
  const ca = makeCa({ at });
  const leaf = make({ at, issuer: ca });
  const rsaLeaf = make({ at, issuer: ca, keys: rsa() });
  const encrypted = encryptedPkcs8(leaf.keys, PASSPHRASE);
  const legacy = legacyEncrypted(rsaLeaf.keys, PASSPHRASE);

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
        refuse('PASSPHRASE_STAND_IN', PASSPHRASE_INPUT, cause, 'does not open', 'Does the secret exist'),
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
  ];
}

/** PBES2 with PBKDF2 and a number of rounds; what it encrypts is noise. */
function stretched(rounds: number): string {
  const derivation = sequence(octets(Buffer.alloc(8, 1)), integer(rounds.toString(16)));
  const cipher = sequence(oid('2.16.840.1.101.3.4.1.42'), octets(Buffer.alloc(16, 2)));
  const scheme = sequence(sequence(oid('1.2.840.113549.1.5.12'), derivation), cipher);
  const algorithm = sequence(oid('1.2.840.113549.1.5.13'), scheme);
  return pem('ENCRYPTED PRIVATE KEY', sequence(algorithm, octets(Buffer.alloc(64, 3))));
}
