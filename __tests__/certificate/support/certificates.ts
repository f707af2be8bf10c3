import { constants, createHash, sign } from 'node:crypto';
import {
  bits,
  boolean,
  distinguishedName,
  implicit,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  tagged,
  time,
} from './der-writer.ts';
import type { Der } from './der-writer.ts';
import { ec } from './keys.ts';
import type { KeyPair } from './keys.ts';

export const DAY = 86_400_000;
/** The moment test certificates are made around. */
export const NOW = Date.UTC(2026, 10, 23, 12);

export type Hash = 'sha256' | 'sha1' | 'md5' | 'pss-sha1' | 'pss-sha256';

export interface Recipe {
  readonly keys?: KeyPair;
  readonly subject?: Readonly<Record<string, string>>;
  /** Self-signed without. */
  readonly issuer?: Made | undefined;
  readonly serial?: string;
  /** The moment it is made around; `NOW` without. */
  readonly at?: number;
  readonly from?: number;
  readonly to?: number;
  /** `null` makes a certificate of version 1. */
  readonly extensions?: readonly Der[] | null;
  readonly hash?: Hash;
}

export interface Made {
  readonly der: Buffer;
  readonly pem: string;
  readonly keys: KeyPair;
  readonly subject: Readonly<Record<string, string>>;
}

/** 2.5.29.x extensions, each as its own value in DER. */
export const extension = (number: string, value: Uint8Array, critical = false): Der =>
  sequence(oid(number), ...(critical ? [boolean(true)] : []), octets(value));
export const basicConstraints = (ca: boolean): Der =>
  extension('2.5.29.19', sequence(...(ca ? [boolean(true)] : [])), true);
/** The bits by name: digitalSignature is the first, keyCertSign the sixth. */
export const keyUsage = (
  ...uses: readonly ('digitalSignature' | 'keyEncipherment' | 'keyCertSign')[]
): Der => {
  const values = { digitalSignature: 0x80, keyEncipherment: 0x20, keyCertSign: 0x04 };
  const octet = uses.reduce((sum, use) => sum | values[use], 0);
  const unused = octet === 0 ? 0 : Math.log2(octet & -octet);
  return extension('2.5.29.15', octet === 0 ? bits(0) : bits(unused, Uint8Array.of(octet)), true);
};
export const PURPOSES = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  any: '2.5.29.37.0',
} as const;
export const extendedKeyUsage = (...purposes: readonly (keyof typeof PURPOSES)[]): Der =>
  extension('2.5.29.37', sequence(...purposes.map((purpose) => oid(PURPOSES[purpose]))));
export const subjectKeyId = (id: Uint8Array): Der => extension('2.5.29.14', octets(id));
export const authorityKeyId = (id: Uint8Array): Der => extension('2.5.29.35', sequence(implicit(0, id)));
export const alternativeNames = (...names: readonly string[]): Der =>
  extension('2.5.29.17', sequence(...names.map((name) => implicit(2, Buffer.from(name)))));

export function keyId(keys: KeyPair): Buffer {
  return createHash('sha1')
    .update(keys.publicKey.export({ type: 'spki', format: 'der' }))
    .digest();
}

/** What a client certificate ought to have. */
export function clientExtensions(issuerKeys: KeyPair): readonly Der[] {
  return [
    basicConstraints(false),
    keyUsage('digitalSignature'),
    extendedKeyUsage('clientAuth'),
    authorityKeyId(keyId(issuerKeys)),
  ];
}

export function make(recipe: Recipe = {}): Made {
  const keys = recipe.keys ?? ec('leaf');
  const subject = recipe.subject ?? { O: 'Example', CN: 'origin pull client' };
  const issuerKeys = recipe.issuer?.keys ?? keys;
  const hash = recipe.hash ?? 'sha256';
  const at = recipe.at ?? NOW;
  const algorithm = algorithmOf(issuerKeys, hash);
  const extensions = recipe.extensions === undefined ? clientExtensions(issuerKeys) : recipe.extensions;
  const toBeSigned = sequence(
    ...(extensions === null ? [] : [tagged(0, integer('02'))]),
    integer(recipe.serial ?? '1a2b3c4d5e6f'),
    algorithm,
    distinguishedName(recipe.issuer?.subject ?? subject),
    sequence(time(recipe.from ?? at - DAY), time(recipe.to ?? at + 90 * DAY)),
    distinguishedName(subject),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions === null || extensions.length === 0 ? [] : [tagged(3, sequence(...extensions))]),
  );
  const der = sequence(toBeSigned, algorithm, bits(0, signatureOf(issuerKeys, hash, toBeSigned)));
  return { der, pem: pem('CERTIFICATE', der), keys, subject };
}

/** A CA that signs itself, or is signed by `issuer`. */
export function makeCa(recipe: Recipe = {}): Made {
  const keys = recipe.keys ?? ec('ca');
  return make({
    subject: { O: 'Example', CN: 'Example CA' },
    to: (recipe.at ?? NOW) + 3650 * DAY,
    extensions: [basicConstraints(true), keyUsage('keyCertSign'), subjectKeyId(keyId(keys))],
    ...recipe,
    keys,
  });
}

export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function algorithmOf(keys: KeyPair, hash: Hash): Der {
  const kind = keys.privateKey.asymmetricKeyType ?? '';
  if (kind === 'rsa') {
    if (hash === 'pss-sha1') return sequence(oid('1.2.840.113549.1.1.10'), sequence());
    if (hash === 'pss-sha256') {
      const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'));
      const mask = tagged(1, sequence(oid('1.2.840.113549.1.1.8'), sha256));
      return sequence(
        oid('1.2.840.113549.1.1.10'),
        sequence(tagged(0, sha256), mask, tagged(2, integer('20'))),
      );
    }
    const last = { sha256: '11', sha1: '5', md5: '4' }[hash];
    return sequence(oid(`1.2.840.113549.1.1.${last}`), nothing);
  }
  if (kind === 'ec') return sequence(oid(hash === 'sha1' ? '1.2.840.10045.4.1' : '1.2.840.10045.4.3.2'));
  if (kind === 'rsa-pss') return sequence(oid('1.2.840.113549.1.1.11'), nothing);
  const numbers: Readonly<Record<string, string>> = {
    ed25519: '1.3.101.112',
    ed448: '1.3.101.113',
    'ml-dsa-44': '2.16.840.1.101.3.4.3.17',
  };
  return sequence(oid(numbers[kind] ?? '1.2.3'));
}

function signatureOf(keys: KeyPair, hash: Hash, message: Uint8Array): Buffer {
  const kind = keys.privateKey.asymmetricKeyType ?? '';
  if (!['rsa', 'ec', 'rsa-pss'].includes(kind)) return sign(null, message, keys.privateKey);
  if (hash === 'pss-sha1' || hash === 'pss-sha256') {
    const saltLength = hash === 'pss-sha1' ? 20 : 32;
    const key = { key: keys.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
    return sign(hash.slice(4), message, key);
  }
  return sign(hash, message, keys.privateKey);
}
