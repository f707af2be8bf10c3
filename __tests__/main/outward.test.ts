import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import { encryptedPkcs8, pkcs8 } from '../certificate/support/keys.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { createBox } from './support/box.ts';
import { leafOf, rotationInputs, TOKEN } from './support/material.ts';
import { flawsOf, leaksOf, play } from './support/play.ts';
import type { Played } from './support/play.ts';

const leaf = leafOf('sent outward');
const key = pkcs8(leaf.keys);
const PASSPHRASE = 'q7-Xw3_Lk9Pz';
const URL = 'https://www.example.com/';
const hex = Buffer.from(String(leaf.keys.privateKey.export({ format: 'jwk' }).d), 'base64url').toString(
  'hex',
);
const base64 = (text: string): string => Buffer.from(text).toString('base64');

async function run(more: Readonly<Record<string, string>>, env = {}): Promise<Played> {
  const time = new VirtualTime(NOW);
  const inputs = {
    ...rotationInputs(leaf),
    'private-key': encryptedPkcs8(leaf.keys, PASSPHRASE),
    'private-key-passphrase': PASSPHRASE,
    'dry-run': 'true',
    ...more,
  };
  const played = await play({ inputs, env, time, http: createBox(time, TOKEN).http });
  expect(flawsOf(played)).toEqual([]);
  // Inputs that should hold no secret stay in the environment.
  const seen = { ...played, stage: { ...played.stage, env: {} } };
  expect(leaksOf(seen, { keys: [leaf.keys.privateKey], texts: [TOKEN, PASSPHRASE] })).toEqual([]);
  return played;
}

describe('no host that is probed gets to see', () => {
  test.each<readonly [string, string, Readonly<Record<string, string>>]>([
    ['a token in a query', 'probe-urls', { 'probe-urls': `${URL}?t=${TOKEN}` }],
    ['a piece of a token in a path', 'probe-urls', { 'probe-urls': `${URL}${TOKEN.slice(4, 20)}/x` }],
    ['a piece of a key in a path', 'probe-urls', { 'probe-urls': URL + hex.slice(0, 40) }],
    [
      'a token in credentials',
      'probe-request-headers',
      { 'probe-request-headers': `Authorization: Basic ${base64(`me:${TOKEN}`)}` },
    ],
    ['a key in base64', 'probe-request-headers', { 'probe-request-headers': `X-K: ${base64(key)}` }],
    ['a passphrase', 'probe-request-headers', { 'probe-request-headers': `X-P: ${PASSPHRASE}` }],
    ['a key in a name to ask for', 'origin', { origin: `${hex.slice(0, 40)}.example.com@192.0.2.1` }],
    ['a key as the name of a header', 'probe-request-headers', { 'probe-request-headers': `x-${hex}: 1` }],
  ])('%s', async (_, input, more) => {
    const played = await run({ 'probe-urls': URL, ...more });
    expect(played.requests).toEqual([]);
    expect(played.annotated('error').join()).toContain(`\`${input}\` holds a piece of a token`);
  });

  test('a whole key in a path, of which the log is told to hold it', async () => {
    const played = await run({ 'probe-urls': URL + encodeURIComponent(key) });
    expect(played.requests).toEqual([]);
    expect(played.annotated('error').join()).toContain('`probe-urls` holds a private key');
  });

  test('a token where a zone is switched off', async () => {
    const played = await run({
      operation: 'disable',
      certificate: '',
      'accept-unauthenticated': 'true',
      'probe-urls': `${URL}?t=${base64(TOKEN)}`,
    });
    expect(played.requests).toEqual([]);
    expect(played.failed).toBe(true);
  });

  test.each(['K', 'P', 'T'])('variable %s of a manifest, as the token of the signer', async (variable) => {
    const manifest = `zones:
  - zone: example.com
    targets:
      - { level: zone, certificate-env: C, private-key-env: K, private-key-passphrase-env: P }
      - { level: hostname, hostnames: www.example.com }`;
    const issue = `vault: { address: 'https://vault.test', role: r, token-env: ${variable} }`;
    const env = { C: leaf.pem, K: base64(key), P: PASSPHRASE, T: TOKEN };
    const empty = { zone: '', level: '', certificate: '', 'private-key': '', 'private-key-passphrase': '' };
    const played = await run({ ...empty, 'client-ca': leaf.pem, manifest, issue }, env);
    expect(played.requests).toEqual([]);
    expect(played.annotated('error').join()).toContain('www.example.com): `issue` holds a piece of a token');
  });

  test('headers, where a manifest names a zone that the token does not see', async () => {
    const manifest = `zones:
  - zone: thief.example
    targets:
      - { level: zone, certificate-env: C, private-key-env: K, probe-urls: 'https://thief.example', probe-request-headers-env: H }`;
    const env = { C: leaf.pem, K: pkcs8(leaf.keys), H: 'postgres://me:sesame@db' };
    const empty = { zone: '', level: '', certificate: '', 'private-key': '', 'private-key-passphrase': '' };
    const played = await run({ ...empty, manifest }, env);
    const probed = played.requests.filter(({ url }) => url.startsWith('https://thief.example'));
    expect(probed).toEqual([]);
    expect(played.outputs['report']).toContain('ZONE_NOT_FOUND');
  });

  test('a passphrase of one target of a manifest, in the headers of another', async () => {
    const manifest = `zones:
  - zone: example.com
    targets:
      - { level: zone, certificate-env: C, private-key-env: K, private-key-passphrase-env: P }
      - { level: hostname, hostnames: www.example.com, certificate-env: C2, probe-urls: '${URL}', probe-request-headers-env: H }`;
    const other = leafOf('other');
    const env = {
      C: leaf.pem,
      K: encryptedPkcs8(leaf.keys, PASSPHRASE),
      P: PASSPHRASE,
      C2: other.pem + pkcs8(other.keys),
      H: `X-P: ${base64(PASSPHRASE)}`,
    };
    const empty = { zone: '', level: '', certificate: '', 'private-key': '', 'private-key-passphrase': '' };
    const played = await run({ ...empty, manifest }, env);
    expect(played.requests).toEqual([]);
    expect(played.annotated('error').join()).toContain(
      'www.example.com): `probe-request-headers` holds a piece',
    );
  });
});

test('what is meant for a host that is probed is sent to it', async () => {
  const header = 'X-Health: gU7-pQ2vLx9_Zr4kWm8T';
  const played = await run({ 'probe-urls': `${URL}?sig=Zq8-wLr3_Tn6vB2x`, 'probe-request-headers': header });
  expect(played.failed).toBe(false);
  const probe = played.requests.find(({ url }) => url.startsWith(URL));
  expect(probe?.url).toContain('sig=Zq8-wLr3_Tn6vB2x');
  expect(probe?.headers['x-health']).toBe('gU7-pQ2vLx9_Zr4kWm8T');
});

test('a header that is no credential blanks nothing, in no log and no summary', async () => {
  const plain = await run({ 'probe-urls': URL });
  const played = await run({
    'probe-urls': URL,
    'probe-request-headers': 'User-Agent: origin pull rotation',
  });
  expect(played.requests.find(({ url }) => url.startsWith(URL))?.headers['user-agent']).toBe(
    'origin pull rotation',
  );
  // As the runner shows it, with its masks.
  expect([played.view.log, played.summary]).toEqual([plain.view.log, plain.summary]);
});
