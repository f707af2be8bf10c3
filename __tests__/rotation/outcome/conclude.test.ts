import { describe, expect, test } from '@jest/globals';
import type { Concluding } from '../../../src/rotation/outcome/failure.ts';
import type { Ending } from '../../../src/rotation/outcome/sentences.ts';
import type { TargetResult } from '../../../src/rotation/result.ts';
import type { WriteRecord } from '../../../src/rotation/write-record.ts';
import { factsOf, factsOfLeaf } from '../../../src/zone/certificate-facts.ts';
import {
  backed,
  concluded,
  error,
  fates,
  idle,
  lost,
  move,
  plan,
  REFUSED,
  rotated,
  stopped,
} from '../support/concluded.ts';
import { copy, foreign, former, NOW, planOf, SUCCESSOR, targetOf, zoneSeen } from '../support/planned.ts';

describe('a result', () => {
  test('says all of a rotation', () => {
    expect(concluded(rotated(), { ...fates('deleted'), uploaded: 'new', successor: 'new' })).toEqual({
      name: 'example.com (zone)',
      zone: { asked: 'example.com', id: 'zone-id', name: 'example.com' },
      level: 'zone',
      hostnames: [],
      outcome: 'rotated',
      changed: true,
      reason: 'REPLACE',
      sentence: 'The new certificate is in force for the zone example.com.',
      stood: 'old is in force for the zone',
      successor: {
        id: 'new',
        fingerprint: SUCCESSOR.fingerprint,
        fingerprintSha1: SUCCESSOR.fingerprintSha1,
        serialNumber: SUCCESSOR.serialNumber,
        subject: SUCCESSOR.subject,
        issuer: SUCCESSOR.issuer,
        notAfter: SUCCESSOR.notAfter,
        daysLeft: 100,
      },
      inForce: factsOf(copy, NOW),
      before: [],
      predecessors: [{ ...factsOf(former, NOW), fate: 'deleted', why: 'So it went.' }],
      spared: [{ ...factsOf(foreign, NOW), reason: 'OTHER_LINEAGE', why: 'It is foreign.' }],
      phases: [],
      evidence: [],
      warnings: [],
      failure: undefined,
    });
  });

  test('has what was done, and in a dry run what would be', () => {
    const steps = (ending: Ending) => concluded(ending).phases.map(({ name, outcome }) => [name, outcome]);
    expect(steps({ kind: 'planned', plan: planOf() })).toEqual([
      ['upload', 'planned'],
      ['activate', 'planned'],
    ]);
    expect(steps(rotated())).toEqual([]);
  });

  test('knows no more of a zone that was not seen', () => {
    expect(
      concluded(
        { kind: 'stopped', plan: undefined, error },
        {},
        { observation: undefined, target: targetOf({ hostnames: ['a'] }) },
      ),
    ).toMatchObject({
      zone: { asked: 'example.com', id: undefined, name: undefined },
      hostnames: ['a'],
      successor: { id: undefined, daysLeft: 100 },
      inForce: undefined,
      predecessors: [],
      spared: [],
      failure: { code: 'VERIFICATION_FAILED', inForce: 'Nothing was changed.' },
    });
  });

  test.each<readonly [string, Ending, Partial<WriteRecord>, Partial<TargetResult>]>([
    ['of nothing to do', idle, {}, { outcome: 'unchanged', changed: false, reason: 'ALREADY_IN_FORCE' }],
    [
      'of a dry run',
      { kind: 'planned', plan },
      {},
      { outcome: 'planned', changed: false, reason: 'REPLACE' },
    ],
    ['of a rotation that changed nothing', rotated(), {}, { outcome: 'unchanged', changed: false }],
    [
      'of a refusal',
      { kind: 'refused', plan: REFUSED },
      {},
      { outcome: 'failed', changed: false, reason: 'ODD' },
    ],
    ['of a stop', stopped(), {}, { outcome: 'failed', changed: false, reason: 'VERIFICATION_FAILED' }],
    ['of a way back', backed('restored'), {}, { outcome: 'rolled-back', reason: 'VERIFICATION_FAILED' }],
    ['of a way back in one call', backed('one-call'), {}, { outcome: 'rolled-back' }],
    ['of an upload taken back', backed('nothing-moved'), {}, { outcome: 'failed' }],
    ['of no way back', backed('no-way-back'), {}, { outcome: 'failed' }],
    ['of a way back that failed', lost, {}, { outcome: 'failed', reason: 'VERIFICATION_FAILED' }],
  ])('%s', (_, ending, sent, expected) => {
    expect(concluded(ending, sent)).toMatchObject(expected);
  });

  test.each<readonly [string, boolean, Partial<WriteRecord>]>([
    ['an upload', true, { uploaded: 'new' }],
    ['an upload of which nobody knows', true, { uploadUnsettled: true }],
    ['the switch', true, { switchedOn: true }],
    ['a hostname', true, { moved: [move('a')] }],
    ['a hostname that was pointed back', true, { back: [move('a')] }],
    ['a delete', true, fates('deleted')],
    ['a delete of which nobody knows', true, fates('delete-unconfirmed')],
    ['nothing where it was kept', false, fates('kept')],
    ['nothing where it is in use', false, fates('in-use')],
    ['nothing where all was undone', false, { uploaded: 'new', withdrawn: 'gone', undone: true }],
    ['what is left of an upload that was undone', true, { undone: true, uploaded: 'new' }],
    ['what was taken over and is gone', true, { undone: true, adopted: 'new', withdrawn: 'gone' }],
    ['nothing where what was taken over stays', false, { undone: true, adopted: 'new' }],
    ['what no way back brings back', true, { ...fates('deleted'), undone: true }],
  ])('counts as a change: %s (%j)', (_, changed, sent) => {
    expect(concluded(stopped(), sent).changed).toBe(changed);
  });

  test.each<readonly [string, string | undefined, Ending, Partial<WriteRecord>, Partial<Concluding>]>([
    ['the new one, once rotated', 'new', rotated(), {}, {}],
    ['the new one, where there was nothing to do', 'new', idle, {}, {}],
    ['none, where the zone is off', undefined, rotated(), {}, { observation: zoneSeen({ switchOn: false }) }],
    [
      'none, where there was nothing to do and the zone is off',
      undefined,
      idle,
      {},
      { observation: zoneSeen({ switchOn: false }) },
    ],
    [
      'the new one, where it was switched on',
      'new',
      rotated(planOf({ switchOn: true })),
      {},
      { observation: zoneSeen({ switchOn: false }) },
    ],
    ['the former, where nothing was changed', 'old', stopped(), {}, {}],
    ['the former, where it was refused', 'old', { kind: 'refused', plan: REFUSED }, {}, {}],
    ['the former, in a dry run', 'old', { kind: 'planned', plan }, {}, {}],
    ['the former, where all was undone', 'old', backed('restored'), { uploaded: 'new', undone: true }, {}],
    ['none for sure, after a change', undefined, stopped(), { uploaded: 'new', successor: 'new' }, {}],
    [
      'the new one, where it was seen',
      'new',
      stopped(),
      { uploaded: 'new', successor: 'new', seenInForce: true },
      {},
    ],
    [
      'none, where it was seen but the zone is off',
      undefined,
      stopped(),
      { uploaded: 'new', successor: 'new', seenInForce: true },
      { observation: zoneSeen({ switchOn: false }) },
    ],
    [
      'none, where none was',
      undefined,
      stopped(),
      {},
      { observation: zoneSeen({ presented: { kind: 'shared' } }) },
    ],
  ])('names as in force %s', (_, id, ending, sent, more) => {
    expect(concluded(ending, sent, more).inForce?.id).toBe(id);
  });

  test.each<readonly [string, string | undefined, Ending, Partial<WriteRecord>]>([
    ['as the run knows it', 'new', stopped(), { successor: 'new' }],
    ['as it was taken over', 'new', stopped(planOf({ adopt: copy })), {}],
    ['not at all where it was refused', undefined, { kind: 'refused', plan: REFUSED }, {}],
    ['not at all before it is uploaded', undefined, { kind: 'planned', plan }, {}],
  ])('names the new certificate %s', (_, id, ending, sent) => {
    expect(concluded(ending, sent).successor).toEqual(factsOfLeaf(id, SUCCESSOR, NOW));
  });
});
