import { describe, expect, test } from '@jest/globals';
import type { KeyObject } from 'node:crypto';
import { keysWithin } from '../../src/certificate/keys-within.ts';
import { makeCa, NOW } from '../certificate/support/certificates.ts';
import { ec, encryptedPkcs8, legacyEncrypted, pkcs8 } from '../certificate/support/keys.ts';
import { certificateRows } from '../corpus/certificate-rows.ts';
import { privateKeyRows } from '../corpus/private-key-rows.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { createBox } from './support/box.ts';
import { AUTHORITY, leafOf, pairOf, TOKEN } from './support/material.ts';
import { flawsOf, leaksOf, play } from './support/play.ts';
import type { Played } from './support/play.ts';

const DAY = 86_400_000;
const keys = ec('hidden in a name');
const secret = Buffer.from(String(keys.privateKey.export({ format: 'jwk' }).d), 'base64url');
const pairs = secret.toString('hex').match(/../gu) ?? [];

/** Ways to write a key into a name or a message that show nothing of it to a careless look. */
const DISGUISES: Readonly<Record<string, string>> = {
  hex: secret.toString('hex'),
  base64: secret.toString('base64'),
  'base64url, as long as a fingerprint': secret.toString('base64url'),
  'hex with colons': pairs.join(':'),
  'a decimal number': BigInt(`0x${secret.toString('hex')}`).toString(),
  'hex backwards': pairs.join('').split('').toReversed().join(''),
  'a list of bytes': secret.join(','),
};

const named = (subject: string, recipe: Parameters<typeof leafOf>[1] = {}): ReturnType<typeof leafOf> =>
  leafOf('hidden', { subject: { CN: subject }, keys, ...recipe });
const given = (certificate: string): Readonly<Record<string, string>> => ({
  'api-token': TOKEN,
  zone: 'example.com',
  level: 'zone',
  certificate,
  'private-key': pkcs8(keys),
});

function leaks(played: Played, key: KeyObject = keys.privateKey): readonly unknown[] {
  return [...flawsOf(played), ...leaksOf(played, { keys: [key], texts: [TOKEN] })];
}

describe('a key is known before anything of a certificate is printed', () => {
  test.each(Object.entries(DISGUISES))('that is refused: its name holds the key as %s', async (_, name) => {
    const expired = named(name, { from: NOW - 2 * DAY, to: NOW - DAY });
    const played = await play({ inputs: given(expired.pem), time: new VirtualTime(NOW) });
    expect(played.outputs['result']).toBe('failed');
    expect(leaks(played)).toEqual([]);
  });

  test('whose issuer is named because `client-ca` did not sign it', async () => {
    const issuer = makeCa({ at: NOW, subject: { CN: DISGUISES['base64']! } });
    const stray = named('x', { issuer });
    const inputs = { ...given(stray.pem), 'client-ca': AUTHORITY.pem };
    const played = await play({ inputs, time: new VirtualTime(NOW) });
    expect(played.outputs['result']).toBe('failed');
    expect(leaks(played)).toEqual([]);
  });

  test('of another target, refused after its own was found good', async () => {
    const bad = named(DISGUISES['hex']!, { from: NOW - 2 * DAY, to: NOW - DAY });
    const other = ec('another');
    const manifest = `zones:
  - zone: example.com
    targets:
      - { level: zone, certificate-env: A, private-key-env: B, private-key-passphrase-env: P }
      - { level: hostname, hostnames: www.example.com, certificate-env: C, private-key-env: D }`;
    const env = {
      A: named('sound').pem,
      B: encryptedPkcs8(keys, 'xYz-48Lq'),
      P: 'xYz-48Lq\n',
      C: bad.pem,
      D: pkcs8(other),
    };
    const played = await play({ inputs: { 'api-token': TOKEN, manifest }, env, time: new VirtualTime(NOW) });
    expect(played.outputs['result']).toBe('failed');
    expect(leaks(played)).toEqual([]);
    expect(leaks(played, other.privateKey)).toEqual([]);
  });
});

