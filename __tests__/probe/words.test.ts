import { describe, expect, test } from '@jest/globals';
import type { EdgeAnswer } from '../../src/probe/edge.ts';
import { judge, judgeBaseline } from '../../src/probe/verdict.ts';
import type { Baseline } from '../../src/probe/verdict.ts';
import { answered, unreachable } from './answers.ts';

/** Without a ray, so that every sentence begins alike. */
const seen = (status: number, more: Parameters<typeof answered>[1] = {}): EdgeAnswer =>
  answered(status, { ray: undefined, ...more });
const byCloudflare = (status: number): EdgeAnswer => seen(status, { bodyKind: 'cloudflare-error' });
const rest = (sentence: string): string => {
  expect(sentence).toMatch(/^Seen from the runner's edge, it /u);
  return sentence.slice("Seen from the runner's edge, it ".length);
};

describe('before the change, people are told what was seen', () => {
  test.each<readonly [EdgeAnswer, string]>([
    [seen(200), 'answered 200.'],
    [unreachable('timeout'), 'did not answer in time.'],
    [unreachable('refused'), 'was not reached: the connection was refused.'],
    [unreachable('tls'), 'was not reached: TLS between runner and edge failed.'],
    [unreachable('reset'), 'was not reached: the connection was cut.'],
    [unreachable('cut'), 'began an answer that was cut off.'],
    [unreachable('too-large'), 'gave an answer with more headers than can be read.'],
    [unreachable('aborted'), 'was not finished: the run was stopped.'],
    [
      unreachable('untrusted'),
      'was not reached: the runner does not trust the certificate that was shown instead.',
    ],
    [unreachable('proxy'), "was not reached: the runner's proxy made no connection."],
    [unreachable('other'), 'was not reached: the request failed on the runner.'],
    [
      seen(200, { throughCloudflare: false }),
      'answered 200, but not through Cloudflare, which says nothing about its client certificate.',
    ],
    [
      seen(403, { bodyKind: 'challenge' }),
      "answered 403 with Cloudflare's challenge instead of the origin's answer.",
    ],
    [
      seen(200, { cacheStatus: '::WARNING::, HIT' }),
      "answered 200 from Cloudflare's cache (HIT), which says nothing about the origin.",
    ],
    [seen(301), 'answered 301, a redirect, which Cloudflare may have answered itself.'],
    [
      seen(200, { cacheStatus: 'NONE/UNKNOWN' }),
      'answered 200 without asking the origin (cache status NONE/UNKNOWN).',
    ],
    [byCloudflare(403), "answered 403: Cloudflare's own rules blocked the probe."],
    [seen(429), 'answered 429: too many requests, which says nothing about the certificate.'],
    [seen(103), 'answered 103, which is not a final answer.'],
    [
      seen(400, { bodyKind: 'nginx-no-certificate' }),
      'answered 400 as nginx does where no client certificate arrived.',
    ],
    [
      seen(403, { bodyKind: 'certificate-forbidden' }),
      'answered 403 with a page that mentions the client certificate.',
    ],
    [
      byCloudflare(525),
      'answered 525: the TLS handshake with the origin failed, as when it refuses the client certificate.',
    ],
    [
      byCloudflare(520),
      'answered 520: the origin closed the connection, as when it refuses the client certificate after the handshake, or when the zone uses zone versioning.',
    ],
    [byCloudflare(526), "answered 526: Cloudflare does not trust the origin's own certificate."],
    [byCloudflare(521), 'answered 521: Cloudflare got no proper answer from the origin.'],
    [byCloudflare(500), 'answered 500: Cloudflare got no proper answer from the origin.'],
    [seen(503), 'answered 503.'],
    [seen(408), 'answered 408.'],
    [
      seen(401),
      'answered 401, which may be a login page; `probe-request-headers` can carry the credentials for it.',
    ],
    [seen(400, { bodyKind: 'other-400' }), 'answered 400.'],
  ])('%#', (answer, words) => {
    expect(rest(judgeBaseline(answer).sentence)).toBe(words);
  });

  test('with the ray, whose end names the data centre', () => {
    expect(judgeBaseline(answered(200)).sentence).toBe(
      "Seen from the runner's edge (ray 8f1e2d3c4b5a6978-FRA), it answered 200.",
    );
  });
});

describe('what is seen of the origin ends where its own answers end', () => {
  test.each<readonly [string, EdgeAnswer, Baseline['kind']]>([
    ['199 is not final', seen(199), 'inconclusive'],
    ['599 is the last status there is', seen(599), 'failing'],
    ['600 is none', seen(600), 'inconclusive'],
    ['a 404 that Cloudflare made without the origin', byCloudflare(404), 'inconclusive'],
    [
      'a 404 with an unknown cache status came from the origin',
      seen(404, { cacheStatus: 'NONE/UNKNOWN' }),
      'healthy',
    ],
    [
      'a 400 with an unknown cache status',
      seen(400, { cacheStatus: 'NONE/UNKNOWN', bodyKind: 'other-400' }),
      'failing',
    ],
    [
      'a refusal of the certificate with an unknown cache status',
      seen(400, { cacheStatus: 'NONE/UNKNOWN', bodyKind: 'nginx-no-certificate' }),
      'lacks-certificate',
    ],
    ['407: a proxy in front of the application', seen(407), 'inconclusive'],
  ])('%s', (_, answer, kind) => {
    expect(judgeBaseline(answer).kind).toBe(kind);
  });
});

const healthy: Baseline = { kind: 'healthy', status: 200, served: undefined, sentence: 'Was well.' };
const EXPECTED = {
  serialNumber: '0A1B',
  serialDecimal: '2587',
  fingerprint: 'ab'.repeat(32),
  fingerprintSha1: 'cd'.repeat(20),
};

describe('after the change, people are told what that means', () => {
  test.each<readonly [Baseline | undefined, EdgeAnswer, string]>([
    [undefined, seen(200), 'answered 200 from the origin.'],
    [undefined, seen(404), 'answered 404, and only 2xx would be a pass.'],
    [undefined, seen(503), 'answered 503.'],
    [
      undefined,
      seen(403),
      'answered 403, which may be a login page; `probe-request-headers` can carry the credentials for it.',
    ],
    [
      undefined,
      seen(400, { bodyKind: 'other-400' }),
      'answered 400. An application that refuses the certificate answers like this.',
    ],
    [healthy, seen(204), 'answered 204; before the change it answered 200.'],
    [healthy, seen(404), 'answered 404; before the change it answered 200.'],
    [healthy, seen(503), 'answered 503; before the change it answered 200.'],
    [
      healthy,
      seen(403),
      'answered 403; before the change it answered 200. An application that refuses the certificate answers like this.',
    ],
    [
      healthy,
      seen(401),
      'answered 401; before the change it answered 200. An application that refuses the certificate answers like this, and so does one that asks for a login.',
    ],
    [healthy, seen(429), 'answered 429: too many requests, which says nothing about the certificate.'],
  ])('%#', (baseline, answer, words) => {
    expect(rest(judge(baseline, answer, undefined).sentence)).toBe(words);
  });

  test.each([
    ['0A1B', 'answered 200, and the origin names the expected certificate.'],
    ['FFFF', 'answered 200, but the origin still names another certificate.'],
    [undefined, 'answered 200, but the origin names no certificate in its echo header.'],
    ['0A1B, FF', 'answered 200, but the echo header cannot be read: it names no certificate, or several.'],
  ])('where the origin echoes %s', (echoed, words) => {
    expect(rest(judge(healthy, seen(200, { echoed }), EXPECTED).sentence)).toBe(words);
  });
});
