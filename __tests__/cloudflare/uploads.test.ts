import { describe, expect, test } from '@jest/globals';
import { hasCode } from '../../src/cloudflare/api-error.ts';
import type { Outcome } from '../../src/cloudflare/api-error.ts';
import { listCertificates, uploadCertificate } from '../../src/cloudflare/certificates.ts';
import {
  answer,
  certificateRow,
  failure,
  fault,
  ID,
  page,
  scripted,
  success,
  TOKEN,
  ZONE,
} from './support/scripted-api.ts';
import type { Step, Scripted } from './support/scripted-api.ts';

const KEY = `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}\nshortLastLine==\n-----END PRIVATE KEY-----\n`;
const DONE = success(certificateRow());

async function upload(steps: readonly Step[]): Promise<{ outcome: Outcome<unknown>; script: Scripted }> {
  const script = scripted(steps);
  const body = { certificate: 'the certificate', privateKey: KEY };
  const outcome = await script.time.until(uploadCertificate(script.api, ZONE, 'zone', body));
  return { outcome, script };
}

describe('an upload is sent once, and its outcome is not known, where', () => {
  test.each<readonly [string, Step]>([
    ['the connection was reset', fault('reset')],
    ['no answer came in time', fault('timeout')],
    ['the answer broke off', fault('cut')],
    ['the answer was too long', fault('too-large')],
    ['the answer was not UTF-8', fault('not-utf8')],
    ['the call was given up', fault('aborted')],
    ['408 came', failure(408, undefined)],
    ...[500, 501, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530].map(
      (status) => [`${status} came as HTML`, page(status)] as const,
    ),
    ['500 came with a readable error of the API', failure(500, 1406, 'already exists')],
    ['200 came with nothing', answer(200, '')],
    ['200 came with half of the JSON', answer(200, '{"success":true,"result":{"id":"aaaa')],
    ['200 came with HTML', page(200)],
    ['200 came without a result', answer(200, { success: true, errors: [] })],
    ['200 came with null', success(null)],
    ['200 came with an empty array', success([])],
    ['200 came with two certificates', success([certificateRow(), certificateRow({ id: 'other' })])],
    ['200 came with text for a result', success('done')],
    ['200 came with a number for an id', success(certificateRow({ id: 7 } as never))],
    ['200 came with an id that fits no path', success(certificateRow({ id: '../../zones' }))],
    ['200 came with an id far too long', success(certificateRow({ id: 'a'.repeat(65) }))],
    ['success was the text "true"', answer(200, { success: 'true', errors: [], result: certificateRow() })],
    ['success was 1', answer(200, { success: 1, errors: [], result: certificateRow() })],
    ['success was missing beside an error', answer(200, { errors: [{ code: 1406, message: 'x' }] })],
    ['success was missing', answer(200, { result: certificateRow() })],
    ['the envelope was an array', answer(200, [{ success: true }])],
    ['the API refused with HTTP 200 and no error', answer(200, { success: false, errors: [] })],
    ['the API refused with HTTP 200 and null for errors', answer(200, { success: false, errors: null })],
    ['the API refused with HTTP 200 and an unknown code', failure(200, 99_999)],
    ['971 came with 200', failure(200, 971)],
    ['an internal error came with 400', failure(400, 1000, 'Internal Server Error')],
    ['a request timed out', failure(400, undefined, 'Request timeout')],
    ['the envelope was too deep', answer(200, '['.repeat(100_000))],
    ['a firewall seems to have forbidden it', page(403)],
    ['404 came as HTML', page(404)],
    ['success came with 400', { ...DONE, status: 400 }],
    ['the answer is a redirect', answer(307, '', { location: 'https://elsewhere.example/' })],
    ['the answer is 304', answer(304, '')],
  ])('%s', async (_, step) => {
    const { outcome, script } = await upload([step, DONE]);
    expect(outcome).toMatchObject({ kind: 'ambiguous', error: { code: 'UPLOAD_AMBIGUOUS' } });
    expect(script.seen).toHaveLength(1);
  });
});

describe('an upload is certainly not applied, and not tried again, where', () => {
  test.each<readonly [string, Step]>([
    ['the API refused', failure(400, 1412)],
    [
      'the API refused with HTTP 200',
      answer(200, { success: false, errors: [{ code: 1408, message: 'x' }] }),
    ],
    ['the certificate is there already', failure(400, 1406)],
    ['the token lacks the permission', failure(403, 10000, 'Authentication error')],
    ['the token is wrong', failure(401, 10000, 'Authentication error')],
    ['a challenge came', page(403, { 'cf-mitigated': 'challenge' })],
    ['a challenge came with 503', page(503, { 'cf-mitigated': 'Challenge' })],
    ['the path is unknown', failure(404, 7003)],
  ])('%s', async (_, step) => {
    const { outcome, script } = await upload([step, DONE]);
    expect(outcome.kind).toBe('refused');
    expect(script.seen).toHaveLength(1);
  });
});

