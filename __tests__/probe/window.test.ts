import { describe, expect, test } from '@jest/globals';
import type { HttpAnswer } from '../../src/outside.ts';
import type { ExpectedCertificate } from '../../src/probe/echo.ts';
import { verifyThroughEdge } from '../../src/probe/window.ts';
import type { Verification } from '../../src/probe/window.ts';
import { answerOf, SETTINGS, transportError, virtualWorld } from './virtual-world.ts';
import { CHALLENGE, DOWN, HEALTHY, LACKS, OK, OTHER, PAGE, REFUSED, run } from './window-run.ts';

const EXPECTED: ExpectedCertificate = {
  serialNumber: '0A1B',
  serialDecimal: '2587',
  fingerprint: 'ab'.repeat(32),
  fingerprintSha1: 'cd'.repeat(20),
};
const naming = (serial: string): HttpAnswer => answerOf(200, { headers: { 'x-serial': serial } });

describe('verified', () => {
  test('after five passes in a row, about one a second', async () => {
    const { shown, world, took } = await run(() => OK);
    expect(shown).toMatchObject({ kind: 'verified', proven: false });
    expect(world.requests.map(({ at }) => at)).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
    expect(took).toBe(4_000);
    expect(shown.evidence).toHaveLength(5);
    expect(shown.evidence[0]).toMatchObject({
      when: 'after',
      via: 'edge',
      to: PAGE,
      verdict: 'pass',
      status: 200,
    });
    expect(shown.sentence).toBe(
      "Seen from the runner's edge, the probe passed 5 times in a row. This proves the certificate only if the origin demands one.",
    );
  });

  test('a hiccup resets the count', async () => {
    const { shown, world } = await run((_request, now) => (now === 3_000 ? DOWN : OK));
    expect(shown.kind).toBe('verified');
    expect(world.requests).toHaveLength(9);
  });

  test('probes are spread over the grace, the last one at its end', async () => {
    const { shown, world } = await run(() => OK, { until: 120_000 });
    expect(shown.kind).toBe('verified');
    expect(world.requests.map(({ at }) => at)).toEqual([
      0, 1_000, 2_000, 3_000, 4_000, 28_000, 52_000, 76_000, 100_000, 120_000,
    ]);
    expect(shown.sentence).toContain('the last time at the end of the wait for lagging edges');
  });

  test('a failure at the end of the grace must be made good first', async () => {
    const { shown, world } = await run((_request, now) => (now === 120_000 ? DOWN : OK), { until: 120_000 });
    expect(shown.kind).toBe('verified');
    expect(world.requests.filter(({ at }) => at > 120_000)).toHaveLength(5);
  });

  test('a grace that is over needs no more than the passes', async () => {
    expect((await run(() => OK, { until: -5 })).took).toBe(4_000);
  });

  test('every URL by itself; the query of none is shown', async () => {
    const { shown } = await run(({ url }, now) => (url.startsWith(OTHER) && now < 3_000 ? DOWN : OK), {
      urls: [PAGE, OTHER],
    });
    expect(shown.kind).toBe('verified');
    expect(shown.sentence).toContain('both probes passed 5 times in a row');
    expect(new Set(shown.evidence.map(({ to }) => to))).toEqual(
      new Set([PAGE, 'https://api.example.com/status']),
    );
    expect(shown.evidence.map(({ at }) => at)).toEqual(
      shown.evidence.map(({ at }) => at).toSorted((a, b) => a - b),
    );
  });

  test('once, where once is enough', async () => {
    const { shown, world } = await run(() => OK, { settings: { ...SETTINGS, successes: 1 } });
    expect(world.requests).toHaveLength(1);
    expect(shown.sentence).toContain('the probe passed. This');
  });

  test('many passes in little time: the pace follows', async () => {
    const { shown } = await run(() => OK, { settings: { ...SETTINGS, successes: 50, timeout: 10_000 } });
    expect(shown.kind).toBe('verified');
  });

  test('a URL without baseline passes with 2xx', async () => {
    expect((await run(() => answerOf(204), { baselines: new Map() })).shown.kind).toBe('verified');
  });

  test('mended: refusals as before while edges lag do not count against it', async () => {
    const { shown } = await run((_request, now) => (now < 60_000 ? REFUSED : OK), {
      baselines: new Map([[PAGE, LACKS]]),
    });
    expect(shown.kind).toBe('verified');
  });
});

