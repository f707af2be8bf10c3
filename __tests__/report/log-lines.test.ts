import { expect, test } from '@jest/globals';
import { annotationsFor } from '../../src/report/rendered-report.ts';
import { endingLine, openingLine } from '../../src/report/rotation-story.ts';
import { closingLines } from '../../src/report/rendered-report.ts';
import { renderSummary } from '../../src/report/rendered-report.ts';
import { ESTATE, PLANNED, ROLLED_BACK } from './samples-gone-wrong.ts';
import { FIRST_SET_UP, HOSTS_ROTATED, MANUAL, NEW, OLD, predecessor, run, ZONE_ROTATED } from './samples.ts';

test.each([
  [
    'a rotation',
    run([HOSTS_ROTATED]),
    [
      'Three hostnames of example.com now use the new certificate.',
      `In force now: certificate ${NEW.id}, valid until 2027-02-21, 90 days left.`,
      'Previous certificate c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3 is kept because it is still in use. shop.example.com, which is not part of this target, still uses it.',
      'Rotated: example.com (app.example.com and 2 more). The run took 2 min 38 s.',
    ],
  ],
  [
    'a rollback',
    run([ROLLED_BACK]),
    ['Rolled back: example.com (app.example.com and 2 more). The run took 2 min 38 s.'],
  ],
  [
    'a dry run',
    run([PLANNED], { dryRun: true }),
    [
      'To be done: upload the certificate.',
      'To be done: move three hostnames to it.',
      'To be done: wait for 2 min.',
      `To be done: delete ${OLD.id}.`,
      'Three hostnames of example.com would move to the new certificate.',
      `In force now: certificate ${OLD.id}, valid until 2026-12-05, 12 days left.`,
      'Planned: example.com (app.example.com and 2 more). The run took 2 min 38 s. This was a dry run: nothing was changed.',
    ],
  ],
])('the last lines of %s can be read aloud', (_, result, lines) =>
  expect(closingLines(result)).toEqual(lines),
);

test('the first line says what the run is about, and each of several targets has one as it ends', () => {
  expect(openingLine(['a'])).toBe('Target: a.');
  expect(openingLine(['a', 'b'])).toBe('2 targets');
  expect(endingLine(ZONE_ROTATED)).toBe(
    'example.com (zone): rotated, in force until 2027-02-21, 90 days left.',
  );
  expect(endingLine({ ...ROLLED_BACK, inForce: undefined })).toBe(
    'example.com (app.example.com and 2 more): rolled back.',
  );
  expect(endingLine(PLANNED)).toBe(
    `example.com (app.example.com and 2 more): planned (upload the certificate, move three hostnames to it, wait for 2 min, delete ${OLD.id}), in force until 2026-12-05, 12 days left.`,
  );
});

test('a failure is told once: with the annotation, and of several targets the others in the log', () => {
  const sentence = `Stopped before any change. ${ROLLED_BACK.failure!.happened}`;
  const target = (name: string) => ({ ...ROLLED_BACK, name, sentence });
  const all = run([target('a'), target('b'), ZONE_ROTATED]);
  const told = [...closingLines(all), ...annotationsFor(all).map(({ text }) => text)].join('\n');
  expect(told.split(ROLLED_BACK.failure!.happened)).toHaveLength(3);
  expect(renderSummary(run([target('a')]), MANUAL).split(ROLLED_BACK.failure!.happened)).toHaveLength(2);
});

test('what is not known is said to be so', () => {
  const bare = { ...NEW, id: undefined, notAfter: undefined, daysLeft: undefined };
  expect(closingLines(run([{ ...FIRST_SET_UP, inForce: undefined }]))).toContain('It is not known what is in force now.');
  expect(closingLines(run([{ ...FIRST_SET_UP, inForce: bare }]))).toContain('In force now: certificate with an unknown id.');
  expect(closingLines(run([{ ...FIRST_SET_UP, inForce: { ...NEW, daysLeft: undefined } }]))).toContain(
    `In force now: certificate ${NEW.id}, valid until 2027-02-21.`,
  );
  const nameless = predecessor({ id: undefined, fate: 'delete-unconfirmed', why: '' });
  expect(closingLines(run([{ ...ZONE_ROTATED, predecessors: [nameless] }]))).toContain(
    'Previous certificate with an unknown id was to be deleted, but that is not confirmed.',
  );
}); // prettier-ignore

test('a plan says what there is where no one certificate is in force', () => {
  const stood = 'origin pulls of the zone are off';
  const planned = { ...FIRST_SET_UP, outcome: 'planned' as const, inForce: undefined, stood };
  expect(closingLines(run([planned]))).toContain('In force now: origin pulls of the zone are off.');
});

test('of many targets only the failures that no annotation tells have a line', () => {
  const [failure, ...others] = closingLines(run(ESTATE));
  expect(failure).toMatch(/^zone-\d+\.example \(zone\): .* What to do: /u);
  expect(others).toEqual([
    '30 targets: 1 failed, 1 rolled back, 18 rotated, 10 unchanged. The run took 2 min 38 s.',
  ]);
});

test('a failure that knows nothing of what is in force leaves it to the line above', () => {
  const failure = { ...ROLLED_BACK.failure!, inForce: undefined };
  const lines = closingLines(run([{ ...ROLLED_BACK, failure }]));
  expect(lines.filter((line) => line.startsWith('In force now'))).toEqual([
    `In force now: not the new certificate, but certificate ${OLD.id}, valid until 2026-12-05, 12 days left.`,
  ]);
});
