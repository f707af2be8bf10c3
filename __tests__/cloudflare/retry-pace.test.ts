import { expect, test } from '@jest/globals';
import type { RetryReason } from '../../src/cloudflare/api-answer.ts';
import { repetition } from '../../src/cloudflare/retries.ts';

function delays(reason: RetryReason, random: number): readonly number[] {
  const all: number[] = [];
  for (let nth = 1; nth < 100; nth += 1) {
    const next = repetition(reason, nth, random);
    if (next === undefined) break;
    expect(next).toMatchObject({ attempt: nth + 1 });
    all.push(next.delay);
  }
  return all;
}

test.each<readonly [RetryReason, number, readonly number[]]>([
  ['transient', 0, [0, 0, 0, 0, 0]],
  ['transient', 0.5, [250, 500, 1000, 2000, 4000]],
  ['transient', 1, [500, 1000, 2000, 4000, 8000]],
  ['conflict', 0, Array<number>(12).fill(4000)],
  ['conflict', 1, Array<number>(12).fill(6000)],
  ['young-token', 0, [750, 1500, 3000, 6000]],
  ['young-token', 1, [1000, 2000, 4000, 8000]],
  ['throttled', 1, Array<number>(59).fill(0)],
])('%s, with chance at %d, is tried again after', (reason, random, expected) => {
  expect(delays(reason, random)).toEqual(expected);
  expect(repetition(reason, 1, random)?.of).toBe(expected.length + 1);
});
