import { sign, verify } from 'node:crypto';
import type { KeyObject, X509Certificate } from 'node:crypto';

/**
 * Whether a private key belongs to a certificate, and works.
 * - `mismatch`: it belongs to another certificate
 * - `unsound`: its public half fits, its private half does not (a flipped bit)
 */
export type KeyProof = 'proven' | 'mismatch' | 'unsound';

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

/**
 * OpenSSL signs correctly even if one of an RSA key's prime factors or exponents is damaged; the next program
 * may not. RFC 8017, section 3.2.
 */
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
