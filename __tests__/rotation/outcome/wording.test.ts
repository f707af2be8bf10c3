import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../../src/errors.ts';
import { BATCH } from '../../../src/rotation/apply/cut-over.ts';
import { plannedPhases } from '../../../src/rotation/outcome/planned-phases.ts';
import { placeOf, sentenceOf } from '../../../src/rotation/outcome/sentences.ts';
import type { Ending } from '../../../src/rotation/outcome/sentences.ts';
import type { Move, RotationPlan } from '../../../src/rotation/plan/plan.ts';
import type { Undone } from '../../../src/rotation/roll-back/way-back.ts';
import { copy, former, foreign, NOW, planOf, probesOf, targetOf } from '../support/planned.ts';

const error = new ActionError('VERIFICATION_FAILED', { happened: 'The probe failed.', remedy: 'Mend it.' });
const failure = new ActionError('API_REFUSED', { happened: 'Cloudflare refused.', remedy: 'Ask it.' });
const hosts = (count: number) =>
  targetOf({ level: 'hostname', hostnames: Array.from({ length: count }, (_, at) => `h${at}.example.com`) });
const idle: Ending = {
  kind: 'idle',
  plan: { ...planOf({ spared: [] }), kind: 'idle', reason: 'ALREADY_IN_FORCE', adopt: copy },
};
const rotated = (reason: RotationPlan['reason']): Ending => ({
  kind: 'rotated',
  plan: planOf({ reason }),
  successor: copy,
});
const planned = (more: Partial<RotationPlan>): Ending => ({ kind: 'planned', plan: planOf(more) });
const undone = (kind: Undone['kind']): Ending => ({
  kind: 'rolled-back',
  plan: planOf(),
  error,
  undone: { kind, sentence: 'So it was undone.' },
});
const ALL = { presented: true, dark: [] };
const NONE = { presented: false, dark: [] };

describe('how a rotation ended', () => {
  test.each<readonly [string, Ending, typeof ALL]>([
    ['The certificate is already in force for the zone example.com; there was nothing to do.', idle, ALL],
    [
      'The certificate is at Cloudflare already, not presented for the zone example.com; there was nothing to do.',
      idle,
      NONE,
    ],
    ['The first certificate is in force for the zone example.com.', rotated('FIRST_SET_UP'), ALL],
    ['The new certificate is in force for the zone example.com.', rotated('REPLACE'), ALL],
    ['An earlier rotation was finished for the zone example.com.', rotated('FINISH_EARLIER_RUN'), ALL],
    ['Origin pulls were switched on for the zone example.com.', rotated('SWITCH_ON'), ALL],
    ['The certificate is at Cloudflare, not presented for the zone example.com.', rotated('REPLACE'), NONE],
    [
      'The first certificate would be put in force for the zone example.com.',
      planned({ reason: 'FIRST_SET_UP' }),
      NONE,
    ],
    [
      'A new certificate would be put in force for the zone example.com, and 2 previous ones deleted after that.',
      planned({ remove: [former, foreign] }),
      NONE,
    ],
    [
      'An earlier rotation would be finished for the zone example.com, and the previous one deleted after that.',
      planned({ reason: 'FINISH_EARLIER_RUN', adopt: copy, remove: [former] }),
      NONE,
    ],
    ['Origin pulls would be switched on for the zone example.com.', planned({ reason: 'SWITCH_ON' }), NONE],
    [
      'Stopped before any change to the zone example.com. It is odd.',
      {
        kind: 'refused',
        plan: {
          kind: 'refused',
          reason: 'ODD',
          text: { happened: 'It is odd.', remedy: 'Mend it.' },
          warnings: [],
        },
      },
      NONE,
    ],
    [
      'The rotation for the zone example.com did not finish. The probe failed.',
      { kind: 'stopped', plan: undefined, error },
      NONE,
    ],
    [
      'The new certificate for the zone example.com failed, and there was no way back. So it was undone.',
      undone('no-way-back'),
      NONE,
    ],
    [
      'The new certificate for the zone example.com failed. So it was undone. The probe failed.',
      undone('nothing-moved'),
      NONE,
    ],
    [
      'The new certificate for the zone example.com failed, and the change was undone. The probe failed.',
      undone('restored'),
      NONE,
    ],
    [
      'The new certificate for the zone example.com failed, and the change was undone. The probe failed.',
      undone('one-call'),
      NONE,
    ],
    [
      'The new certificate for the zone example.com failed, and rolling back failed too. Cloudflare refused.',
      { kind: 'roll-back-failed', plan: planOf(), error, failure },
      NONE,
    ],
  ])('%s', (sentence, ending, presentation) => {
    expect(sentenceOf(ending, targetOf(), presentation, true)).toBe(sentence);
  });

  test('is nothing new where nothing was changed: what it was to delete had to stay', () => {
    expect(sentenceOf(rotated('FINISH_EARLIER_RUN'), targetOf(), ALL, false)).toBe(
      'The certificate is already in force for the zone example.com.',
    );
  });

  test.each([
    [
      'The certificate is already in force for h0.example.com; there was nothing to do. Not presented for h1.example.com.',
      idle,
    ],
    [
      'The new certificate is in force for h0.example.com. Not presented for h1.example.com.',
      rotated('REPLACE'),
    ],
  ])('%s', (sentence, ending) => {
    expect(sentenceOf(ending, hosts(2), { presented: true, dark: ['h1.example.com'] }, true)).toBe(sentence);
  });

  test.each([
    ['the zone example.com', targetOf()],
    ['h0.example.com, h1.example.com, h2.example.com', hosts(3)],
    ['4 hostnames of example.com', hosts(4)],
    ['the hostnames of abc', targetOf({ level: 'hostname', replace: 'abc' })],
    ['the hostnames of example.com', targetOf({ level: 'hostname' })],
  ])('is told of %s', (place, target) => {
    expect(placeOf(target)).toBe(place);
  });
});

