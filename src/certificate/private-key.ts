import { createPrivateKey, sign, verify, type KeyObject, type X509Certificate } from 'node:crypto';
import { contextTag, DER, readChildren, readWhole, writeDer } from './der.ts';
import { finding, type Finding } from './finding.ts';
import { CHECK_FILE } from './form-texts.ts';
import type { InputNames } from './input-form.ts';
import type { Parsed } from './leaf.ts';
import { armour } from './pem.ts';

const HIDDEN = '[private key]';
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** A private key that does not print: whatever serialises it gets `[private key]`. */
export class PrivateKey {
  readonly #keyObject: KeyObject;

  constructor(keyObject: KeyObject) {
    this.#keyObject = withNamedCurve(keyObject);
  }

  /** Plain PKCS#8 in PEM with LF: the text that is uploaded. */
  pem(): string {
    return armour('PRIVATE KEY', seedOnly(this.#keyObject.export({ type: 'pkcs8', format: 'der' })));
  }

  /** For TLS to the origin, and for code that must know every encoding of the key. */
  keyObject(): KeyObject {
    return this.#keyObject;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [INSPECT](): string {
    return HIDDEN;
  }
}

/** Old tools spell out the curve in an EC key, which few others read; a JSON Web Key can only name it. */
function withNamedCurve(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ec') return key;
  try {
    return createPrivateKey({ key: key.export({ format: 'jwk' }), format: 'jwk' });
  } catch {
    return key; // a curve that JSON Web Keys do not know
  }
}

/**
 * RFC 9881 writes an ML-DSA key as seed, as expanded key, or as both. OpenSSL writes both, Cloudflare takes
 * the seed. Any other PKCS#8 comes back as it is.
 */
function seedOnly(pkcs8: Uint8Array): Uint8Array {
  const [version, algorithm, key] = readChildren(readWhole(pkcs8)) ?? [];
  const both = readChildren(key && readWhole(key.content, DER.sequence));
  const seed = both?.[0];
  if (!version || !algorithm || both?.length !== 2 || seed?.tag !== DER.octetString) return pkcs8;
  const bare = writeDer(contextTag(0, false), seed.content);
  return writeDer(DER.sequence, version.whole, algorithm.whole, writeDer(DER.octetString, bare));
}

/** An ML-DSA key that was stored expanded only: the seed cannot be computed back from it. */
export function lacksSeed(key: KeyObject): boolean {
  if (key.asymmetricKeyType?.startsWith('ml-dsa-') !== true) return false;
  const [, , inner] = readChildren(readWhole(key.export({ type: 'pkcs8', format: 'der' }))) ?? [];
  return inner !== undefined && readWhole(inner.content)?.tag === DER.octetString;
}

/** RSA of three primes or more: the version of PKCS#1 is not 0 (RFC 8017, A.1.2). */
function hasMorePrimes(key: KeyObject): boolean {
  if (key.asymmetricKeyType !== 'rsa') return false;
  const [version] = readChildren(readWhole(key.export({ type: 'pkcs1', format: 'der' }))) ?? [];
  return version?.content[0] !== 0;
}

/**
 * Whether a private key belongs to a certificate, and works.
 * - `mismatch`: it belongs to another certificate
 * - `unsound`: its public half fits, its private half does not (a flipped bit)
 */
type KeyProof = 'proven' | 'mismatch' | 'unsound';

const MESSAGE = Buffer.from('The key that signed this belongs to the certificate that verifies it.');

/** Never throws. */
export function proveKey(certificate: X509Certificate, key: KeyObject): KeyProof {
  try {
    if (!certificate.checkPrivateKey(key)) return 'mismatch';
    // Without a hash, OpenSSL takes SHA-256 for RSA and ECDSA; Ed25519 and ML-DSA bring their own.
    const signature = sign(null, MESSAGE, key);
    const sound = verify(null, MESSAGE, certificate.publicKey, signature) && isCoherent(key);
    return sound ? 'proven' : 'unsound';
  } catch {
    return 'unsound';
  }
}

/** OpenSSL signs correctly even with a damaged prime or exponent; the next program may not (RFC 8017, 3.2). */
function isCoherent(key: KeyObject): boolean {
  if (key.asymmetricKeyType !== 'rsa') return true;
  const jwk = key.export({ format: 'jwk' });
  const [n, e, d] = [toInteger(jwk.n), toInteger(jwk.e), toInteger(jwk.d)];
  const [p, q, qi] = [toInteger(jwk.p), toInteger(jwk.q), toInteger(jwk.qi)];
  const [dp, dq] = [toInteger(jwk.dp), toInteger(jwk.dq)];
  return (
    n === p * q &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    (e * dp) % (p - 1n) === 1n &&
    (e * dq) % (q - 1n) === 1n &&
    (q * qi) % p === 1n
  );
}

function toInteger(base64url: string | undefined): bigint {
  return BigInt(`0x${Buffer.from(base64url ?? '', 'base64url').toString('hex')}`);
}

/** The findings about a key and its certificate. Never throws. */
export function judgeKey(
  certificate: Parsed,
  key: KeyObject,
  names: InputNames,
  input: string,
): readonly Finding[] {
  const { keyKind } = certificate.leaf;
  // A kind that cannot sign is refused with the certificate that has it.
  if (keyKind === 'other') return [];
  const kind = key.asymmetricKeyType ?? '';
  const kinds = `the certificate has a key of kind ${keyKind}, and this one is of kind ${kind}`;
  const belongs = `belong to the certificate in \`${names.certificate}\`${kind.startsWith(keyKind) ? '' : ` (${kinds})`}`;
  const proof = hasMorePrimes(key) ? 'more-primes' : proveKey(certificate.x509, key);
  const said = {
    'more-primes': [
      'RSA_MULTI_PRIME',
      `The RSA key in \`${input}\` is made of more than two primes, which Cloudflare and most servers do not accept. Make a new one (\`openssl genrsa 2048\`) and have a certificate issued for it.`,
    ],
    mismatch: [
      'KEY_MISMATCH',
      `The private key in \`${input}\` does not ${belongs}. Give the key with which this certificate was requested; was only one of the two secrets updated?`,
    ],
    unsound: [
      'KEY_UNSOUND',
      `The private key in \`${input}\` belongs to the certificate, but is damaged and does not work. ${CHECK_FILE}`,
    ],
    proven: [
      'ML_DSA_SEED_MISSING',
      `The ML-DSA key in \`${input}\` has no seed, and Cloudflare only accepts the form with the seed. Give the file that was written when the key was made, or make a new key.`,
    ],
  } as const;
  const [reason, says] = said[proof];
  return proof === 'proven' && !lacksSeed(key) ? [] : [finding('refuse', reason, input, says)];
}
