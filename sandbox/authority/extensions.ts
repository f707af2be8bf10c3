import { createHash, type KeyObject } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { bits, boolean, implicit, octets, oid, sequence } from './der.ts';

export type Purpose = 'client' | 'server' | 'both' | 'any' | 'code-signing' | 'absent';
export type KeyUsage = 'signature' | 'key-agreement' | 'certificate-signing' | 'absent';

const purposes: Record<Exclude<Purpose, 'absent'>, readonly string[]> = {
  client: ['1.3.6.1.5.5.7.3.2'],
  server: ['1.3.6.1.5.5.7.3.1'],
  both: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.1'],
  any: ['2.5.29.37.0'],
  'code-signing': ['1.3.6.1.5.5.7.3.3'],
};

function extension(identifier: string, critical: boolean, value: Uint8Array): Buffer {
  return critical
    ? sequence(oid(identifier), boolean(true), octets(value))
    : sequence(oid(identifier), octets(value));
}

export const basicConstraints = (ca: boolean): Buffer =>
  extension('2.5.29.19', true, ca ? sequence(boolean(true)) : sequence());

export function keyUsage(usage: Exclude<KeyUsage, 'absent'>): Buffer {
  switch (usage) {
    case 'signature':
      return extension('2.5.29.15', true, bits(Buffer.from([0x80]), 7));
    case 'key-agreement':
      return extension('2.5.29.15', true, bits(Buffer.from([0x08]), 3));
    case 'certificate-signing':
      return extension('2.5.29.15', true, bits(Buffer.from([0x06]), 1));
  }
}

export const extendedKeyUsage = (purpose: Exclude<Purpose, 'absent'>): Buffer =>
  extension('2.5.29.37', false, sequence(...purposes[purpose].map(oid)));

/** DNS names and IP addresses. */
export const alternativeNames = (names: readonly string[]): Buffer =>
  extension('2.5.29.17', false, sequence(...names.map(generalName)));

function generalName(name: string): Buffer {
  if (isIPv4(name)) return implicit(7, Buffer.from(name.split('.').map(Number)));
  if (isIPv6(name)) {
    if (name !== '::1') throw new RangeError('The only IPv6 address the sandbox writes is ::1.');
    return implicit(7, Buffer.concat([Buffer.alloc(15), Buffer.from([1])]));
  }
  return implicit(2, Buffer.from(name, 'ascii'));
}

/** Any digest of the public key will do as a key identifier (RFC 5280, 4.2.1.2). */
function keyIdentifier(publicKey: KeyObject): Buffer {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha1').update(spki).digest();
}

export const subjectKeyIdentifier = (publicKey: KeyObject): Buffer =>
  extension('2.5.29.14', false, octets(keyIdentifier(publicKey)));

export const authorityKeyIdentifier = (publicKey: KeyObject): Buffer =>
  extension('2.5.29.35', false, sequence(implicit(0, keyIdentifier(publicKey))));
