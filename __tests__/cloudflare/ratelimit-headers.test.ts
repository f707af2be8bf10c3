import { describe, expect, test } from '@jest/globals';
import { readQuotas, readRemaining } from '../../src/cloudflare/rate-limit-answers.ts';

describe('what is left', () => {
  test.each([
    ['as Cloudflare sends it', '"default";r=50;t=30', [{ name: 'default', calls: 50, ms: 30_000 }]],
    ['with blanks', ' "default" ; r=50 ; t=30 ', [{ name: 'default', calls: 50, ms: 30_000 }]],
    ['in another order', '"default";t=30;r=0', [{ name: 'default', calls: 0, ms: 30_000 }]],
    ['without quotes', 'default;r=1;t=0', [{ name: 'default', calls: 1, ms: 0 }]],
    ['with a parameter nobody knows', '"a";pk=:x:;r=2;t=3', [{ name: 'a', calls: 2, ms: 3000 }]],
    [
      'for two names',
      '"a";r=1;t=2, "b";r=3;t=4',
      [
        { name: 'a', calls: 1, ms: 2000 },
        { name: 'b', calls: 3, ms: 4000 },
      ],
    ],
    ['beside an item that makes no sense', '"x";r=1, "b";r=3;t=4', [{ name: 'b', calls: 3, ms: 4000 }]],
    ['at the limits', '"a";r=1000000;t=300', [{ name: 'a', calls: 1_000_000, ms: 300_000 }]],
  ])('%s is read', (_, header, remaining) => {
    expect(readRemaining(header)).toEqual(remaining);
  });

  test.each([
    undefined,
    '',
    ';',
    ';r=1;t=2',
    '"default"',
    '"default";r=50',
    '"default";t=30',
    '"default";r=-1;t=30',
    '"default";r=50;t=301',
    '"default";r=1000001;t=30',
    '"default";r=1.5;t=30',
    '"default";r=50;t=1234567890',
    '"default";R=50;T=30',
    'limit=100, remaining=50, reset=30',
    `${' '.repeat(1100)}"default";r=50;t=30`,
  ])('%j says nothing', (header) => {
    expect(readRemaining(header)).toEqual([]);
  });

  test('more names than eight are not read', () => {
    const header = Array.from({ length: 12 }, (_, at) => `"n${at}";r=1;t=1`).join(',');
    expect(readRemaining(header).map((item) => item.name)).toEqual(
      '01234567'.split('').map((at) => `n${at}`),
    );
  });
});

describe('a quota', () => {
  test.each([
    ['as Cloudflare sends it', '"burst";q=100;w=60', [{ name: 'burst', calls: 100, ms: 60_000 }]],
    ['of one call a second', '"a";q=1;w=1', [{ name: 'a', calls: 1, ms: 1000 }]],
    ['at the limits', '"a";q=1000000;w=300', [{ name: 'a', calls: 1_000_000, ms: 300_000 }]],
    [
      'beside others',
      '"a";q=10;w=1,"b";q=0;w=5,"c";q=1200;w=300',
      [
        { name: 'a', calls: 10, ms: 1000 },
        { name: 'c', calls: 1200, ms: 300_000 },
      ],
    ],
  ])('%s is read', (_, header, quotas) => {
    expect(readQuotas(header)).toEqual(quotas);
  });

  test.each([
    undefined,
    '"burst";q=100',
    '"burst";w=60',
    '"burst";q=0;w=60',
    '"burst";q=100;w=0',
    '"burst";q=100;w=301',
    '"burst";q=1000001;w=60',
    '"burst";xq=100;w=60',
    '"burst";q=100x;w=60',
  ])('%j is none', (header) => {
    expect(readQuotas(header)).toEqual([]);
  });
});
