import type { KeyObject } from 'node:crypto';
import type { Finding } from './finding.ts';
import { CHECK_FILE } from './form-texts.ts';
import type { InputNames } from './input-form.ts';
import { proveKey } from './key-proof.ts';
import type { Parsed } from './parsed.ts';
import { hasMorePrimes, lacksSeed } from './private-key.ts';

/** The findings about a key and its certificate. Never throws. */
export function judgeKey(
  certificate: Parsed,
  key: KeyObject,
  names: InputNames,
  input: string,
): readonly Finding[] {
  // A kind that cannot sign is refused with the certificate that has it.
  if (certificate.leaf.keyKind === 'other') return [];
  const base = { severity: 'refuse', input } as const;
  if (hasMorePrimes(key)) {
    const sentence =
      `The RSA key in \`${input}\` is made of more than two primes, which Cloudflare and most servers do not accept. ` +
      'Make a new one (`openssl genrsa 2048`) and have a certificate issued for it.';
    return [{ ...base, reason: 'RSA_MULTI_PRIME', sentence }];
  }
  const proof = proveKey(certificate.x509, key);
  if (proof === 'mismatch') {
    return [{ ...base, reason: 'KEY_MISMATCH', sentence: mismatch(certificate, key, names, input) }];
  }
  if (proof === 'unsound') {
    const sentence = `The private key in \`${input}\` belongs to the certificate, but is damaged and does not work. ${CHECK_FILE}`;
    return [{ ...base, reason: 'KEY_UNSOUND', sentence }];
  }
  if (!lacksSeed(key)) return [];
  const sentence =
    `The ML-DSA key in \`${input}\` has no seed, and Cloudflare only accepts the form with the seed. ` +
    'Give the file that was written when the key was made, or make a new key.';
  return [{ ...base, reason: 'ML_DSA_SEED_MISSING', sentence }];
}

function mismatch(certificate: Parsed, key: KeyObject, names: InputNames, input: string): string {
  const { keyKind } = certificate.leaf;
  const kind = key.asymmetricKeyType ?? '';
  const kinds = kind.startsWith(keyKind)
    ? ''
    : ` (the certificate has a key of kind ${keyKind}, and this one is of kind ${kind})`;
  return (
    `The private key in \`${input}\` does not belong to the certificate in \`${names.certificate}\`${kinds}. ` +
    'Give the key with which this certificate was requested; was only one of the two secrets updated?'
  );
}