/** With certificate and key in variables. */
const MANIFEST = {
  zone: '',
  level: '',
  certificate: '',
  'private-key': '',
  manifest: `zones:
  - zone: example.com
    targets:
      - { level: zone, certificate-env: CERTIFICATE, private-key-env: KEY }`,
};
const ENV = { CERTIFICATE: named('x').pem, KEY: pkcs8(keys) };
const OPERATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  rotate: {},
  status: { operation: 'status' },
  matrix: { operation: 'matrix', ...MANIFEST },
  delete: { operation: 'delete', certificate: '', 'certificate-id': 'expired' },
  disable: { operation: 'disable', certificate: '', 'accept-unauthenticated': 'true' },
};

describe('a key that was pasted is known to every operation', () => {
  const rows = Object.entries(OPERATIONS).flatMap(([operation, inputs]) =>
    Object.entries(DISGUISES).map(([disguise, text]) => [operation, disguise, inputs, text] as const),
  );
  test.each(rows)('%s: a refusal and a ray hold it as %s', async (_, __, more, text) => {
    const time = new VirtualTime(NOW);
    const body = JSON.stringify({ success: false, errors: [{ code: 1408, message: `bad key ${text}` }] });
    const box = createBox(time, TOKEN);
    const played = await play({
      inputs: { ...given(named('x').pem), ...more },
      env: ENV,
      time,
      http: async (request) =>
        request.url.includes('origin_tls_client_auth')
          ? { status: 400, headers: { 'cf-ray': text }, body }
          : await box.http(request),
    });
    expect(played.outputs['result']).toBe('failed');
    expect(leaks(played)).toEqual([]);
  });

  test.each([
    ['status', OPERATIONS['status']],
    ['status of a manifest', { ...OPERATIONS['status'], ...MANIFEST }],
    ['matrix', OPERATIONS['matrix']],
  ])('%s: the certificate in force is named after it', async (_, more) => {
    const time = new VirtualTime(NOW);
    const box = createBox(time, TOKEN);
    box.model.install(box.zone, 'zone', pairOf(named(DISGUISES['hex']!)));
    box.model.setEnabled(box.zone, true);
    const inputs = { ...given(named('x').pem), ...more };
    const played = await play({ inputs, env: ENV, time, http: box.http });
    expect(played.outputs['result']).not.toBe('failed');
    expect(leaks(played)).toEqual([]);
  });
});

describe('all masks come before the first line of output', () => {
  test.each([
    ['PKCS#8', encryptedPkcs8],
    ['the form of old', legacyEncrypted],
  ])('also where an input is warned of and the key is encrypted: %s', async (_, encrypt) => {
    const inputs = {
      ...given(named('x').pem),
      'private-key': encrypt(keys, 'aB3-dE6-gH9'),
      'private-key-passphrase': 'aB3-dE6-gH9',
      'probe-echo-header': 'x-idle',
      'dry-run': 'true',
    };
    const time = new VirtualTime(NOW);
    const played = await play({ inputs, time, http: createBox(time, TOKEN).http });
    const kinds = played.stage.happened.map(({ kind }) => kind);
    expect(played.annotated('warning').join()).toContain('`probe-echo-header`');
    expect(kinds.findLastIndex((kind) => kind === 'mask')).toBeLessThan(
      kinds.findIndex((kind) => kind !== 'mask'),
    );
    const masked = played.stage.stdout().split('\n');
    expect(masked).toContain(`::add-mask::${secret.toString('hex')}`);
  });
});

test('every key that the preflight finds in any paste is known beforehand', () => {
  const rows = [...certificateRows(NOW), ...privateKeyRows(NOW)];
  const passed = rows.flatMap(({ paste, expected }) =>
    expected.kind === 'passed' ? [{ paste, expected }] : [],
  );
  for (const { paste, expected } of passed) {
    const texts = [paste.certificate, paste.privateKey ?? ''];
    const known = texts.flatMap((text) => keysWithin(text, paste.passphrase));
    expect(known.map((key) => key.pem())).toContain(expected.uploads.privateKey);
  }
  expect(passed.length).toBeGreaterThan(30);
});
