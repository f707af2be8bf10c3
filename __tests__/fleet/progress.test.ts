import { expect, test } from '@jest/globals';
import { createProgress } from '../../src/fleet/progress.ts';

function opened(names: readonly string[]) {
  const said: string[] = [];
  const debug: string[] = [];
  const time = { now: 0 };
  const ports = { now: () => time.now, say: (line: string) => void said.push(line), debug: (line: string) => void debug.push(line) };
  return { said, debug, time, progress: createProgress(names, ports) };
} // prettier-ignore

test('a single target tells its own steps, without its name', () => {
  const { said, debug, progress } = opened(['a']);
  const log = progress.logOf('a');
  log.reached('upload');
  log.say('uploaded as 12');
  log.news('going back');
  progress.ended('a');
  expect(said).toEqual(['Uploaded as 12', 'Going back']);
  expect(debug).toEqual([]);
});

test('of several only how far they have come is said, and the news of each; their steps are for debugging', () => {
  const names = ['a', 'b', 'c', 'd'];
  const { said, debug, time, progress } = opened(names);
  const logs = names.map((name) => progress.logOf(name));
  const at = (now: number, line: string): void => {
    time.now = now;
    logs[0]?.say(line);
  };
  at(5000, 'nothing yet');
  for (const log of logs) log.reached('upload');
  at(6000, 'uploaded');
  logs[0]?.reached('activate');
  at(7000, 'too soon to say it again');
  at(9000, 'active');
  for (const log of logs) log.reached('activate');
  logs[1]?.news('going back');
  progress.ended('a');
  at(12_000, 'on');
  at(40_000, 'nothing changed');
  expect(progress.standing()).toBe('4 of 4 active, 1 of 4 done');
  expect(said).toEqual([
    '4 of 4 uploaded',
    '4 of 4 uploaded, 1 of 4 active',
    'b: going back',
    '4 of 4 active, 1 of 4 done',
  ]);
  expect(debug).toHaveLength(6);
  expect(debug[1]).toBe('a: uploaded');
});
