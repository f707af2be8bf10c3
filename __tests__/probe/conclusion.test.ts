import { describe, expect, test } from '@jest/globals';
import { conclude } from '../../src/probe/baseline.ts';
import type { Watch } from '../../src/probe/baseline.ts';
import { newStreak } from '../../src/probe/streak.ts';
import type { Pace, Streak } from '../../src/probe/streak.ts';
import type { Verdict } from '../../src/probe/verdict.ts';
import { HEALTHY, OTHER, PAGE } from './window-run.ts';

const PACE: Pace = { successes: 5, timeout: 180_000, until: undefined, patient: false };
const RUNNING = { now: 180_000, stopped: false, deadline: 999_999 };

const verdict = (kind: Verdict['verdict'], more: Partial<Verdict> = {}): Verdict => ({
  verdict: kind,
  certificateFault: false,
  definite: false,
  servedSuccessor: 'unknown',
  served: undefined,
  sentence: 'It was seen so.',
  ...more,
});
const watch = (more: Partial<Streak>, url = PAGE): Watch => ({
  url,
  baseline: HEALTHY,
  streak: { ...newStreak(0), ...more },
});
const passed = (servedSuccessor: Verdict['servedSuccessor'], url = PAGE): Watch =>
  watch({ passesInARow: 5, lastPassAt: 4_000, last: verdict('pass', { servedSuccessor }) }, url);
const blind = (more: Partial<Verdict> = {}): Watch => watch({ last: verdict('inconclusive', more) });

describe('verified', () => {
  test('is proven where the last answer of every URL named the certificate', () => {
    expect(conclude([passed(true), passed(true, OTHER)], PACE, RUNNING)).toEqual({
      kind: 'verified',
      proven: true,
      sentence:
        "Seen from the runner's edge, both probes passed 5 times in a row, and the origin named the expected certificate.",
    });
  });

  test('is not proven where one did not', () => {
    expect(conclude([passed(true), passed('unknown', OTHER)], PACE, RUNNING)).toMatchObject({
      proven: false,
    });
  });

  test('tells of the wait for edges that lag', () => {
    expect(conclude([passed('unknown')], { ...PACE, until: 4_000 }, RUNNING)?.sentence).toBe(
      "Seen from the runner's edge, the probe passed 5 times in a row, the last time at the end of the wait for lagging edges. This proves the certificate only if the origin demands one.",
    );
  });

  test('wins over a cancel that came too late', () => {
    expect(conclude([passed(true)], PACE, { ...RUNNING, stopped: true })?.kind).toBe('verified');
  });
});

describe('inconclusive', () => {
  test.each<readonly [string, Watch, boolean, string]>([
    ['another certificate to the end', blind({ servedSuccessor: false }), true, ' It was seen so.'],
    ['nothing of a certificate', blind(), false, ' It was seen so.'],
    ['ours, but from a cache', blind({ servedSuccessor: true }), false, ' It was seen so.'],
    ['no answer at all', watch({}), false, ''],
  ])('with %s', (_, seen, servedOther, last) => {
    expect(conclude([seen], { ...PACE, timeout: 90_400 }, RUNNING)).toEqual({
      kind: 'inconclusive',
      servedOther,
      sentence: `${PAGE} did not pass 5 times in a row within 90 s.${last}`,
    });
  });

  test('only once every URL is either verified or given up', () => {
    const waiting = watch({ waitingSince: 100_000 }, OTHER);
    expect(conclude([blind(), waiting], PACE, RUNNING)).toBeUndefined();
    expect(conclude([blind(), passed(true, OTHER)], PACE, RUNNING)?.kind).toBe('inconclusive');
  });
});

describe('bad news', () => {
  const failing = watch({
    conclusive: ['fail'],
    lastFailure: verdict('fail', { certificateFault: true }),
  });

  test('of a URL that is given up amid failures', () => {
    expect(conclude([passed(true, OTHER), failing], PACE, RUNNING)).toEqual({
      kind: 'bad-news',
      url: PAGE,
      certificateFault: true,
      sentence: `${PAGE} fails. It was seen so.`,
    });
  });

  test('only once it is given up', () => {
    expect(conclude([failing], PACE, { ...RUNNING, now: 179_999 })).toBeUndefined();
  });

  test('at once where it cannot be a hiccup, unless edges are given their time', () => {
    const refused = watch({ definiteRefusals: 3, lastFailure: verdict('fail') });
    const early = { ...RUNNING, now: 5_000 };
    expect(conclude([refused], PACE, early)).toMatchObject({ kind: 'bad-news', certificateFault: false });
    expect(conclude([refused], { ...PACE, patient: true }, early)).toBeUndefined();
  });
});

describe('interrupted', () => {
  const early = { now: 5_000, stopped: false, deadline: 60_000 };
  const failing = watch({ conclusive: ['fail', 'fail', 'fail'], lastFailure: verdict('fail') });

  test.each<readonly [string, Watch, typeof early, object]>([
    [
      'by a cancel',
      blind(),
      { ...early, stopped: true },
      {
        by: 'stop',
        failing: false,
        certificateFault: false,
        sentence: 'The run was cancelled before the probes were done.',
      },
    ],
    [
      'by a cancel amid failures',
      failing,
      { ...early, stopped: true },
      {
        by: 'stop',
        failing: true,
        certificateFault: false,
        sentence: `The run was cancelled before the probes were done. ${PAGE} fails. It was seen so.`,
      },
    ],
    [
      'by the end of its time',
      blind(),
      { ...early, now: 60_000 },
      {
        by: 'deadline',
        failing: false,
        certificateFault: false,
        sentence: 'The run ran out of time before the probes were done.',
      },
    ],
    [
      'by a cancel amid refusals',
      watch({
        conclusive: ['fail', 'fail', 'fail'],
        lastFailure: { ...verdict('fail'), certificateFault: true },
      }),
      { ...early, stopped: true },
      {
        by: 'stop',
        failing: true,
        certificateFault: true,
        sentence: `The run was cancelled before the probes were done. ${PAGE} fails. It was seen so.`,
      },
    ],
  ])('%s', (_, seen, moment, expected) => {
    expect(conclude([seen], PACE, moment)).toEqual({ kind: 'interrupted', ...expected });
  });

  test('not a moment before the end of its time', () => {
    expect(conclude([blind()], PACE, { ...early, now: 59_999 })).toBeUndefined();
  });

  test('of two URLs the one that fails is named', () => {
    expect(conclude([passed(true, OTHER), failing], PACE, { ...early, stopped: true })?.sentence).toContain(
      `${PAGE} fails.`,
    );
  });
});
