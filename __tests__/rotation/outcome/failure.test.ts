import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../../src/errors.ts';
import { notStarted } from '../../../src/rotation/outcome/conclude.ts';
import type { Ending } from '../../../src/rotation/outcome/sentences.ts';
import type { RotationPlan } from '../../../src/rotation/plan/plan.ts';
import type { SparedCertificate } from '../../../src/rotation/plan/succession.ts';
import type { WriteRecord } from '../../../src/rotation/write-record.ts';
import { factsOfLeaf } from '../../../src/zone/certificate-facts.ts';
import {
  backed,
  concluded,
  fates,
  idle,
  lost,
  move,
  onRequest,
  plan,
  REFUSED,
  rotated,
  spared,
  stopped,
} from '../support/concluded.ts';
import { listed, tied } from '../support/observed.ts';
import { former, hostnamesSeen, NOW, planOf, SUCCESSOR, targetOf } from '../support/planned.ts';

describe('predecessors in a result', () => {
  const told = (ending: Ending, sent: Partial<WriteRecord> = {}) =>
    concluded(ending, sent).predecessors.map(({ id, fate, why }) => [id, fate, why]);

  test.each<readonly [string, Ending, Partial<WriteRecord>, readonly unknown[]]>([
    [
      'are to be deleted',
      { kind: 'planned', plan },
      {},
      ['to-delete', 'To be deleted once the new one is verified.'],
    ],
    ['went', rotated(), fates('deleted'), ['deleted', 'So it went.']],
    ['stay where the run ended', stopped(), {}, ['kept', '']],
    [
      'stay where all was undone',
      backed('restored'),
      { undone: true },
      ['kept', 'The run restored the previous state.'],
    ],
  ])('%s', (_, ending, sent, fate) => {
    expect(told(ending, sent)).toEqual([['old', ...fate]]);
  });

  test('are also those kept on request, or for other hostnames, but no others', () => {
    const inUse: SparedCertificate = { certificate: former, reason: 'IN_USE', why: 'Still used by c.' };
    expect(told(rotated(planOf({ spared: [onRequest, spared] })))).toEqual([['old', 'kept', 'Asked for.']]);
    const moved = planOf({ spared: [inUse, spared], moves: [move('a')] });
    expect(told(rotated(moved))).toEqual([['old', 'in-use', 'Still used by c.']]);
    expect(told(rotated(planOf({ spared: [inUse] })))).toEqual([]);
    const ids = (one: RotationPlan) => concluded(rotated(one)).spared.map(({ id }) => id);
    expect([ids(moved), ids(planOf({ spared: [inUse, onRequest] }))]).toEqual([['foreign'], ['old']]);
  });

  test('are none of a run that was refused or had nothing to do, which only spares', () => {
    expect(concluded(idle)).toMatchObject({
      predecessors: [],
      spared: [{ id: 'foreign', reason: 'OTHER_LINEAGE' }],
    });
    expect(concluded({ kind: 'refused', plan: REFUSED })).toMatchObject({ predecessors: [], spared: [] });
    for (const ending of [stopped(), backed('restored'), lost])
      expect(concluded(ending)).toMatchObject({ spared: [{ id: 'foreign' }] });
  });
});

describe('hostnames in a result', () => {
  const observation = hostnamesSeen({
    associations: listed(tied('a.example.com', 'old', { enabled: false })),
  });

  test('are told with what they had', () => {
    expect(concluded(idle, {}, { observation })).toMatchObject({
      hostnames: ['a.example.com', 'b.example.com'],
      before: [
        { hostname: 'a.example.com', certificateId: 'old', enabled: false },
        { hostname: 'b.example.com', certificateId: undefined, enabled: undefined },
      ],
      sentence: expect.stringContaining('not presented for'),
    });
  });
});

describe('the failure in a result', () => {
  const KEPT = 'Nothing was changed: old is in force for the zone.';
  test.each<readonly [string, Ending, object | undefined]>([
    ['is none where it did not fail', rotated(), undefined],
    ['is none in a dry run', { kind: 'planned', plan }, undefined],
    ['is none where there was nothing to do', idle, undefined],
    [
      'is a refusal',
      { kind: 'refused', plan: REFUSED },
      { code: 'PLAN_REFUSED', happened: 'It is odd.', inForce: KEPT, remedy: 'Mend it.', details: [] },
    ],
    [
      'is what stopped it',
      stopped(),
      {
        code: 'VERIFICATION_FAILED',
        happened: 'The probe failed.',
        inForce: KEPT,
        remedy: 'Mend it.',
        details: [],
      },
    ],
    [
      'is what was wrong, and how it was undone',
      backed('restored'),
      {
        code: 'VERIFICATION_FAILED',
        happened: 'The probe failed.',
        inForce: `So it was undone. ${KEPT}`,
        remedy: 'Mend it.',
        details: [],
      },
    ],
    [
      'is both, where going back failed',
      lost,
      {
        code: 'ROLLBACK_FAILED',
        happened: 'The probe failed. Rolling back failed as well. Cloudflare refused.',
        inForce: KEPT,
        remedy: 'Ask it.',
        details: [],
      },
    ],
  ])('%s', (_, ending, expected) => {
    expect(concluded(ending).failure).toEqual(expected);
  });
});

test('a target that was not started has nothing but its name', () => {
  expect(notStarted(targetOf({ hostnames: ['a'] }), 'it is odd', NOW)).toEqual({
    name: 'example.com (zone)',
    zone: { asked: 'example.com', id: undefined, name: undefined },
    level: 'zone',
    hostnames: ['a'],
    outcome: 'not-started',
    changed: false,
    reason: 'NOT_STARTED',
    sentence: 'Not started, since it is odd.',
    stood: undefined,
    successor: factsOfLeaf(undefined, SUCCESSOR, NOW),
    inForce: undefined,
    before: [],
    predecessors: [],
    spared: [],
    phases: [],
    evidence: [],
    warnings: [],
    failure: undefined,
  });
});

describe('a roll-back that the API did not take', () => {
  test.each<readonly [string, Partial<WriteRecord>]>([
    ['', {}],
    ['Check the site now. If visitors are refused, delete new in the dashboard. ', { uploaded: 'new' }],
    ['', { uploaded: 'new', withdrawn: 'asked' }],
    [
      'Check the site now. If visitors are refused, switch origin pulls of the zone off in the dashboard. ',
      { uploaded: 'new', switchedOn: true },
    ],
    [
      'Check the site now. If visitors are refused, point a, b back to what they had in the dashboard. ',
      { uploaded: 'new', moved: [move('a'), move('b')] },
    ],
  ])('tells first what a person can do: %s', (first, sent) => {
    expect(concluded(lost, { ...sent }).failure?.remedy).toBe(`${first}Ask it.`);
  });

  test('and nothing of the kind where it was another thing that failed', () => {
    const other = new ActionError('ROLLBACK_FAILED', { happened: 'So it was.', remedy: 'Look.' });
    const ending: Ending = { kind: 'roll-back-failed', plan, error: other, failure: other };
    expect(concluded(ending, { uploaded: 'new' }).failure?.remedy).toBe('Look.');
  });
});
