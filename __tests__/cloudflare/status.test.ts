import { expect, test } from '@jest/globals';
import { isDeploying, isLiveStatus, isTombstone, readStatus } from '../../src/cloudflare/shapes.ts';

test.each([
  ['initializing', { deploying: true, live: true, tombstone: false }],
  ['pending_deployment', { deploying: true, live: true, tombstone: false }],
  ['active', { deploying: false, live: true, tombstone: false }],
  ['pending_deletion', { deploying: false, live: false, tombstone: true }],
  ['deleted', { deploying: false, live: false, tombstone: true }],
  ['deployment_timed_out', { deploying: false, live: true, tombstone: false }],
  ['deletion_timed_out', { deploying: false, live: false, tombstone: false }],
  ['unknown', { deploying: false, live: true, tombstone: false }],
])('%s is known, and what follows from it: %j', (text, expected) => {
  const { status, rawStatus } = readStatus(text);
  expect([status, rawStatus]).toEqual([text, text]);
  expect({
    deploying: isDeploying(status),
    live: isLiveStatus(status),
    tombstone: isTombstone(status),
  }).toEqual(expected);
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
])('%s is not known', (_, value, rawStatus) => {
  expect(readStatus(value)).toEqual({ status: 'unknown', rawStatus });
});
