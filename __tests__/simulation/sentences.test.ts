import { globSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import { makeSigners } from './issuing/signers.ts';
import { playIssuing } from './issuing/worlds.ts';
import { playSeed } from './play.ts';
import { playRefusing } from './refusing.ts';
import type { Run } from './run-once.ts';
import { lookedFor } from './sentence.ts';

jest.setTimeout(120_000);

const read = (path: string): string => readFileSync(path, 'utf8');
const SRC = globSync('src/**/*.ts').map(read).join('\n');
const HERE = globSync('__tests__/simulation/**/*.ts')
  .filter((path) => !path.endsWith('.test.ts'))
  .map((path) => [path, read(path)] as const);

/** Worlds whose runs say what is seldom said; then others, until everything was heard. */
const TELLING = [11, 25, 28, 53, 74, 168, 183, 220, 246, 585, 2_004_867];
const MOST = 600;

const unheard = new Set(lookedFor);
/** Of these no run of the simulation has an occasion; they stand in the sources as they are. */
const isWritten = (pattern: RegExp): boolean => SRC.includes(pattern.source);

function hear(runs: readonly Run[]): void {
  const texts = runs.flatMap(({ process, result }) => [
    ...process.said,
    ...(result === undefined ? [] : [result.sentence, result.inForce, result.remedy, ...result.warnings]),
  ]);
  const text = texts.join('\n');
  for (const pattern of unheard) if (pattern.test(text)) unheard.delete(pattern);
}

beforeAll(async () => {
  const cast = await makeCast();
  hear((await playIssuing(31, await makeSigners(cast), false)).runs);
  // Visitors are refused with what they had before as well.
  const { run } = await playRefusing(cast, { level: 'hostname' }, (world, back) => () => {
    if (back) Object.assign(world, { trustAt: () => ({ ...world.trust, authorities: [] }) });
    return undefined;
  });
  hear([run]);
  const others = Array.from({ length: MOST }, (_, index) => index + 1);
  for (const seed of [...TELLING, ...others])
    if ([...unheard].some((pattern) => !isWritten(pattern))) hear((await playSeed(seed, cast, false)).runs);
});

test.each(lookedFor)('%s is what runs say', (pattern) => {
  expect(unheard.has(pattern) && !isWritten(pattern)).toBe(false);
});

describe('no property looks for words that nothing holds to be said', () => {
  test('a sentence is written as one', () => {
    const loose = /\.includes\('[^'"]*[a-z,.] [^'"]*'\)|\/[^/\n]*[a-z,.] [a-z][^/\n]*\/u\.(?:test|exec)\(/gu;
    const found = HERE.flatMap(([path, text]) =>
      [...text.matchAll(loose)].map(([words]) => `${path}: ${words}`),
    );
    expect(found).toEqual([]);
  });

  test('a reason is one that the action knows', () => {
    const reasons = HERE.flatMap(([, text]) =>
      [...text.matchAll(/\breason === '([A-Z_]+)'/gu)].map(([, reason]) => reason ?? ''),
    );
    expect(reasons.length).toBeGreaterThan(3);
    expect(reasons.filter((reason) => !SRC.includes(`'${reason}'`))).toEqual([]);
  });
});
