import { describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '../../src/outside.ts';
import { ATTEMPT_TIMEOUT, probeEdge } from '../../src/probe/edge.ts';
import type { EdgeAnswer } from '../../src/probe/edge.ts';
import { answerOf, seeded, SETTINGS, transportError, virtualWorld } from './virtual-world.ts';
import type { VirtualOptions } from './virtual-world.ts';

const PAGE = 'https://www.example.com/health';

async function requestOf(
  url: string,
  more: Partial<typeof SETTINGS> = {},
  options: VirtualOptions = {},
): Promise<HttpRequest> {
  const world = virtualWorld(() => answerOf(200), options);
  await probeEdge(world, url, { ...SETTINGS, ...more });
  expect(world.requests).toHaveLength(1);
  const [only] = world.requests;
  if (only === undefined) throw new Error('no request');
  return only.request;
}

describe('the request', () => {
  test('is one bounded GET with an honest name that asks caches to stay out', async () => {
    const { signal, url: _url, ...rest } = await requestOf(PAGE);
    expect(signal).toBeInstanceOf(AbortSignal);
    expect(rest).toEqual({
      method: 'GET',
      headers: {
        accept: '*/*',
        'accept-encoding': 'identity',
        'cache-control': 'no-cache',
        'user-agent': 'cloudflare-origin-pull-rotation (verification probe)',
      },
      timeoutMs: ATTEMPT_TIMEOUT,
      maxBytes: 65_536,
      lenientBody: true,
    });
  });

  test.each([
    ['no query', PAGE, /^https:\/\/www\.example\.com\/health\?origin-pull-probe=[0-9a-z]+$/u],
    [
      'a query, which stays byte for byte',
      `${PAGE}?a=b%20c&d=1+2`,
      /\/health\?a=b%20c&d=1\+2&origin-pull-probe=[0-9a-z]+$/u,
    ],
    ['a fragment, which is not sent', `${PAGE}#top`, /\/health\?origin-pull-probe=[0-9a-z]+$/u],
    [
      'a user name, which is not sent',
      'https://me:pw@www.example.com/',
      /^https:\/\/www\.example\.com\/\?origin/u,
    ],
  ])('goes to a URL of its own where there is %s', async (_name, url, expected) => {
    expect((await requestOf(url)).url).toMatch(expected);
  });

  test('names it by four draws, each of which fills it', async () => {
    expect((await requestOf(PAGE)).url).toBe(`${PAGE}?origin-pull-probe=${'zik0zk'.repeat(4)}`);
  });

  test('never repeats a URL', async () => {
    const world = virtualWorld(() => answerOf(200), { random: seeded(7) });
    for (let round = 0; round < 50; round += 1) await probeEdge(world, PAGE, SETTINGS);
    expect(new Set(world.requests.map(({ request }) => request.url)).size).toBe(50);
  });

  test('carries the headers asked for, which cannot turn the cache on', async () => {
    const requestHeaders = {
      'X-Let-Me-In': 'word',
      'Cache-Control': 'max-age=60',
      'USER-AGENT': 'Mozilla',
      Accept: 'text/html',
    };
    const { headers } = await requestOf(PAGE, { requestHeaders });
    expect(headers).toEqual({
      'x-let-me-in': 'word',
      accept: 'text/html',
      'accept-encoding': 'identity',
      'cache-control': 'no-cache',
      'user-agent': 'Mozilla',
    });
  });

  test('takes no longer than the run has left by now', async () => {
    const world = virtualWorld(() => answerOf(200), { deadline: 9_000 });
    await world.sleep(6_000);
    await probeEdge(world, PAGE, SETTINGS);
    expect(world.requests[0]?.request.timeoutMs).toBe(3_000);
  });

  test.each([
    ['no longer than the run has left', 4_000, 4_000],
    ['some time even if the run has none left', -1, 1],
  ])('takes %s', async (_name, deadline, timeoutMs) => {
    expect((await requestOf(PAGE, {}, { deadline })).timeoutMs).toBe(timeoutMs);
  });
});

const ask = (headers: Record<string, string>, status = 200, echoHeader?: string): Promise<EdgeAnswer> =>
  probeEdge(
    virtualWorld(() => ({ status, headers, body: '' })),
    PAGE,
    { ...SETTINGS, echoHeader },
  );

describe('the answer', () => {
  test('is read whole', async () => {
    const headers = {
      server: 'cloudflare',
      'cf-ray': '8f1e2d3c4b5a6978-FRA',
      'cf-cache-status': 'dynamic',
      'x-client-serial': '0A1B',
    };
    expect(await ask(headers, 200, 'X-Client-Serial')).toEqual({
      kind: 'answer',
      at: 1_700_000_000_000,
      status: 200,
      bodyKind: 'plain',
      throughCloudflare: true,
      cacheStatus: 'DYNAMIC',
      redirect: false,
      echoed: '0A1B',
      ray: '8f1e2d3c4b5a6978-FRA',
    });
  });

  test.each<[string, Record<string, string>, number, object]>([
    ['nothing of Cloudflare', { server: 'nginx' }, 200, { throughCloudflare: false, ray: undefined }],
    ['a server name alone', { server: 'Cloudflare' }, 200, { throughCloudflare: true, ray: undefined }],
    [
      'a ray alone',
      { 'cf-ray': '8f1e2d3c4b5a6978' },
      200,
      { throughCloudflare: true, ray: '8f1e2d3c4b5a6978' },
    ],
    ['a ray that is none', { 'cf-ray': '::error::' }, 200, { ray: undefined }],
    ['a ray and something before', { 'cf-ray': 'x8f1e2d3c4b5a6978-FRA' }, 200, { ray: undefined }],
    ['a ray and something behind', { 'cf-ray': '8f1e2d3c4b5a6978-FRAX' }, 200, { ray: undefined }],
    ['a ray of a place in small letters', { 'cf-ray': '8f1e2d3c4b5a6978-fra' }, 200, { ray: undefined }],
    [
      'blanks around what Cloudflare says',
      { 'cf-ray': ' 8f1e2d3c4b5a6978-FRA ', 'cf-cache-status': ' hit ' },
      200,
      { ray: '8f1e2d3c4b5a6978-FRA', cacheStatus: 'HIT' },
    ],
    ['blanks around its name', { server: ' cloudflare ' }, 200, { throughCloudflare: true }],
    ['no cache status', {}, 200, { cacheStatus: undefined }],
    ['the last status before a redirect', {}, 299, { redirect: false }],
    ['the first status of a redirect', {}, 300, { redirect: true }],
    ['the last status of a redirect', {}, 399, { redirect: true }],
    ['the first status of a refusal', {}, 400, { redirect: false }],
    ['a redirect', { location: 'https://login.example.com/' }, 302, { redirect: true }],
    ['an echo nobody asked for', { 'x-client-serial': '0A1B' }, 200, { echoed: undefined }],
  ])('with %s', async (_name, headers, status, expected) => {
    expect(await ask(headers, status)).toMatchObject(expected);
  });

  test.each([
    [transportError('dns'), 'dns'],
    [transportError('refused'), 'refused'],
    [transportError('tls'), 'tls'],
    [transportError('reset'), 'reset'],
    [transportError('cut'), 'cut'],
    [transportError('timeout'), 'timeout'],
    [transportError('aborted'), 'aborted'],
    [transportError('too-large'), 'too-large'],
    [Object.assign(new Error('x'), { fault: 'dns' }), 'other'],
    [Object.assign(new Error('x'), { fault: null }), 'other'],
    [Object.assign(new Error('x'), { fault: {} }), 'other'],
    [new Error('something else'), 'other'],
  ])('that never came (%s): %s', async (error, reason) => {
    const answer = await probeEdge(
      virtualWorld(() => error),
      PAGE,
      SETTINGS,
    );
    expect(answer).toEqual({ kind: 'unreachable', at: 1_700_000_000_000, reason });
  });

  test.each(['text', null])('that never came, for a thrown %s', async (thrown) => {
    const world = { ...virtualWorld(() => answerOf(200)), http: () => Promise.reject(thrown) };
    expect(await probeEdge(world, PAGE, SETTINGS)).toMatchObject({ kind: 'unreachable', reason: 'other' });
  });
});
