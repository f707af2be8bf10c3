import { describe, expect, test } from '@jest/globals';
import type { KeyObject } from 'node:crypto';
import { readLeaf } from '../../src/certificate/leaf.ts';
import { Guard } from '../../src/secrecy/guard.ts';
import { make } from '../certificate/support/certificates.ts';
import { ec } from '../certificate/support/keys.ts';

const bytesOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'pkcs8' });

/** The bytes of a key as the name of a certificate, as it is shown. */
function nameOf(key: KeyObject): string {
  const subject = { O: bytesOf(key).toString('latin1'), CN: 'x' };
  return readLeaf(make({ subject }).pem)?.subject ?? '';
}

describe('the guard sees the bytes of a key', () => {
  const keys = Array.from({ length: 40 }, (_, index) => ec(`hidden ${index}`).privateKey);

  test.each<readonly [string, (key: KeyObject) => string]>([
    ['in the name of a certificate', nameOf],
    ['in the name of a certificate, in JSON', (key) => JSON.stringify({ subject: nameOf(key) })],
    ['in the name of a certificate, in JSON in JSON', (key) => JSON.stringify(JSON.stringify([nameOf(key)]))],
    ['as a list of signed bytes', (key) => [...new Int8Array(bytesOf(key))].join(', ')],
    ['as a list of bytes between hyphens', (key) => [...bytesOf(key)].join('-')],
  ])('%s', (_, hide) => {
    for (const key of keys) {
      const guard = new Guard();
      guard.protect(key, 'chosen');
      expect(guard.finds(`The certificate ${hide(key)} was refused.`)).toBe(true);
    }
  });
});
