import { expect, test } from '@jest/globals';
import { FINDINGS, searches } from '../../proof/searches.ts';
import { guardsOf, MODELS } from '../../proof/guards.ts';
import { SHOWN_GUARDS } from '../simulation/judge-trace.ts';

/** Guards that no call shows: what a run concludes and tells, and what it may take for older. Properties hold these. */
const UNSEEN = {
  hostname: ['BAD_NEWS', 'IN_PLACE', 'OLDER', 'OWN', 'BY_ID', 'RESTART', 'SEEN'],
  zone: [
    'GRACE_OVER',
    'BAD_NEWS',
    'KNOWN_BEFORE',
    'UNDER_WAY',
    'FOUND',
    'SAME_UPLOAD',
    'ORDER',
    'READ_AFTER',
    'NOT_REFUSED',
    'WAY_BACK',
    'BY_ID',
    'RESTART',
  ],
} as const;

test.each(MODELS)(
  'every guard of the model of the %s level is judged in traces, or named as unseen there',
  (model) => {
    const names = guardsOf(model).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(10);
    expect([...SHOWN_GUARDS[model], ...UNSEEN[model]].toSorted()).toEqual(names.toSorted());
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
