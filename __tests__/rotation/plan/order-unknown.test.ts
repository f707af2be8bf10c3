import { describe, expect, test } from '@jest/globals';
import type { ZoneObservation } from '../../../src/rotation/observe/observation.ts';
import { before, certificateBefore } from '../../../src/rotation/outcome/in-force.ts';
import { plan } from '../../../src/rotation/plan/make-plan.ts';
import { uploadedWith } from '../../../src/zone/observed.ts';
import { held } from '../support/observed.ts';
import { copy, former, NOW, SUCCESSOR, targetOf, zoneSeen } from '../support/planned.ts';

const MINUTE = 60_000;
const at = (minutesBefore: number) => (copy.uploadedOn ?? 0) - minutesBefore * MINUTE;
/** Uploaded a moment before the successor's copy. */
const rival = held('rival', { uploadedOn: at(1) });
const certificates = [copy, rival, former];
const decided = (seen: Partial<ZoneObservation>, enable = true) =>
  plan(targetOf({ policy: { enable } }), zoneSeen({ certificates, ...seen }), NOW);
const serves = (served: string): ZoneObservation['baselines'] => [
  { url: 'https://www.example.com/', baseline: { kind: 'healthy', status: 200, served, sentence: '' } },
];

describe('where two were uploaded at about the same time', () => {
  test('neither is told as in force, and nothing is deleted', () => {
    expect(decided({})).toMatchObject({
      kind: 'refused',
      reason: 'ORDER_UNKNOWN',
      text: {
        happened:
          'This certificate is in the zone as new, and rival was uploaded so shortly before it that Cloudflare may have deployed it later. It is not known which of them is in force.',
        remedy: expect.stringContaining('Issue a fresh certificate'),
      },
    });
  });

  test('both are named as what may be in force', () => {
    const seen = zoneSeen({ presented: { kind: 'certificate', certificate: copy, perhaps: [rival] } });
    expect(before(seen)).toBe('new or rival is in force for the zone');
    expect(certificateBefore(seen)).toBeUndefined();
  });

  test('the one that the origin names is in force; the other one is left alone', () => {
    const named = decided({ baselines: serves(SUCCESSOR.serialNumber) });
    expect(named).toMatchObject({ kind: 'rotate', adopt: copy, remove: [former] });
    expect(decided({ certificates: [copy, rival], baselines: serves(SUCCESSOR.serialNumber) }).kind).toBe(
      'idle',
    );
    expect(decided({ baselines: serves('1234567890') })).toMatchObject({ reason: 'ORDER_UNKNOWN' });
  });

  test('that is of no account where the zone is off and stays off', () => {
    expect(decided({ switchOn: false }, false)).toMatchObject({ kind: 'rotate', adopt: copy });
    expect(decided({ switchOn: false }, true)).toMatchObject({ reason: 'ORDER_UNKNOWN' });
  });

  test('a successor that is still to be uploaded replaces both', () => {
    const later = plan(targetOf(), zoneSeen({ certificates: [rival, former] }), NOW);
    expect(later).toMatchObject({ kind: 'rotate', adopt: undefined, remove: [rival, former] });
  });
});

test.each([
  ['a moment before', 1, ['rival']],
  ['longer before than a deployment may take', 10, []],
])('another one that was uploaded %s', (_, minutes, expected) => {
  const others = [copy, held('rival', { uploadedOn: at(minutes) })];
  expect(uploadedWith(copy, others, 10 * MINUTE).map(({ id }) => id)).toEqual(expected);
});
