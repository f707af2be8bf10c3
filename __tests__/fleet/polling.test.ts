import { describe, expect, test } from '@jest/globals';
import { createPolling } from '../../src/fleet/polling.ts';
import type { Poll } from '../../src/zone/world.ts';

/** Polling of so many targets, each with so many calls left. */
const polling = (callsEach: number, targets = 10) =>
  createPolling(
    () => callsEach * targets,
    () => targets,
  );
const [ENOUGH, SHORT] = [28, 27];

/** Milliseconds of the first looks of a wait in which nothing else happens. */
function looks(poll: Poll, count: number): readonly number[] {
  const at: number[] = [];
  for (let last: number | undefined; at.length < count; at.push(Math.round(last))) last = poll.due(last);
  return at;
}

describe('with calls to spare', () => {
  test('the first look comes after a second, then intervals grow by a fifth, to five seconds at most', () => {
    const at = looks(polling(ENOUGH, 1).begin('activation'), 13);
    expect(at).toEqual([
      1000, 2200, 3640, 5368, 7442, 9930, 12_916, 16_499, 20_799, 25_799, 30_799, 35_799, 40_799,
    ]);
  });

  test('what may be there already is looked at at once, then at the same intervals', () => {
    expect(looks(polling(ENOUGH, 1).begin(undefined), 4)).toEqual([0, 1000, 2200, 3640]);
  });

  test('each target looks for itself, also where another one knows how long it takes', () => {
    const { begin } = polling(ENOUGH);
    begin('activation').ended(9000);
    const [one, other] = [begin('activation'), begin('activation')];
    expect([looks(one, 3), looks(other, 3)]).toEqual([
      [1000, 2200, 3640],
      [1000, 2200, 3640],
    ]);
  });
});

describe('where calls are short', () => {
  test('one target alone looks later and less often, a minute apart at most', () => {
    const at = looks(polling(SHORT, 1).begin('activation'), 9);
    expect(at).toEqual([5000, 12_500, 23_750, 40_625, 65_938, 103_906, 160_859, 220_859, 280_859]);
    expect(looks(polling(SHORT, 1).begin(undefined), 3)).toEqual([0, 5000, 12_500]);
  });

  test('one looks for all, the next one after it', () => {
    const { begin } = polling(SHORT);
    const [one, two] = [begin('activation'), begin('activation')];
    expect([one.due(undefined), two.due(undefined)]).toEqual([1000, 60_000]);
    one.ended(undefined);
    expect(two.due(undefined)).toBe(1000);
  });

  test('the others look once they know how long it takes, and then by themselves', () => {
    const { begin } = polling(SHORT);
    const [one, two] = [begin('deletion'), begin('deletion')];
    const later = begin('deletion');
    one.ended(10_000);
    expect(begin('deletion').due(undefined)).toBe(10_000);
    expect([two.due(undefined), later.due(undefined)]).toEqual([1000, 10_000]);
    expect([later.due(4000), later.due(10_000), later.due(20_000)]).toEqual([10_000, 20_000, 35_000]);
  });

  test('nobody waits longer than a minute for another to find out', () => {
    const { begin } = polling(SHORT);
    begin('activation');
    const [two, three] = [begin('activation'), begin('activation')];
    expect(two.due(undefined)).toBe(60_000);
    begin('activation').ended(200_000);
    expect(three.due(undefined)).toBe(60_000);
  });

  test('each kind of change has its own', () => {
    const { begin } = polling(SHORT);
    begin('activation').ended(3000);
    begin('activation');
    begin('deletion');
    expect([begin('activation').due(undefined), begin('deletion').due(undefined)]).toEqual([3000, 60_000]);
  });

  test('a change that took unusually long or short misleads nobody', () => {
    const { begin } = polling(SHORT);
    for (const took of [50_000, 3000, 10, 3100, 2900]) begin('activation').ended(took);
    begin('activation');
    expect(begin('activation').due(undefined)).toBe(3000);
  });

  test('who only looked when it was expected teaches nothing', () => {
    const { begin } = polling(SHORT);
    begin('association').ended(9000);
    begin('association');
    begin('association').ended(20_000);
    expect(begin('association').due(undefined)).toBe(9000);
  });

  test('the first time is news to all, later ones only to the next that looks for all', () => {
    const { begin } = polling(SHORT);
    const all = [1, 2, 3, 4].map(() => begin('activation'));
    const woken = (work: () => void): readonly number[] => {
      const before = all.map(({ news }) => news());
      work();
      return [...before.entries()].flatMap(([index, signal]) => (signal?.aborted === true ? [index] : []));
    };
    expect(woken(() => all[0]?.ended(500))).toEqual([1, 2, 3]);
    expect(woken(() => all[1]?.ended(600))).toEqual([2]);
    expect(woken(() => all[3]?.ended(600))).toEqual([]);
    expect(all[2]?.news()?.aborted).toBe(false);
    expect(woken(() => all[2]?.ended(undefined))).toEqual([]);
  });
});