describe('an upload is tried again, since it was certainly not applied, where', () => {
  test.each<readonly [string, Step]>([
    ['the name was not resolved', fault('dns', 'no')],
    ['the connection was refused', fault('refused', 'no')],
    ['TLS failed', fault('tls', 'no')],
    ['no connection came in time', fault('timeout', 'no')],
    ['another change was running', failure(409, undefined)],
    ['the rate limit was used up', failure(429, 971, 'x', { 'retry-after': '3' })],
    ['the token was seconds old', failure(403, 9106, 'Unable to authenticate request')],
    ['the token was seconds old, with 401', failure(401, undefined, 'Unable to authenticate request')],
  ])('%s', async (_, step) => {
    const { outcome, script } = await upload([step, step, DONE]);
    expect(outcome).toMatchObject({ kind: 'applied', value: { id: ID, status: 'pending_deployment' } });
    expect(script.seen).toHaveLength(3);
    expect(script.said).toHaveLength(2);
  });
});

test('an authentication error after the token was accepted leaves it open whether it was applied', async () => {
  const script = scripted([success([]), failure(403, 10_000, 'Authentication error')]);
  await script.time.until(listCertificates(script.api, ZONE, 'zone'));
  const body = { certificate: 'the certificate', privateKey: KEY };
  const outcome = await script.time.until(uploadCertificate(script.api, ZONE, 'zone', body));
  expect(outcome).toMatchObject({ kind: 'ambiguous', error: { cause: { code: 'API_UNAUTHORIZED' } } });
  expect(script.seen).toHaveLength(2);
});

test('a safe attempt before an unclear one changes nothing: it ends there', async () => {
  const { outcome, script } = await upload([failure(409, undefined), fault('reset'), DONE]);
  expect(outcome.kind).toBe('ambiguous');
  expect(script.seen).toHaveLength(2);
});

test('a refusal keeps its code for those who adopt what is there already', async () => {
  const { outcome } = await upload([failure(400, 1406)]);
  expect(outcome.kind === 'refused' && hasCode(outcome.error, 1406)).toBe(true);
});

test('the request is what the API asks for, bounded in time and size, and not given up at once on a cancel', async () => {
  const { script } = await upload([DONE]);
  const [request] = script.seen;
  expect(request).toMatchObject({
    method: 'POST',
    url: `https://api.cloudflare.com/client/v4/zones/${ZONE}/origin_tls_client_auth`,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', 'user-agent': 'test' },
    timeoutMs: 30_000,
  });
  expect(JSON.parse(request?.body ?? '')).toEqual({ certificate: 'the certificate', private_key: KEY });
  expect(request?.maxBytes).toBeLessThanOrEqual(1024 * 1024);
  script.stop.abort();
  expect(request?.signal?.aborted).toBe(false);
});

test('a short last line of the key may be a word of the API; a line of six is none', async () => {
  const key = '-----BEGIN PRIVATE KEY-----\nsixsix\nword\n\n-----END PRIVATE KEY-----\n';
  const script = scripted([failure(400, 1408, 'a word of sixsix letters')]);
  const body = { certificate: 'c', privateKey: key };
  expect(await script.time.until(uploadCertificate(script.api, ZONE, 'zone', body))).toMatchObject({
    error: { apiMessages: ['a word of [redacted] letters'] },
  });
});

test('a private key in the answer is dropped', async () => {
  const { outcome } = await upload([success(certificateRow({ private_key: KEY, certificate: `${KEY}x` }))]);
  expect(outcome.kind).toBe('applied');
  expect(JSON.stringify(outcome)).not.toMatch(/PRIVATE|AAAA/u);
});

test.each([KEY, KEY.replaceAll('\n', '\\n'), 'A'.repeat(64), 'x shortLastLine== x', `Bearer ${TOKEN}`])(
  'what the API repeats of the request (%#) is not in the error',
  async (repeated) => {
    const { outcome, script } = await upload([failure(400, 1408, `bad: ${repeated}`)]);
    if (outcome.kind !== 'refused') throw new Error('not refused');
    const texts = `${outcome.error.message} ${outcome.error.details().join(' ')} ${script.said.join(' ')}`;
    expect(texts).toMatch(/1408/u);
    expect(texts).not.toMatch(/AAAA|shortLastLine|v1Tok/u);
  },
);
