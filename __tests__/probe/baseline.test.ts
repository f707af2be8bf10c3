import { describe, expect, test } from '@jest/globals';
import type { HttpAnswer } from '../../src/outside.ts';
import { takeBaseline } from '../../src/probe/baseline.ts';
import { answerOf, NGINX_NONE, SETTINGS, transportError, virtualWorld } from './virtual-world.ts';

const URL_ = 'https://www.example.com/health?key=secret';
const OK = answerOf(200);
const DOWN = answerOf(503);
const LACKS = answerOf(400, { body: NGINX_NONE });
const MOVED = answerOf(301);

const inTurn = (answers: readonly (HttpAnswer | Error)[]): (() => HttpAnswer | Error) => {
  let next = 0;
  return () => {
    const answer = answers[Math.min(next, answers.length - 1)];
    next += 1;
    return answer ?? new Error('no answer planned');
  };
};

describe('asks as often as it takes to be sure', () => {
  test.each([
    ['a healthy site: once', [OK], 'healthy', 1, 'pass'],
    ['a hiccup first', [DOWN, OK], 'healthy', 2, 'pass'],
    ['two hiccups of different kinds', [DOWN, transportError('reset'), OK], 'healthy', 3, 'pass'],
    ['a site that is down: three times', [DOWN], 'failing', 3, 'fail'],
    ['a site without its certificate: three times', [LACKS], 'lacks-certificate', 3, 'fail'],
    ['a redirect: three times', [MOVED], 'inconclusive', 3, 'inconclusive'],
    ['three failures, but not in a row', [DOWN, MOVED, DOWN, MOVED, DOWN, OK], 'healthy', 6, 'pass'],
    ['a hiccup among refusals', [DOWN, LACKS], 'lacks-certificate', 4, 'fail'],
    [
      'a site that cannot make up its mind: seven times',
      [DOWN, LACKS, MOVED, DOWN, LACKS, MOVED, DOWN],
      'failing',
      7,
      'fail',
    ],
  ])('%s', async (_name, answers, kind, requests, verdict) => {
    const world = virtualWorld(inTurn(answers));
    const { baseline, evidence } = await takeBaseline(world, URL_, SETTINGS);
    expect(baseline.kind).toBe(kind);
    expect(world.requests).toHaveLength(requests);
    expect(evidence).toMatchObject({ when: 'before', via: 'edge', verdict, sentence: baseline.sentence });
  });
});

test('the evidence names the page without its query', async () => {
  const { evidence } = await takeBaseline(
    virtualWorld(() => OK),
    URL_,
    SETTINGS,
  );
  expect(evidence).toMatchObject({
    to: 'https://www.example.com/health',
    status: 200,
    at: 1_700_000_000_000,
  });
});

test('no status where there was no answer', async () => {
  const { evidence } = await takeBaseline(
    virtualWorld(() => transportError('dns')),
    URL_,
    SETTINGS,
  );
  expect(evidence.status).toBeUndefined();
});

test('a stopped run asks no more', async () => {
  const world = virtualWorld(() => {
    world.stopNow();
    return DOWN;
  });
  await takeBaseline(world, URL_, SETTINGS);
  expect(world.requests).toHaveLength(1);
});

test.each([
  ['three quarters of a second at least', 0, 750],
  ['a second and a quarter at most', 1, 1_250],
])('between two answers lie %s', async (_, random, pause) => {
  const world = virtualWorld(inTurn([DOWN, OK]), { random: () => random });
  await takeBaseline(world, URL_, SETTINGS);
  expect(world.requests.map(({ at }) => at)).toEqual([0, pause]);
});

test('a run whose time ends just now asks no more', async () => {
  const world = virtualWorld(() => DOWN, { deadline: 1_000 });
  await takeBaseline(world, URL_, SETTINGS);
  expect(world.requests.map(({ at }) => at)).toEqual([0, 1_000]);
});

test('a run out of time asks no more', async () => {
  const world = virtualWorld(() => DOWN, { deadline: 900 });
  await takeBaseline(world, URL_, SETTINGS);
  expect(world.requests.map(({ at }) => at)).toEqual([0, 1_000]);
});
