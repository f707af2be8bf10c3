import { expect, test } from '@jest/globals';
import { FINDINGS, searches } from '../../proof/searches.ts';
import { guardsOf, MODELS } from '../../proof/guards.ts';
import { BUGS } from '../simulation/planted/bugs.ts';
import { SHOWN_GUARDS } from '../simulation/traces/judge-trace.ts';

/** Guards of the models that no trace shows, and why. */
const UNSEEN: Readonly<Record<(typeof MODELS)[number], Readonly<Record<string, string>>>> = {
  hostname: {},
  zone: {},
};

test.each(MODELS)(
  'every guard of the model of the %s level is judged in traces, or named as unseen there',
  (model) => {
    const names = guardsOf(model).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(10);
    expect([...SHOWN_GUARDS[model], ...Object.keys(UNSEEN[model])].toSorted()).toEqual(names.toSorted());
  },
);

test.each(MODELS)('each guard of the model of the %s level is taken away in one search', (model) => {
  const missing = searches(true).filter((one) => one.model === model && one.expected === 'violation');
  for (const { name } of guardsOf(model))
    expect(missing.filter(({ defines }) => defines[name] === 0).map((one) => one.name)).toEqual([
      `without ${name}`,
    ]);
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
