import { expect, test } from '@jest/globals';
import { isTombstone, readStatus } from '../../src/cloudflare/status.ts';

test.each([
  ['initializing', false],
  ['pending_deployment', false],
  ['active', false],
  ['pending_deletion', true],
  ['deleted', true],
  ['deployment_timed_out', false],
  ['deletion_timed_out', false],
])('%s is known, and a tombstone: %j', (text, tombstone) => {
  const { status, rawStatus } = readStatus(text);
  expect([status, rawStatus]).toEqual([text, text]);
  expect(isTombstone(status)).toBe(tombstone);
});

test.each([
  ['a new word keeps its text', 'pending_review', 'pending_review'],
  ['a long word is none', 'a'.repeat(41), 'unknown'],
  ['the longest word', 'a'.repeat(40), 'a'.repeat(40)],
  ['capitals', 'Active', 'unknown'],
  ['a line end', 'active\n', 'unknown'],
  ['a blank', 'is active', 'unknown'],
  ['a command', '::error::x', 'unknown'],
  ['nothing', '', 'unknown'],
  ['null', null, 'unknown'],
  ['a number', 3, 'unknown'],
  ['an object', {}, 'unknown'],
])('%s is not known, and no tombstone', (_, value, rawStatus) => {
  expect(readStatus(value)).toEqual({ status: 'unknown', rawStatus });
  expect(isTombstone('unknown')).toBe(false);
});
