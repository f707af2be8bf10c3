import { describe, expect, test } from '@jest/globals';
import { judgeAnswer, judgeFault } from '../../src/cloudflare/api-answer.ts';
import { ApiError } from '../../src/cloudflare/api-error.ts';
import type { ApiRequest } from '../../src/cloudflare/api.ts';
import { endpointOf } from '../../src/cloudflare/endpoint.ts';
import type { HttpAnswer, TransportFault } from '../../src/outside.ts';
import { answer, failure, page, success } from './support/scripted-api.ts';

/** Reads a number, and nothing else. */
const REQUEST: ApiRequest<number> = {
  method: 'GET',
  template: '/zones',
  values: {},
  read: (result) => (typeof result === 'number' ? { value: result } : undefined),
};
const judge = (it: HttpAnswer): unknown => judgeAnswer(REQUEST, it, ['s3cret-t0ken'], false);
const again = (reason: string, applied: string, because: string): unknown => ({
  kind: 'again',
  reason,
  applied,
  because,
});

test('an endpoint is named by method and template', () => {
  expect(endpointOf(REQUEST)).toBe('GET /zones');
});

describe('an answer', () => {
  test.each<readonly [string, HttpAnswer, unknown]>([
    ['of success', success(7), { kind: 'done', value: 7 }],
    ['of success with 201', { ...success(7), status: 201 }, { kind: 'done', value: 7 }],
    [
      'of success nobody can read',
      success('7'),
      again('transient', 'perhaps', 'HTTP 200 with an unreadable answer'),
    ],
    [
      'of success with 400',
      { ...success(7), status: 400 },
      { kind: 'refused', error: { readable: false, status: 400 } },
    ],
    ['of success with 300', { ...success(7), status: 300 }, { kind: 'refused', error: { status: 300 } }],
    ['of success with 199', { ...success(7), status: 199 }, { kind: 'refused', error: { status: 199 } }],
    ['that is empty', answer(200, ''), again('transient', 'perhaps', 'HTTP 200 with an unreadable answer')],
    [
      'with errors but without `success`',
      answer(200, { errors: [{ code: 9 }] }),
      again('transient', 'perhaps', 'HTTP 200 with an unreadable answer'),
    ],
    [
      'that says no with 200 for a known reason',
      failure(200, 10_000),
      { kind: 'refused', error: { apiCodes: [10_000], readable: true } },
    ],
    [
      'that says no with 200, unknown',
      failure(200, 1408),
      again('transient', 'perhaps', 'HTTP 200, code 1408'),
    ],
    ['that says no with 200 and no code', failure(200, undefined), again('transient', 'perhaps', 'HTTP 200')],
    ['of an internal error', failure(400, 1000), again('transient', 'perhaps', 'HTTP 400, code 1000')],
    [
      'of an internal error with 403',
      failure(403, 1000),
      again('transient', 'perhaps', 'HTTP 403, code 1000'),
    ],
    ['of a limit with 400', failure(400, 971), again('transient', 'perhaps', 'HTTP 400, code 971')],
    [
      'that a request timed out',
      failure(400, undefined, 'Request timeout'),
      again('transient', 'perhaps', 'HTTP 400'),
    ],
    ['that the token is unknown', failure(403, 10_000), { kind: 'refused', error: { apiCodes: [10_000] } }],
    [
      'that the zone id is malformed, beside an internal error',
      answer(400, { success: false, errors: [{ code: 1000 }, { code: 7003 }] }),
      { kind: 'refused', error: { apiCodes: [1000, 7003] } },
    ],
    [
      'of 403 for an internal error of authentication',
      failure(403, 10_001, 'Internal error'),
      again('young-token', 'no', 'HTTP 403, code 10001'),
    ],
    [
      'of 403 for a method that the token may not use',
      failure(403, 10_001, 'Method not allowed for token'),
      { kind: 'refused', error: { apiCodes: [10_001] } },
    ],
    ['that says no', failure(400, 1408), { kind: 'refused', error: { apiCodes: [1408] } }],
    [
      'that says no without saying so',
      answer(400, { errors: [{ code: 9 }] }),
      { kind: 'refused', error: { apiCodes: [9], readable: true } },
    ],
    [
      'that says no with 300 without saying so',
      answer(300, { errors: [{ code: 9 }] }),
      { kind: 'refused', error: { apiCodes: [9], readable: true } },
    ],
    [
      '500 with two errors',
      answer(500, { success: false, errors: [{ code: 1 }, { code: 2 }] }),
      again('transient', 'perhaps', 'HTTP 500, codes 1, 2'),
    ],
    [
      'a young token among other errors',
      answer(403, {
        success: false,
        errors: [{ code: 9106, message: 'Unable to authenticate request' }, { message: 'Sorry' }],
      }),
      again('young-token', 'no', 'HTTP 403, code 9106'),
    ],
    [
      'with a ray without its place',
      failure(400, 1408, 'no', { 'cf-ray': '8c0ffee012345678' }),
      { kind: 'refused', error: { ray: '8c0ffee012345678' } },
    ],
    ['429', failure(429, 971), again('throttled', 'no', 'HTTP 429, code 971')],
    ['409', page(409), again('conflict', 'no', 'HTTP 409')],
    ['408', page(408), again('transient', 'perhaps', 'HTTP 408')],
    ['500', failure(500, 1, 'x'), again('transient', 'perhaps', 'HTTP 500, code 1')],
    ['599', page(599), again('transient', 'perhaps', 'HTTP 599')],
    [
      'a young token',
      failure(403, 9106, 'Unable to Authenticate Request'),
      again('young-token', 'no', 'HTTP 403, code 9106'),
    ],
    [
      'a young token, with 401',
      failure(401, undefined, 'unable to authenticate request'),
      again('young-token', 'no', 'HTTP 401'),
    ],
    [
      'the same words with 400',
      failure(400, undefined, 'unable to authenticate request'),
      { kind: 'refused' },
    ],
    ['403 of other words', failure(403, 10000, 'Authentication error'), { kind: 'refused' }],
    [
      'a challenge',
      page(403, { 'cf-mitigated': ' Challenge ' }),
      { kind: 'refused', error: { code: 'API_REFUSED' } },
    ],
    ['a challenge with 503', page(503, { 'cf-mitigated': 'challenge' }), { kind: 'refused' }],
    ['a challenge with 429', page(429, { 'cf-mitigated': 'challenge' }), { kind: 'refused' }],
    [
      'a success marked as a challenge',
      { ...success(7), headers: { 'cf-mitigated': 'challenge' } },
      { kind: 'refused' },
    ],
    [
      'mitigated in another way',
      page(503, { 'cf-mitigated': 'block' }),
      again('transient', 'perhaps', 'HTTP 503'),
    ],
  ])('%s', (_, it, verdict) => {
    expect(judge(it)).toMatchObject(verdict as object);
  });

  test.each([400, 401, 403])('of an unknown token is a passing fault once it was known: %i', (status) => {
    const verdict = judgeAnswer(REQUEST, failure(status, 10_000), [], true);
    expect(verdict).toMatchObject({ kind: 'again', reason: 'authentication', applied: 'perhaps' });
  });

  test('has its ray in the error, if it is one', () => {
    const ray = (value: string | undefined): unknown => {
      const { headers, ...rest } = failure(400, 1);
      const verdict = judgeAnswer(
        REQUEST,
        { ...rest, headers: value === undefined ? {} : { 'cf-ray': value } },
        [],
        false,
      );
      return verdict.kind === 'refused' && verdict.error instanceof ApiError
        ? [verdict.error.ray, headers['cf-ray']]
        : verdict;
    };
    expect(ray('8c0ffee012345678-FRA')).toEqual(['8c0ffee012345678-FRA', '8c0ffee012345678-FRA']);
    for (const bad of [
      undefined,
      '',
      'a b',
      'x'.repeat(65),
      'a\n::error::',
      'a_b',
      '8c0ffee-FRA',
      'a'.repeat(64),
    ])
      expect(ray(bad)).toEqual([undefined, '8c0ffee012345678-FRA']);
  });

  test('never shows a secret', () => {
    const verdict = judgeAnswer(REQUEST, failure(400, 1, 'bad s3cret-t0ken'), ['s3cret-t0ken'], false);
    expect(verdict.kind === 'refused' && verdict.error.message).toMatch(/bad \[redacted\]/u);
  });

  test('which was success but unreadable shows no code that stood beside it', () => {
    const it = answer(200, { success: true, result: 'x', errors: [{ code: 5, message: 'x' }] });
    expect(judge(it)).toMatchObject({
      error: { apiCodes: [], apiMessages: [], code: 'API_ANSWER_UNREADABLE' },
    });
  });
});

