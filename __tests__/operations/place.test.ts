import { describe, expect, test } from '@jest/globals';
import { placeOf } from '../../src/operations/place.ts';
import type { TargetResult } from '../../src/rotation/result.ts';
import { endedWith, wanting } from './support/target.ts';

const ended = (outcome: TargetResult['outcome']): TargetResult => endedWith(wanting('a.test'), outcome);

/** A zone of two targets, and whether its place is free after each step. */
function zone() {
  let free = false;
  const place = placeOf(['www', 'zone'], 'proven', () => {
    free = true;
  });
  return { place, isFree: () => free };
}

describe('the place of a zone', () => {
  test('is free once each target has come far enough, though none has ended', async () => {
    const { place, isFree } = zone();
    const forever = new Promise<never>(() => undefined);
    const seen: boolean[] = [];
    void place.during('www', (reached) => {
      reached('proven');
      return forever;
    });
    seen.push(isFree());
    void place.during('zone', (reached) => {
      reached('in-force');
      seen.push(isFree());
      reached('proven');
      return forever;
    });
    seen.push(isFree());
    expect(seen).toEqual([false, false, true]);
  });

  test('is free once those that had nothing to do have ended', async () => {
    const { place, isFree } = zone();
    await place.during('www', () => Promise.resolve(ended('unchanged')));
    expect(isFree()).toBe(false);
    await place.during('zone', () => Promise.resolve(ended('rotated')));
    expect(isFree()).toBe(true);
  });

  test('is kept where a target fails after it had come far enough', async () => {
    const { place, isFree } = zone();
    await place.during('www', (reached) => {
      reached('proven');
      return Promise.resolve(ended('failed'));
    });
    await place.during('zone', () => Promise.resolve(ended('rotated')));
    expect(isFree()).toBe(false);
  });

  test('is kept after a failure, so that no other zone begins before it is noted', async () => {
    const { place, isFree } = zone();
    await place.during('www', () => Promise.resolve(ended('rotated')));
    expect(await place.during('zone', () => Promise.resolve(ended('failed')))).toMatchObject({
      outcome: 'failed',
    });
    expect(isFree()).toBe(false);
  });
});
