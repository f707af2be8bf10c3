import { describe, expect, test } from '@jest/globals';
import { makeCast } from '../cast.ts';
import { makeSigners } from './signers.ts';
import { playYear } from './year.ts';

const SEEDS = 100;
const PARTS = 10;

const signers = makeCast().then(makeSigners);

describe('a year unattended', () => {
  test.each(Array.from({ length: PARTS }, (_, part) => part))('holds in worlds of part %i', async (part) => {
    const size = SEEDS / PARTS;
    for (let seed = part * size + 1; seed <= (part + 1) * size; seed += 1) {
      const { problems } = await playYear(seed, await signers, false);
      expect({ seed, problems }).toEqual({ seed, problems: [] });
    }
  });

  test('is played day by day as well', async () => {
    const { problems, days } = await playYear(2, await signers);
    expect(problems).toEqual([]);
    expect(days).toHaveLength(365);
  });
});
