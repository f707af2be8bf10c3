import { randomBytes } from 'node:crypto';
import { make, makeCa, NOW } from '../../certificate/support/certificates.ts';
import type { Made } from '../../certificate/support/certificates.ts';
import { ec, pkcs8 } from '../../certificate/support/keys.ts';

/** A token no other text has pieces in common with. */
export const TOKEN = randomBytes(30).toString('base64url');

const authority = makeCa({ at: NOW });

/** A sound certificate of the one authority of these tests. */
export function leafOf(name: string, recipe: Parameters<typeof make>[0] = {}): Made {
  const serial = `1${Buffer.from(name).toString('hex').slice(0, 16).padEnd(16, '7')}3`;
  return make({ at: NOW, issuer: authority, keys: ec(name), serial, ...recipe });
}

export const AUTHORITY = authority;

/** Inputs that rotate the zone level to a certificate. */
export function rotationInputs(leaf: Made): Readonly<Record<string, string>> {
  return {
    'api-token': TOKEN,
    zone: 'example.com',
    level: 'zone',
    certificate: leaf.pem,
    'private-key': pkcs8(leaf.keys),
  };
}

/** Certificate and key as people upload them by hand. */
export function pairOf(leaf: Made): { readonly certificate: string; readonly privateKey: string } {
  return { certificate: leaf.pem, privateKey: pkcs8(leaf.keys) };
}
