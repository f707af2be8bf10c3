import { describe, expect, test } from '@jest/globals';
import type { ExpectedCertificate } from '../../src/probe/echo.ts';
import type { EdgeAnswer } from '../../src/probe/edge.ts';
import { judge, judgeBaseline } from '../../src/probe/verdict.ts';
import type { Baseline, Verdict } from '../../src/probe/verdict.ts';
import { answered, unreachable } from './answers.ts';

const EXPECTED: ExpectedCertificate = {
  serialNumber: '0A1B',
  serialDecimal: '2587',
  fingerprint: 'ab'.repeat(32),
  fingerprintSha1: 'cd'.repeat(20),
};
const healthy = (status: number): Baseline => ({
  kind: 'healthy',
  status,
  served: undefined,
  sentence: 'Was well.',
});
const LACKS: Baseline = {
  kind: 'lacks-certificate',
  status: 400,
  served: undefined,
  sentence: 'Was refused.',
};
const WALLED: Baseline = { kind: 'inconclusive', status: 403, served: undefined, sentence: 'Was walled.' };

const NONE_SENT = answered(400, { bodyKind: 'nginx-no-certificate' });
const REFUSED = answered(400, { bodyKind: 'nginx-refused-certificate' });
const FORBIDDEN = answered(403, { bodyKind: 'certificate-forbidden' });
const byCloudflare = (status: number): EdgeAnswer => answered(status, { bodyKind: 'cloudflare-error' });
const cached = (cacheStatus: string, status = 200): EdgeAnswer => answered(status, { cacheStatus });

describe('before the change', () => {
  test.each<[string, EdgeAnswer, Baseline['kind'], number | undefined]>([
    ['200 from the origin', answered(200), 'healthy', 200],
    ['204', answered(204), 'healthy', 204],
    ['404: the origin was reached', answered(404), 'healthy', 404],
    ['405', answered(405), 'healthy', 405],
    ['200 without a cache status', answered(200, { cacheStatus: undefined }), 'healthy', 200],
    ['200, cache MISS', cached('MISS'), 'healthy', 200],
    ['200, cache BYPASS', cached('BYPASS'), 'healthy', 200],
    ['200, cache EXPIRED: fetched anew', cached('EXPIRED'), 'healthy', 200],
    ['nginx: none sent', NONE_SENT, 'lacks-certificate', 400],
    ['nginx: refused', REFUSED, 'lacks-certificate', 400],
    ['nginx with 495', answered(495, { bodyKind: 'nginx-refused-certificate' }), 'lacks-certificate', 495],
    ['403 with a page on the certificate', FORBIDDEN, 'lacks-certificate', 403],
    ['520', byCloudflare(520), 'lacks-certificate', 520],
    ['525', byCloudflare(525), 'lacks-certificate', 525],
    ['526: the origin’s own certificate', byCloudflare(526), 'failing', 526],
    ['521', byCloudflare(521), 'failing', 521],
    ['522', byCloudflare(522), 'failing', 522],
    ['523', byCloudflare(523), 'failing', 523],
    ['524', byCloudflare(524), 'failing', 524],
    ['527', byCloudflare(527), 'failing', 527],
    ['530', byCloudflare(530), 'failing', 530],
    ['500', answered(500), 'failing', 500],
    ['503', answered(503), 'failing', 503],
    ['408', answered(408), 'failing', 408],
    ['400 of another kind', answered(400, { bodyKind: 'other-400' }), 'failing', 400],
    ['a timeout', unreachable('timeout'), 'failing', undefined],
    ['no such name', unreachable('dns'), 'failing', undefined],
    ['refused', unreachable('refused'), 'failing', undefined],
    ['301', answered(301), 'inconclusive', 301],
    ['304', answered(304), 'inconclusive', 304],
    ['a login page by redirect', answered(302), 'inconclusive', 302],
    ['401', answered(401), 'inconclusive', 401],
    ['403', answered(403), 'inconclusive', 403],
    ['407', answered(407), 'inconclusive', 407],
    ['429', answered(429), 'inconclusive', 429],
    ['a challenge', answered(403, { bodyKind: 'challenge' }), 'inconclusive', 403],
    ['a challenge with 503', answered(503, { bodyKind: 'challenge' }), 'inconclusive', 503],
    ['a block page of Cloudflare', byCloudflare(403), 'inconclusive', 403],
    ['cache HIT', cached('HIT'), 'inconclusive', 200],
    ['HIT in one of two caches', cached('DYNAMIC, HIT'), 'inconclusive', 200],
    ['cache STALE', cached('STALE'), 'inconclusive', 200],
    ['cache UPDATING', cached('UPDATING'), 'inconclusive', 200],
    ['cache REVALIDATED', cached('REVALIDATED'), 'inconclusive', 200],
    ['a cached 404', cached('HIT', 404), 'inconclusive', 404],
    ['a cached nginx page', { ...NONE_SENT, cacheStatus: 'HIT' }, 'inconclusive', 400],
    ['200 without asking the origin', cached('NONE/UNKNOWN'), 'inconclusive', 200],
    ['200 past Cloudflare', answered(200, { throughCloudflare: false }), 'inconclusive', 200],
    ['an nginx page past Cloudflare', { ...NONE_SENT, throughCloudflare: false }, 'inconclusive', 400],
    ['a status that cannot be', answered(999), 'inconclusive', 999],
    ['a status that is not final', answered(103), 'inconclusive', 103],
  ])('%s', (_name, answer, kind, status) => {
    expect(judgeBaseline(answer)).toMatchObject({ kind, status });
  });

  test('what the origin echoes is kept in a form safe to print', () => {
    expect(judgeBaseline(answered(200, { echoed: '0a:1b' })).served).toBe('0A1B');
    expect(judgeBaseline(answered(200, { echoed: '::warning::x' })).served).toBeUndefined();
  });
});

