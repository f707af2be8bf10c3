import { make, makeCa, pem } from '../certificate/support/certificates.ts';
import type { Made } from '../certificate/support/certificates.ts';
import {
  ec,
  mlDsa,
  mlDsaExpanded,
  ecExplicit,
  pkcs8,
  pkcs8Der,
  rsa,
  rsaOfThree,
} from '../certificate/support/keys.ts';
import { FOREIGN_TEXTS } from './foreign-texts.ts';
import { refuse, refusing } from './row.ts';
import type { ExpectedFinding, Row } from './row.ts';

const INPUT = 'private-key';
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
  const mismatch = (...says: readonly string[]): ExpectedFinding =>
    refuse('KEY_MISMATCH', INPUT, 'does not belong to the certificate in `certificate`', ...says);
  const damaged = refuse('PRIVATE_KEY_UNREADABLE', INPUT, 'is damaged', 'openssl pkey -noout -check');

  return [
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
          ...one.says.filter((part) => part !== 'not a certificate'),
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
      mismatch('was only one of the two secrets updated?'),
    ),
    refuses('another EC key', leaf, pkcs8(ec('another')), undefined, mismatch()),
    refuses(
      'an EC key for an RSA certificate',
      rsaLeaf,
      plain,
      undefined,
      mismatch('of kind rsa', 'this one is of kind ec'),
    ),
    refuses(
      'an RSA key for an EC certificate',
      leaf,
      pkcs8(rsaLeaf.keys),
      undefined,
      mismatch('of kind ec', 'this one is of kind rsa'),
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
