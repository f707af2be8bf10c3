import { expect, test } from '@jest/globals';
import { daysAgo, daysUntil } from '../../src/zone/words.ts';

const DAY = 86_400_000;

test.each([
  [98.9, 98],
  [1, 1],
  [0.5, 0],
  [0, 0],
  [-0.1, -1],
  [-1.9, -1],
  [-5.5, -5],
  [-6, -6],
])('%p days from now are %p whole ones, and below none once it has passed', (days, whole) => {
  expect(daysUntil(days * DAY, 0)).toBe(whole);
});

test.each([
  [-0.1, 'about a day ago'],
  [-1.9, 'about a day ago'],
  [-2, '2 days ago'],
  [-5.5, '5 days ago'],
])('%p days are told as %p', (days, words) => {
  expect(daysAgo(daysUntil(days * DAY, 0))).toBe(words);
});
