import type { KeyObject } from 'node:crypto';

/** Masks for a private key or PEM text exactly as it was pasted, before anything of it was understood. */
export function masksForPem(text: string): readonly string[] {
  return text
    .split(/\r\n|\r|\n/u)
    .map((line) => line.trim())
    .filter((line) => line.length >= 8 && !line.startsWith('-----'));
}

/** Masks for every form in which a private key could be printed. */
export function masksForKey(key: KeyObject): readonly string[] {
  return masksForPem(key.export({ format: 'pem', type: 'pkcs8' }).toString());
}

/** Masks for a token, a passphrase, a proxy's password or the value of a header. */
export function masksForText(secret: string): readonly string[] {
  return secret.length < 4 ? [] : [secret];
}