describe('a fault on the way', () => {
  test.each<readonly [TransportFault['reason'], string]>([
    ['dns', "the API's name could not be resolved"],
    ['refused', 'the connection was refused'],
    ['tls', 'the TLS handshake failed'],
    ['reset', 'the connection was reset'],
    ['timeout', 'no complete answer came in time'],
    ['cut', 'the answer was cut off'],
    ['too-large', 'the answer was too long'],
    ['not-utf8', 'the answer was not UTF-8 text'],
    ['aborted', 'the call was aborted'],
    ['proxy-failed', 'the proxy could not connect'],
  ])('%s passes, and says why', (reason, because) => {
    for (const sent of ['no', 'perhaps'] as const) {
      expect(judgeFault(REQUEST, { reason, sent }, false, 'a.example')).toMatchObject({
        kind: 'again',
        reason: 'transient',
        applied: sent,
        because,
        error: {
          code: 'API_UNREACHABLE',
          happened: `\`GET /zones\` got no usable answer from Cloudflare: ${because}.`,
          remedy: expect.stringContaining('proxy'),
        },
      });
    }
  });

  test.each<readonly [TransportFault['reason'], string, string]>([
    ['untrusted', 'that this runner does not trust', 'set NODE_EXTRA_CA_CERTS to a PEM file'],
    ['ca-file', 'the file in NODE_EXTRA_CA_CERTS cannot be read', 'exists on this runner'],
    ['other-name', 'is for another name', 'reach a.example'],
    ['out-of-date', 'has expired or is not valid yet', "Check this runner's clock"],
    ['proxy-login', 'wants a login (status 407)', 'HTTPS_PROXY: http://user:password@'],
    ['proxy-refused', 'the proxy refused the connection', 'NO_PROXY'],
  ])('%s lasts, and says what to set; once an answer has come, it may pass', (reason, because, cure) => {
    const judged = (answered: boolean) => judgeFault(REQUEST, { reason, sent: 'no' }, answered, 'a.example');
    const error = {
      code: 'API_UNREACHABLE',
      happened: expect.stringContaining(because),
      remedy: expect.stringContaining(cure),
    };
    expect(judged(false)).toMatchObject({ kind: 'refused', error });
    expect(judged(true)).toMatchObject({ kind: 'again', reason: 'transient', applied: 'no', error });
  });
});
