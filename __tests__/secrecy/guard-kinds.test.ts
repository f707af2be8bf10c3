import { describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { Guard } from '../../src/secrecy/guard.ts';
import { keyEncodings } from '../support/leak-oracle/encodings.ts';
import { oneOfEach } from '../support/leak-oracle/key-pairs.ts';

describe('the guard finds a key written as', () => {
  test.each(Object.keys(keyEncodings))('%s', (name) => {
    for (const [, key] of oneOfEach) {
      const guard = new Guard();
      guard.protect(key, 'chosen');
      expect(guard.finds(`before ${keyEncodings[name]!(key)} after`)).toBe(true);
    }
  });

  test.each<readonly [string, () => ReturnType<typeof generateKeyPairSync>]>([
    ['RSA-PSS', () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 })],
    ['a Brainpool curve', () => generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' })],
    ['SLH-DSA', () => generateKeyPairSync('slh-dsa-sha2-128s')],
  ])('PEM of a kind that has no JWK here: %s', (_, make) => {
    const { privateKey } = make();
    const guard = new Guard();
    guard.protect(privateKey, 'chosen');
    expect(guard.finds(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())).toBe(true);
  });
});