describe('with an echo of the certificate', () => {
  const echoing = { expected: EXPECTED, settings: { ...SETTINGS, echoHeader: 'X-Serial' } };

  test('waits until the origin names ours, and is then proven', async () => {
    const { shown, took } = await run((_request, now) => naming(now < 90_000 ? 'FFFF' : '0A1B'), echoing);
    expect(shown).toMatchObject({ kind: 'verified', proven: true });
    expect(took).toBeGreaterThanOrEqual(94_000);
    expect(shown.sentence).toContain('and the origin named the expected certificate');
    expect(shown.evidence.at(-1)?.served).toBe('0A1B');
  });

  test('another certificate all along is inconclusive, not bad news', async () => {
    const { shown, took } = await run(() => naming('FFFF'), echoing);
    expect(shown.kind).toBe('inconclusive');
    expect(shown.sentence).toContain('did not pass 5 times in a row within 180 s.');
    expect(shown.sentence).toContain('still names another certificate');
    expect(took).toBe(180_000);
  });

  test('each URL may expect another certificate', async () => {
    const { shown } = await run(
      ({ url }) => naming(url.startsWith(OTHER.split('?')[0] ?? '') ? 'FFFF' : '0A1B'),
      {
        ...echoing,
        urls: [PAGE, OTHER],
        expected: (url) => (url === OTHER ? { ...EXPECTED, serialNumber: 'FFFF' } : EXPECTED),
      },
    );
    expect(shown).toMatchObject({ kind: 'verified', proven: true });
  });

  test('an expected certificate counts only where an echo header is configured', async () => {
    const { shown } = await run(() => naming('FFFF'), { expected: EXPECTED });
    expect(shown).toMatchObject({ kind: 'verified', proven: false });
  });
});

describe('a long wait', () => {
  const gaps = (lines: readonly { readonly at: number }[], end: number): number =>
    Math.max(...[...lines.map(({ at }) => at), end].map((at, index, all) => at - (all[index - 1] ?? 0)));

  test.each<readonly [string, Partial<Verification>]>([
    ['of one URL that passes', {}],
    ['of two URLs', { urls: [PAGE, OTHER] }],
  ])('%s has a line at least every fifteen seconds, with the time that is left', async (_, more) => {
    const said: { at: number; line: string }[] = [];
    const world = virtualWorld(() => OK);
    const watching = { ...world, say: (line: string) => said.push({ at: world.clock.monotonic(), line }) };
    await verifyThroughEdge(watching, {
      urls: [PAGE],
      baselines: new Map([PAGE, OTHER].map((url) => [url, HEALTHY])),
      expected: undefined,
      settings: SETTINGS,
      when: 'after',
      until: 120_000,
      ...more,
    });
    expect(gaps(said, 120_000)).toBeLessThanOrEqual(15_001);
    expect(said.map(({ line }) => line)).toContainEqual(
      expect.stringMatching(/pass(?:es)?, \d+ in a row; \d+ s to go$/u),
    );
  });

  test('of one that does not pass says so', async () => {
    const { world } = await run(() => CHALLENGE);
    expect(world.said).toContainEqual(expect.stringContaining('the probe does not pass'));
  });
});

describe('inconclusive', () => {
  test('no URL is no evidence', async () => {
    const { shown, world } = await run(() => OK, { urls: [] });
    expect(shown).toEqual({
      kind: 'inconclusive',
      sentence: 'No probe was made, so nothing was verified.',
      evidence: [],
    });
    expect(world.requests).toHaveLength(0);
  });

  test.each([
    ['a challenge', CHALLENGE],
    ['a redirect', answerOf(302)],
    ['a cached page', answerOf(200, { headers: { 'cf-cache-status': 'HIT' } })],
    ['the runner without network', transportError('dns')],
  ])('%s all along', async (_name, answer) => {
    const { shown, took } = await run(() => answer);
    expect(shown.kind).toBe('inconclusive');
    expect(took).toBe(180_000);
    expect(shown.evidence.length).toBeLessThanOrEqual(40);
  });

  test('an old hiccup, passes since, then challenges', async () => {
    const { shown } = await run((_request, now) =>
      now < 1_000 ? DOWN : now % 5_000 < 3_500 ? OK : CHALLENGE,
    );
    expect(shown.kind).toBe('inconclusive');
  });

  test('no time is no evidence', async () => {
    const { shown } = await run(() => OK, { settings: { ...SETTINGS, timeout: 0 } });
    expect(shown).toMatchObject({
      kind: 'inconclusive',
      sentence: `${PAGE} did not pass 5 times in a row within 0 s.`,
    });
  });

  test('a URL that is given up is not asked again while another one is waited for', async () => {
    const { shown, world } = await run(
      ({ url }, now) => {
        if (url.startsWith('https://api')) return CHALLENGE;
        return now >= 150_000 && now < 200_000 ? DOWN : OK;
      },
      { urls: [PAGE, OTHER], until: 300_000 },
    );
    expect(shown.kind).toBe('inconclusive');
    const late = world.requests.filter(({ at }) => at >= 180_000).map(({ request }) => request.url);
    expect(late.length).toBeGreaterThan(20);
    expect(late.filter((url) => url.startsWith('https://api'))).toEqual([]);
  });

  test('one blind URL does not make the others wait for the end of the grace', async () => {
    const { shown, took } = await run(({ url }) => (url.startsWith('https://api') ? CHALLENGE : OK), {
      urls: [PAGE, OTHER],
      until: 600_000,
    });
    expect(shown.kind).toBe('inconclusive');
    expect(took).toBe(180_000);
  });
});

test('what changes is said, what stays is not', async () => {
  const { world } = await run((_request, now) => (now === 3_000 ? DOWN : OK));
  expect(world.said).toEqual([
    'https://www.example.com/health answered 503: the probe fails',
    'https://www.example.com/health answered 200: the probe passes',
  ]);
});
