import { expect, test } from '@jest/globals';
import { echoTellsThemApart } from '../../../src/rotation/plan/checks.ts';
import { former, targetOf, zoneSeen } from '../support/planned.ts';
import { said } from '../support/verdicts.ts';

const { successor } = targetOf();
const serialNumber = former.leaf?.serialNumber ?? '';
const twin = targetOf({ successor: { ...successor, leaf: { ...successor.leaf, serialNumber } } });
const seen = (served: string | undefined) => {
  const baseline = { kind: 'healthy', status: 200, served, sentence: '' } as const;
  return zoneSeen({ baselines: [{ url: 'https://www.example.com/', baseline }] });
};
const input = (served: string | undefined, target = twin) => ({
  target,
  observation: seen(served),
  presented: [{ kind: 'certificate', certificate: former }] as const,
});

test('an origin that names a serial number which the one in force has as well stops the run', () => {
  expect(said(echoTellsThemApart, input(serialNumber))).toMatchObject({
    kind: 'refuse',
    reason: 'SERIAL_NUMBER_SHARED',
    text: { happened: expect.stringContaining(`, ${serialNumber}, as ${former.id}, which is in force.`) },
  });
});

test.each([
  ['it names no certificate', input(undefined)],
  ['it names the fingerprint', input(former.leaf?.fingerprint)],
  ['the numbers differ', input(serialNumber, targetOf())],
  [
    'the certificate is the one in force',
    input(serialNumber, targetOf({ successor: { ...successor, leaf: former.leaf ?? successor.leaf } })),
  ],
])('it does not where %s', (_, one) => {
  expect(said(echoTellsThemApart, one)).toBeUndefined();
});
