import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { INPUT_NAMES } from '../../src/inputs/table.ts';
import type { HttpAnswer, HttpRequest } from '../../src/outside.ts';
import { NOW } from '../certificate/support/certificates.ts';
import { pkcs8 } from '../certificate/support/keys.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { keyEncodings } from '../support/leak-oracle/encodings.ts';
import { createBox, EDGE } from './support/box.ts';
import { broken, FUZZ_SEED, hostileText } from './support/hostile.ts';
import { leafOf, pairOf, rotationInputs, TOKEN } from './support/material.ts';
import { flawsOf, leaksOf, play } from './support/play.ts';

const before = leafOf('before the fuzz');
const after = leafOf('after the fuzz');
const inputs = rotationInputs(after);
const DAY = 86_400_000;
const PASSPHRASE = randomBytes(18).toString('base64url');
const KEY_TEXTS = Object.values(keyEncodings).map((encode) => encode(after.keys.privateKey));
const SHORT_KEY_TEXTS = KEY_TEXTS.filter((text) => text.length < 4000);

type Answering = (request: HttpRequest, answer: HttpAnswer, call: number) => HttpAnswer;

/** A run over a zone with a certificate in force. Whatever comes: outputs, no leak, no foreign command, no wrong delete. */
async function problemsOf(
  given: Readonly<Record<string, string>>,
  answering: Answering = (_, answer) => answer,
  site: (request: HttpRequest) => HttpAnswer = () => ({ status: 200, headers: EDGE, body: 'hello' }),
): Promise<readonly unknown[]> {
  const time = new VirtualTime(NOW);
  const box = createBox(time, TOKEN, { site });
  const previous = box.model.install(box.zone, 'zone', pairOf(before));
  box.model.setEnabled(box.zone, true);
  let call = 0;
  const played = await play({
    inputs: { ...inputs, 'private-key-passphrase': PASSPHRASE, ...given },
    env: { CERTIFICATE: after.pem },
    time,
    http: async (request) => answering(request, await box.http(request), (call += 1)),
  });
  const deleted = played.mutations.filter(({ method }) => method === 'DELETE');
  const left = [...box.zone.certificates.values()].filter((one) => one.status.at(time.now) === 'active');
  return [
    ...flawsOf(played),
    ...leaksOf(played, { keys: [after.keys.privateKey], texts: [TOKEN, PASSPHRASE] }),
    ...deleted.filter(({ url }) => !url.endsWith(previous)).map(({ url }) => `deleted ${url}`),
    ...(left.length === 0 ? ['no certificate is left'] : []),
  ];
}

/** Each operation as it is asked for, with a key that only one of them needs. */
const OPERATIONS: readonly Readonly<Record<string, string>>[] = [
  {},
  { operation: 'status' },
  {
    operation: 'matrix',
    zone: '',
    level: '',
    certificate: '',
    manifest: 'zones: [{ zone: example.com, targets: [{ level: zone, certificate-env: CERTIFICATE }] }]',
  },
  { operation: 'delete', certificate: '', 'certificate-id': 'expired' },
  { operation: 'disable', certificate: '', 'accept-unauthenticated': 'true' },
];

const many = (
  numRuns: number,
): { readonly seed: number; readonly numRuns: number; readonly endOnFailure: boolean } => ({
  seed: FUZZ_SEED,
  numRuns,
  endOnFailure: true,
});

test('no text pasted as certificate, key or passphrase breaks a run or comes back out of it', async () => {
  const pasted = fc.record({
    certificate: fc.oneof(
      broken(after.pem),
      broken(after.pem + pkcs8(after.keys)),
      hostileText(),
      fc.constant(after.pem),
    ),
    'private-key': fc.oneof(
      broken(pkcs8(after.keys)),
      hostileText(...SHORT_KEY_TEXTS),
      fc.constant(pkcs8(after.keys)),
    ),
    'private-key-passphrase': fc.constantFrom('', PASSPHRASE),
  });
  await fc.assert(
    fc.asyncProperty(pasted, async (given) => expect(await problemsOf(given)).toEqual([])),
    many(120),
  );
}, 60_000);

