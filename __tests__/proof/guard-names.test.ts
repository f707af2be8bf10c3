import { expect, test } from '@jest/globals';
import { FINDINGS, searches } from '../../proof/searches.ts';
import { guardsOf, linesOf, MODELS } from '../../proof/guards.ts';
import { BUGS } from '../simulation/planted/bugs.ts';
import { SHOWN_GUARDS } from '../simulation/traces/judge-trace.ts';

/**
 * The models that traces are held against. What a run brings that it issued itself is held against them as well;
 * of the rules in the model of issuing, those on when to issue and what to adopt are the issued worlds' own business.
 */
const TRACED = ['hostname', 'zone'] as const;

test.each(TRACED)('every guard of the model of the %s level is judged in traces', (model) => {
  const names = guardsOf(model).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(10);
  expect(SHOWN_GUARDS[model].toSorted()).toEqual(names.toSorted());
});

test.each(MODELS)('each guard of the model %s is taken away in one search', (model) => {
  const missing = searches(true).filter((one) => one.model === model && one.expected === 'violation');
  for (const { name } of guardsOf(model))
    expect(missing.filter(({ defines }) => defines[name] === 0).map((one) => one.name)).toEqual([
      `without ${name}`,
    ]);
});

test.each(MODELS)('no file of the model %s is longer than a file may be', (model) => {
  expect(linesOf(model).filter((lines) => lines > 250)).toEqual([]);
});

test('every finding names a guard', () => {
  const names = new Set(MODELS.flatMap((model) => guardsOf(model).map(({ name }) => `${model} ${name}`)));
  expect(Object.keys(FINDINGS).filter((one) => !names.has(one))).toEqual([]);
});

test('of every finding a planted bug leaves a trace that its guard refuses', () => {
  const refused = new Set<string>(BUGS.flatMap(({ guard }) => guard ?? []));
  const guards = Object.keys(FINDINGS).map((one) => one.split(' ')[1] ?? '');
  // What is only found stands beside another one then whose order is unknown, and that is refused first.
  expect(guards.filter((one) => !refused.has(one))).toEqual(['FOUND']);
});
