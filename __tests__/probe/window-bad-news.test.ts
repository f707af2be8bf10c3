import { describe, expect, test } from '@jest/globals';
import type { Baseline } from '../../src/probe/verdict.ts';
import { verifyThroughEdge } from '../../src/probe/window.ts';
import type { ProbeWindow } from '../../src/probe/window.ts';
import { answerOf, seeded, SETTINGS, transportError, virtualWorld } from './virtual-world.ts';
import type { VirtualWorld } from './virtual-world.ts';
import {
  CHALLENGE,
  DOWN,
  HEALTHY,
  LACKS,
  NO_HANDSHAKE,
  OK,
  OTHER,
  PAGE,
  REFUSED,
  run,
} from './window-run.ts';

describe('bad news', () => {
  test('the origin says three times that it refuses: at once', async () => {
    const { shown, took } = await run(() => REFUSED);
    expect(shown).toMatchObject({ kind: 'bad-news', url: PAGE, certificateFault: true });
    expect(took).toBe(2_000);
    expect(shown.sentence).toContain(`${PAGE} fails. Seen from the runner's edge`);
  });

  test('after a roll-back edges may lag: what fails counts only when the time is up', async () => {
    const lagging = await run((_request, now) => (now < 100_000 ? REFUSED : OK), { when: 'after-rollback' });
    expect(lagging.shown.kind).toBe('verified');
    const refused = await run(() => REFUSED, { when: 'after-rollback' });
    expect(refused.shown).toMatchObject({ kind: 'bad-news', certificateFault: true });
    expect(refused.took).toBe(180_000);
  });

  test('one of three origins refuses: not verified by luck', async () => {
    let turn = 0;
    const { shown } = await run(() => {
      turn += 1;
      return turn % 3 === 0 ? REFUSED : OK;
    });
    expect(shown).toMatchObject({ kind: 'bad-news', certificateFault: true });
  });

  test('one of seven origins refuses: five passes in a row are not enough after a refusal', async () => {
    let turn = 0;
    const { shown } = await run(() => {
      turn += 1;
      return turn % 7 === 1 ? REFUSED : OK;
    });
    expect(shown.kind).toBe('bad-news');
  });

  test('525 and nothing else: within ten seconds', async () => {
    const { shown, took } = await run(() => NO_HANDSHAKE);
    expect(shown).toMatchObject({ kind: 'bad-news', certificateFault: true });
    expect(took).toBe(8_000);
  });

  test('525 in the grace, after passes: soon', async () => {
    const { shown, took } = await run((_request, now) => (now < 30_000 ? OK : NO_HANDSHAKE), {
      until: 120_000,
    });
    expect(shown.kind).toBe('bad-news');
    expect(took).toBeLessThan(70_000);
  });

  test('a site down for another reason: when the time is up', async () => {
    const { shown, took } = await run(() => DOWN);
    expect(shown).toMatchObject({ kind: 'bad-news', certificateFault: false });
    expect(took).toBe(180_000);
  });

  test('timeouts all along', async () => {
    const { shown } = await run(() => transportError('timeout'), {}, { latency: 15_000 });
    expect(shown).toMatchObject({ kind: 'bad-news', certificateFault: false });
  });

  test('refused as before the change: when the time is up', async () => {
    const { shown, took } = await run(() => REFUSED, { baselines: new Map([[PAGE, LACKS]]) });
    expect(shown.kind).toBe('bad-news');
    expect(took).toBe(180_000);
  });

  test('one bad URL among good ones is named', async () => {
    const { shown } = await run(({ url }) => (url.startsWith('https://api') ? REFUSED : OK), {
      urls: [PAGE, OTHER],
    });
    expect(shown).toMatchObject({ kind: 'bad-news', url: OTHER });
    expect(shown.sentence).not.toContain('secret');
  });
});

async function cancelled(at: number, answer: typeof OK, baseline: Baseline): Promise<ProbeWindow> {
  const world: VirtualWorld = virtualWorld((_request, now) => {
    if (now >= at) world.stopNow();
    return answer;
  });
  return verifyThroughEdge(world, {
    urls: [PAGE],
    baselines: new Map([[PAGE, baseline]]),
    expected: undefined,
    settings: SETTINGS,
    when: 'after',
    until: undefined,
  });
}

describe('interrupted', () => {
  test.each<[string, number, typeof OK, Baseline, boolean]>([
    ['amid passes', 2_000, OK, HEALTHY, false],
    ['after one hiccup', 0, DOWN, HEALTHY, false],
    ['after one refusal', 0, REFUSED, HEALTHY, false],
    ['after two refusals', 1_000, REFUSED, HEALTHY, true],
    ['after three failures', 2_000, DOWN, HEALTHY, true],
    ['after three 525', 2_000, NO_HANDSHAKE, HEALTHY, true],
    ['refused as before the change', 2_000, REFUSED, LACKS, false],
    ['amid challenges', 5_000, CHALLENGE, HEALTHY, false],
  ])('cancelled %s', async (_name, at, answer, baseline, failing) => {
    const shown = await cancelled(at, answer, baseline);
    expect(shown).toMatchObject({ kind: 'interrupted', by: 'stop', failing });
    expect(shown.sentence.includes('fails')).toBe(failing);
  });

  test('a probe cut off by the cancel is no evidence', async () => {
    const world = virtualWorld(() => {
      world.stopNow();
      return transportError('aborted');
    });
    const shown = await verifyThroughEdge(world, {
      urls: [PAGE],
      baselines: new Map(),
      expected: undefined,
      settings: SETTINGS,
      when: 'after-rollback',
      until: undefined,
    });
    expect(shown).toMatchObject({ kind: 'interrupted', failing: false, evidence: [] });
  });

  test('out of time', async () => {
    const { shown, took } = await run(() => OK, { until: 120_000 }, { deadline: 60_000 });
    expect(shown).toMatchObject({ kind: 'interrupted', by: 'deadline', failing: false });
    expect(shown.sentence).toBe('The run ran out of time before the probes were done.');
    expect(took).toBe(60_000);
  });
});

/** Seeds, not luck: the same worlds every time. */
function kinds(share: number, answer: typeof OK, seeds: number): Promise<readonly string[]> {
  return Promise.all(
    Array.from({ length: seeds }, async (_unused, seed) => {
      const draw = seeded(seed * 7_919 + 1);
      for (let warm = 0; warm < 5; warm += 1) draw();
      const flaky = await run(
        () => (draw() < share ? answer : OK),
        {},
        { latency: 200, random: seeded(seed + 1) },
      );
      return flaky.shown.kind;
    }),
  );
}

describe('a flaky site is not rolled back for it', () => {
  test.each([
    ['1 % failing', 0.01, DOWN, 0],
    ['10 % failing', 0.1, DOWN, 0],
    ['10 % failing with 525', 0.1, NO_HANDSHAKE, 0],
    ['30 % failing', 0.3, DOWN, 2],
    ['30 % failing with 520', 0.3, answerOf(520), 6],
  ])('%s', async (_name, share, answer, atMost) => {
    const shown = await kinds(share, answer, 300);
    expect(shown.filter((kind) => kind !== 'verified').length).toBeLessThanOrEqual(atMost);
  });

  test('30 % plain refusals are no flakiness', async () => {
    const shown = await kinds(0.3, REFUSED, 300);
    expect(shown.filter((kind) => kind === 'verified').length).toBeLessThanOrEqual(75);
  });
});