type Short = [Verdict['verdict'], ('likely' | 'definite')?];
const short = ({ verdict, certificateFault, definite }: Verdict): Short => {
  if (!certificateFault) return [verdict];
  return [verdict, definite ? 'definite' : 'likely'];
};

describe('after the change', () => {
  test.each<[string, Baseline | undefined, EdgeAnswer, Short]>([
    ['as before', healthy(200), answered(200), ['pass']],
    ['404 as before', healthy(404), answered(404), ['pass']],
    ['mended: 200 where the certificate was lacking', LACKS, answered(200), ['pass']],
    ['mended: 204', LACKS, answered(204), ['pass']],
    ['let in where there was a wall', WALLED, answered(200), ['pass']],
    ['200 without a baseline', undefined, answered(200), ['pass']],
    ['404 without a baseline', undefined, answered(404), ['inconclusive']],
    ['404 where the certificate was lacking', LACKS, answered(404), ['inconclusive']],
    ['204 instead of 200', healthy(200), answered(204), ['inconclusive']],
    ['200 instead of 404', healthy(404), answered(200), ['inconclusive']],
    ['404 instead of 200', healthy(200), answered(404), ['fail']],
    ['403 instead of 200', healthy(200), answered(403), ['fail', 'likely']],
    ['401 instead of 200', healthy(200), answered(401), ['fail', 'likely']],
    [
      'another 400 instead of 200',
      healthy(200),
      answered(400, { bodyKind: 'other-400' }),
      ['fail', 'likely'],
    ],
    ['the wall is still there', WALLED, answered(403), ['inconclusive']],
    ['a wall where the certificate was lacking', LACKS, answered(401), ['inconclusive']],
    [
      'another 400 where the certificate was lacking',
      LACKS,
      answered(400, { bodyKind: 'other-400' }),
      ['fail', 'likely'],
    ],
    ['nginx: none sent', healthy(200), NONE_SENT, ['fail', 'definite']],
    ['nginx: refused', healthy(200), REFUSED, ['fail', 'definite']],
    ['403 with a page on the certificate', healthy(200), FORBIDDEN, ['fail', 'definite']],
    ['nginx: refused, still', LACKS, REFUSED, ['fail', 'definite']],
    ['520', healthy(200), byCloudflare(520), ['fail', 'likely']],
    ['525', healthy(200), byCloudflare(525), ['fail', 'likely']],
    ['521', healthy(200), byCloudflare(521), ['fail']],
    ['526', healthy(200), byCloudflare(526), ['fail']],
    ['500', healthy(200), answered(500), ['fail']],
    ['500 without a baseline', undefined, answered(500), ['fail']],
    ['a timeout', healthy(200), unreachable('timeout'), ['fail']],
    ['the runner lost its network', healthy(200), unreachable('dns'), ['inconclusive']],
    ['the connection to the edge broke', healthy(200), unreachable('reset'), ['inconclusive']],
    ['a redirect', healthy(200), answered(302), ['inconclusive']],
    ['a redirect without a baseline', undefined, answered(301), ['inconclusive']],
    ['cache HIT', healthy(200), cached('HIT'), ['inconclusive']],
    ['a challenge', healthy(200), answered(403, { bodyKind: 'challenge' }), ['inconclusive']],
    ['a block page of Cloudflare', healthy(200), byCloudflare(403), ['inconclusive']],
    ['429', healthy(200), answered(429), ['inconclusive']],
    ['past Cloudflare', healthy(200), answered(200, { throughCloudflare: false }), ['inconclusive']],
  ])('%s', (_name, baseline, answer, expected) => {
    expect(short(judge(baseline, answer, undefined))).toEqual(expected);
  });
});