test('no text in any input breaks a run or comes alive', async () => {
  const others = INPUT_NAMES.filter((name) => !['api-token', 'certificate', 'private-key'].includes(name));
  const texts = fc.oneof(
    hostileText(),
    fc.constantFrom('true', 'zone', 'hostname', '0s', 'www.example.com', 'https://www.example.com/', '1'),
  );
  const some = fc.dictionary(fc.constantFrom(...others), texts, { minKeys: 1, maxKeys: 4 });
  const operations = fc.constantFrom('rotate', 'status', 'matrix', 'delete', 'disable');
  await fc.assert(
    fc.asyncProperty(some, operations, async (given, operation) => {
      expect(await problemsOf({ operation, ...given })).toEqual([]);
    }),
    many(120),
  );
}, 60_000);

const secretTexts = [...SHORT_KEY_TEXTS, TOKEN, PASSPHRASE];
const json = fc
  .jsonValue({ maxDepth: 2 })
  .map((value) => JSON.stringify({ success: true, errors: [], messages: [], result: value }));
const refusal = fc
  .tuple(fc.integer({ min: 1000, max: 10_000 }), hostileText(...secretTexts))
  .map(([code, message]) =>
    JSON.stringify({ success: false, errors: [{ code, message }], messages: [{ message }] }),
  );
const headers = fc.dictionary(
  fc.constantFrom(
    'cf-ray',
    'retry-after',
    'date',
    'ratelimit',
    'ratelimit-policy',
    'cf-mitigated',
    'location',
    'x-other',
  ),
  fc.oneof(hostileText(...secretTexts), fc.constantFrom('0', '7', '"default";r=0;t=9')),
);

test('no answer of the API breaks a run, comes alive, or makes it delete the wrong certificate', async () => {
  const answers = fc.record({
    operation: fc.constantFrom(...OPERATIONS),
    // Reads take fewer calls than a rotation.
    at: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 14 })),
    times: fc.integer({ min: 1, max: 3 }),
    status: fc.constantFrom(200, 200, 400, 401, 403, 404, 409, 429, 500, 520, 302),
    body: fc.oneof(json, refusal, hostileText(...secretTexts)),
    headers,
  });
  await fc.assert(
    fc.asyncProperty(answers, async ({ operation, at, times, status, body, headers: more }) => {
      const answering: Answering = (_, answer, call) =>
        call >= at && call < at + times ? { status, body, headers: { ...answer.headers, ...more } } : answer;
      const given = { 'grace-period': '5s', timeout: '10m', ...operation };
      expect(await problemsOf(given, answering)).toEqual([]);
    }),
    many(90),
  );
}, 60_000);

test('no text within a sound answer comes alive: names, issuers, statuses, sites', async () => {
  const fields = fc.record({
    name: fc.constantFrom(
      'issuer',
      'status',
      'signature',
      'serial_number',
      'uploaded_on',
      'expires_on',
      'name',
      'value',
    ),
    text: hostileText(...secretTexts),
    header: hostileText(...secretTexts),
    body: hostileText(...secretTexts),
  });
  const probed = {
    'probe-urls': 'https://www.example.com/',
    'probe-echo-header': 'x-serial',
    timeout: '10m',
  };
  await fc.assert(
    fc.asyncProperty(fields, async ({ name, text, header, body }) => {
      const pattern = new RegExp(`"${name}":"[^"]*"`, 'gu');
      const answering: Answering = (_, answer) => ({
        ...answer,
        body: answer.body.replaceAll(pattern, () => `"${name}":${JSON.stringify(text)}`),
      });
      const site = (): HttpAnswer => ({ status: 200, headers: { ...EDGE, 'x-serial': header }, body });
      expect(await problemsOf(probed, answering, site)).toEqual([]);
    }),
    many(60),
  );
}, 60_000);

test('no name within a certificate comes alive, also not one made of its own key, be it taken or refused', async () => {
  const names = hostileText(...SHORT_KEY_TEXTS.filter((text) => text.length < 200));
  const recipes = fc.constantFrom({}, {}, { from: NOW - 90 * DAY, to: NOW - DAY }, { hash: 'sha1' as const });
  const operations = fc.constantFrom('rotate', 'rotate', 'status');
  await fc.assert(
    fc.asyncProperty(names, recipes, operations, async (name, recipe, operation) => {
      const subject = { O: name.slice(0, 300).toWellFormed(), CN: 'x' };
      const leaf = leafOf('after the fuzz', { subject, ...recipe });
      expect(await problemsOf({ certificate: leaf.pem, operation })).toEqual([]);
    }),
    many(60),
  );
}, 60_000);
