import { createCipheriv, getCipherInfo, scryptSync } from 'node:crypto';
import { integer, octets, oid, sequence } from './der-writer.ts';
import type { Der } from './der-writer.ts';
import { pkcs8Der } from './keys.ts';
import type { KeyPair } from './keys.ts';

/** Encrypted PKCS#8 as OpenSSL would not write it: by its numbers, straight from RFC 8018 and RFC 7914. */

const CIPHERS = {
  'aes-256-cbc': '2.16.840.1.101.3.4.1.42',
  'aes-128-cfb': '2.16.840.1.101.3.4.1.4',
  'aes-256-gcm': '2.16.840.1.101.3.4.1.46',
  'aes-128-ccm': '2.16.840.1.101.3.4.1.7',
  'des-ede3-cbc': '1.2.840.113549.3.7',
} as const;
type Cipher = keyof typeof CIPHERS;

const SALT = Buffer.alloc(16, 5);

/** PBES2 with scrypt of any cost; beyond 32 MiB OpenSSL neither writes nor reads it. */
export function byScrypt(pair: KeyPair, passphrase: string, cipher: Cipher, cost: number, size: number): Der {
  const { keyLength = 0, ivLength = 0 } = getCipherInfo(cipher) ?? {};
  const vector = Buffer.alloc(ivLength, 6);
  const parameters = sequence(octets(SALT), hex(cost), hex(size), hex(1));
  // What is too costly to be opened need not be made either.
  const key =
    128 * cost * size > 2 ** 29
      ? Buffer.alloc(keyLength)
      : scryptSync(passphrase, SALT, keyLength, { N: cost, r: size, p: 1, maxmem: 2 ** 30 });
  const made = createCipheriv(cipher, key, vector);
  const data = Buffer.concat([made.update(pkcs8Der(pair)), made.final()]);
  return scheme(sequence(oid('1.3.6.1.4.1.11591.4.11'), parameters), CIPHERS[cipher], vector, data);
}

/** PBES2 with PBKDF2 and a cipher by its name; what it encrypts is noise. */
export function named(cipher: Cipher): Der {
  return byNumbers('1.2.840.113549.1.5.12', CIPHERS[cipher]);
}

/** PBES2 with a derivation and a cipher by their numbers. */
export function byNumbers(derivation: string, cipher: string): Der {
  const parameters = sequence(octets(SALT), hex(2048));
  return scheme(sequence(oid(derivation), parameters), cipher, Buffer.alloc(16, 6), Buffer.alloc(64, 3));
}

function scheme(derivation: Der, cipher: string, vector: Uint8Array, data: Uint8Array): Der {
  const parameters = sequence(derivation, sequence(oid(cipher), octets(vector)));
  return sequence(sequence(oid('1.2.840.113549.1.5.13'), parameters), octets(data));
}

function hex(value: number): Der {
  return integer(value.toString(16));
}
