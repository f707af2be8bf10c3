import { expect, test } from '@jest/globals';
import { annotationsFor } from '../../src/report/rendered-report.ts';
import { ESTATE, FAILED_EARLY, ROLLED_BACK } from './samples-gone-wrong.ts';
import { HOSTS_ROTATED, OLD, run, ZONE_ROTATED } from './samples.ts';

test('a run that went well has none', () => expect(annotationsFor(run([ZONE_ROTATED]))).toEqual([]));

test('a warning is told as it is', () =>
  expect(annotationsFor(run([HOSTS_ROTATED]))).toEqual([
    { kind: 'warning', title: 'Origin pull certificate', text: HOSTS_ROTATED.warnings[0]?.sentence },
  ]));

test('a failure says what happened, what is in force and what to do', () =>
  expect(annotationsFor(run([FAILED_EARLY]))).toEqual([
    {
      kind: 'error',
      title: 'Rotation failed',
      text: `The issuer of the new certificate is not the issuer of the one in force, and nothing vouches for it. In force now: Certificate ${OLD.id} is in force, as before. What to do: Give client-ca or origin so that the change can be checked, or set accept-issuer-change: true.`,
    },
  ]));

test.each([
  ['the sentence', 'It was rolled back.', 'It was rolled back.'],
  ['the outcome', '', 'Rolled back.'],
])('without a failure %s is told', (_, sentence, text) =>
  expect(annotationsFor(run([{ ...ROLLED_BACK, failure: undefined, sentence }]))).toEqual([
    { kind: 'error', title: 'Rotation rolled back', text },
  ]),
);

test('of several that went wrong the worst is told and the others counted', () => {
  const [error, ...others] = annotationsFor(run(ESTATE));
  expect(error?.text).toMatch(/^zone-20\.example \(zone\): .* 1 more went wrong: see the job summary\.$/u);
  expect(others).toEqual([]);
});

test('a run that failed without a target is an error too', () =>
  expect(annotationsFor(run([], { outcome: 'failed' }))).toHaveLength(1));

test('the same warning of several targets is one', () => {
  const warnings = [{ reason: 'W', sentence: 'Soon due.' }];
  const named = (name: string) => ({ ...ZONE_ROTATED, name, warnings });
  expect(annotationsFor(run([named('a'), named('b'), named('c')])).map(({ text }) => text)).toEqual(['a and 2 more: Soon due.']);
  expect(annotationsFor(run([named('a'), { ...named('b'), warnings: [] }])).map(({ text }) => text)).toEqual(['a: Soon due.']);
}); // prettier-ignore

test('more than nine warnings become eight and a count; none is longer than the runner takes', () => {
  const warnings = Array.from({ length: 25 }, (_, at) => ({
    reason: 'W',
    sentence: `${at} ${'x'.repeat(9000)}`,
  }));
  const all = annotationsFor(run([{ ...ZONE_ROTATED, warnings }]));
  expect(all).toHaveLength(9);
  expect(all.at(-1)?.text).toBe('The job summary has 17 more.');
  for (const { text } of all) expect(text.length).toBeLessThanOrEqual(4000);
});
