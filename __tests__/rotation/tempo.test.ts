import { describe, expect, test } from '@jest/globals';
import { createTempo } from '../../src/rotation/tempo.ts';

describe('how long changes take in a run', () => {
  test('the first that waits looks for all, and the next one after it', () => {
    const tempo = createTempo();
    const [one, two] = [tempo.begin('activation'), tempo.begin('activation')];
    expect([one.scouts(), two.scouts()]).toEqual([true, false]);
    one.ended(undefined);
    expect([one.scouts(), two.scouts()]).toEqual([false, true]);
  });

  test('each kind of change has its own, and its own times', () => {
    const tempo = createTempo();
    const [active, gone] = [tempo.begin('activation'), tempo.begin('deletion')];
    expect([active.scouts(), gone.scouts()]).toEqual([true, true]);
    active.ended(3000);
    expect([active.expected(), gone.expected()]).toEqual([3000, undefined]);
  });

  test('what a close look showed is known to those that wait, and to those that come later', () => {
    const tempo = createTempo();
    const [one, two] = [tempo.begin('deletion'), tempo.begin('deletion')];
    const news = two.news();
    expect([two.expected(), news.aborted]).toEqual([undefined, false]);
    one.ended(500);
    expect([two.expected(), news.aborted, two.news().aborted]).toEqual([500, true, false]);
    expect(tempo.begin('deletion').expected()).toBe(500);
  });

  test('news come to all of the first time, and later only to the one whose turn it is', () => {
    const tempo = createTempo();
    const all = [1, 2, 3, 4].map(() => tempo.begin('activation'));
    const woken = (work: () => void): readonly number[] => {
      const before = [...all.entries()].flatMap(([index, { news }]) =>
        news().aborted ? [] : [{ index, signal: news() }],
      );
      work();
      return before.flatMap(({ index, signal }) => (signal.aborted ? [index] : []));
    };
    expect(woken(() => all[0]?.ended(500))).toEqual([1, 2, 3]);
    expect(woken(() => all[1]?.ended(600))).toEqual([2]);
    expect(woken(() => all[3]?.ended(600))).toEqual([]);
    expect(woken(() => all[2]?.ended(undefined))).toEqual([]);
    expect(tempo.begin('activation').expected()).toBe(500);
  });

  test('a change that took unusually long or short misleads nobody', () => {
    const tempo = createTempo();
    for (const took of [90_000, 3000, 10, 3100, 2900]) tempo.begin('activation').ended(took);
    expect(tempo.begin('activation').expected()).toBe(3000);
  });

  test('who looked only when it was expected teaches nothing, nor does who never saw it', () => {
    const tempo = createTempo();
    const [one, two] = [tempo.begin('association'), tempo.begin('association')];
    one.ended(undefined);
    expect(tempo.begin('association').expected()).toBeUndefined();
    two.ended(9000);
    const [three, four] = [tempo.begin('association'), tempo.begin('association')];
    four.ended(20_000);
    expect(three.expected()).toBe(9000);
  });
});