describe('with an echo of the certificate', () => {
  test.each<[string, EdgeAnswer, Verdict['verdict'], boolean | 'unknown']>([
    ['ours', answered(200, { echoed: '0A1B' }), 'pass', true],
    ['ours, in decimal', answered(200, { echoed: '2587' }), 'pass', true],
    ['another: edges lag, so wait', answered(200, { echoed: 'FFFF' }), 'inconclusive', false],
    ['another, as a whole', answered(200, { echoed: `MI${'A'.repeat(120)}` }), 'inconclusive', false],
    ['none', answered(200), 'inconclusive', 'unknown'],
    ['nothing readable', answered(200, { echoed: 'yes' }), 'inconclusive', 'unknown'],
    ['ours, yet a failure', answered(500, { echoed: '0A1B' }), 'fail', true],
    ['ours, yet from the cache', answered(200, { echoed: '0A1B', cacheStatus: 'HIT' }), 'inconclusive', true],
    ['ours, yet a redirect', answered(302, { echoed: '0A1B' }), 'inconclusive', true],
    ['the runner did not get through', unreachable('tls'), 'inconclusive', 'unknown'],
  ])('%s', (_name, answer, verdict, servedSuccessor) => {
    expect(judge(healthy(200), answer, EXPECTED)).toMatchObject({ verdict, servedSuccessor });
  });

  test('without one expected, an echo changes nothing', () => {
    const verdict = judge(healthy(200), answered(200, { echoed: 'FFFF' }), undefined);
    expect(verdict).toMatchObject({ verdict: 'pass', servedSuccessor: 'unknown', served: 'FFFF' });
  });
});

describe('the sentence for people', () => {
  test.each<[EdgeAnswer, string]>([
    [
      answered(200),
      "Seen from the runner's edge (ray 8f1e2d3c4b5a6978-FRA), it answered 200 from the origin, as before the change.",
    ],
    [
      answered(200, { ray: undefined }),
      "Seen from the runner's edge, it answered 200 from the origin, as before the change.",
    ],
    [
      REFUSED,
      "Seen from the runner's edge (ray 8f1e2d3c4b5a6978-FRA), it answered 400 as nginx does where it refuses the client certificate; before the change it answered 200.",
    ],
    [
      unreachable('dns'),
      "Seen from the runner's edge, it was not reached: its name did not resolve on the runner.",
    ],
  ])('%#', (answer, sentence) => {
    expect(judge(healthy(200), answer, undefined).sentence).toBe(sentence);
  });

  test('never quotes what the origin echoes', () => {
    const hostile = '::error::x ##[group]';
    expect(judge(healthy(200), answered(200, { echoed: hostile }), EXPECTED).sentence).not.toContain('error');
  });
});