describe('what a dry run would do', () => {
  const move = (hostname: string, pointed = false): Move => ({
    hostname,
    before: undefined,
    enabled: true,
    pointed,
  });
  const steps = (more: Partial<RotationPlan>, ...urls: readonly string[]) =>
    plannedPhases(targetOf({ policy: { probes: probesOf(...urls) } }), planOf(more), NOW).map(
      ({ name, detail }) => `${name}: ${detail}`,
    );

  test('is every step in its order', () => {
    expect(
      steps(
        {
          discard: copy,
          switchOn: true,
          canary: 'a',
          moves: [move('a'), move('b', true), move('c')],
          remove: [former, foreign],
        },
        'https://a/',
        'https://c/',
      ),
    ).toEqual([
      'delete: remove new, a copy whose deployment timed out',
      'upload: upload the certificate',
      'activate: wait until it is active',
      'switch-on: switch origin pulls on for the zone',
      'canary: point a at it first, and probe it',
      'associate: point c at it',
      'probe: probe 2 URLs through Cloudflare',
      'grace: wait 2 min (grace period)',
      'observe-again: check everything again',
      'delete: delete old, foreign',
    ]);
  });

  test('is nothing that is done already', () => {
    expect(steps({ adopt: copy, moves: [move('a', true)] })).toEqual([]);
    expect(steps({ adopt: copy }, 'https://a/')).toEqual(['probe: probe 1 URL through Cloudflare']);
    expect(steps({ adopt: { ...copy, status: 'pending_deployment' } })).toEqual([
      'activate: wait until it is active',
    ]);
    expect(plannedPhases(targetOf(), planOf({ adopt: copy, switchOn: true }), NOW)).toEqual([
      {
        name: 'switch-on',
        startedAt: NOW,
        endedAt: NOW,
        outcome: 'planned',
        detail: 'switch origin pulls on for the zone',
      },
    ]);
  });

  test('is done by batches', () => {
    const moves = (count: number) => Array.from({ length: count }, (_, at) => move(`h${at}`));
    expect(steps({ adopt: copy, moves: moves(BATCH) })).toEqual([expect.stringMatching(/ at it$/u)]);
    expect(steps({ adopt: copy, moves: moves(BATCH + 1) })).toEqual([
      expect.stringMatching(new RegExp(` at it, ${BATCH} at a time$`, 'u')),
    ]);
  });
});
