import { describe, expect, test } from '@jest/globals';
import { conclude, failed, type Settled } from '../../src/operations/delete/delete-outcome.ts';
import type { DeletePlan, Candidate } from '../../src/operations/delete/plan-delete.ts';
import { factsOf } from '../../src/zone/certificate-facts.ts';
import type { Fate } from '../../src/zone/delete-and-confirm.ts';
import { held, THEN } from '../rotation/support/observed.ts';

const byId = { zone: 'example.com', level: undefined, what: { kind: 'certificate', id: 'a' } } as const;
const expired = { ...byId, what: { kind: 'expired' } } as const;
const run = { dryRun: false, now: THEN, associations: { complete: true, rows: [] } };

const candidate = (id: string): Candidate => ({ level: 'hostname', certificate: held(id) });
const settled = (id: string, fate: Fate['fate']): Settled => ({
  ...candidate(id),
  fate,
  why: `Why ${id}.`,
});
const judged = (id: string, fate: Fate['fate'], why = `Why ${id}.`) => ({
  ...factsOf(held(id), THEN),
  level: 'hostname',
  fate,
  why,
});
const objection = { reason: 'IN_USE', sentence: 'It is in use.', remedy: 'Move them.' } as const;
const going = (...ids: readonly string[]): Extract<DeletePlan, { kind: 'delete' }> => ({
  kind: 'delete',
  victims: ids.map(candidate),
  kept: [],
});
const fine = { warnings: [], failure: undefined };

test('a refusal tells what stays, and that nothing was sent', () => {
  const plan = { kind: 'refused', kept: [{ ...candidate('a'), objection }] } as const;
  expect(conclude(byId, plan, [], run)).toEqual({
    outcome: 'failed',
    reason: 'IN_USE',
    sentence: 'Refused: It is in use.',
    certificates: [judged('a', 'in-use', 'It is in use.')],
    warnings: [],
    failure: {
      code: 'PLAN_REFUSED',
      happened: 'It is in use.',
      inForce: 'Nothing was changed: a stays.',
      remedy: 'Move them.',
      details: [],
    },
  });
});

test('a deletion that broke off tells what was settled by then', () => {
  const failure = { code: 'CANCELLED', happened: 'Cancelled.', remedy: 'Again.', details: [] } as const;
  expect(failed({ ...failure, inForce: 'All.' }, [settled('a', 'deleted')], THEN)).toEqual({
    outcome: 'failed',
    reason: 'CANCELLED',
    sentence: 'The deletion was not completed.',
    certificates: [judged('a', 'deleted')],
    warnings: [],
    failure: { ...failure, inForce: 'All.' },
  });
});

describe('nothing to delete', () => {
  const nothing = (reason: string, kept: Extract<DeletePlan, { kind: 'nothing' }>['kept'] = []) =>
    conclude(expired, { kind: 'nothing', reason, sentence: 'It is so.', kept }, [], run);

  test.each<readonly [string, readonly object[]]>([
    ['ALREADY_DELETED', []],
    ['NOT_FOUND', [{ reason: 'NOT_FOUND', sentence: 'It is so. Is the id right?' }]],
  ])('%s', (reason, warnings) => {
    expect(nothing(reason)).toEqual({
      outcome: 'unchanged',
      reason,
      sentence: 'It is so.',
      certificates: [],
      warnings,
      failure: undefined,
    });
  });

  test('what is expired and kept is a warning, and listed', () => {
    const { certificates, warnings } = nothing('EXPIRED_IN_USE', [{ ...candidate('k'), objection }]);
    expect(certificates).toEqual([judged('k', 'in-use', 'It is in use.')]);
    expect(warnings).toEqual([
      { reason: 'EXPIRED_IN_USE', sentence: 'Expired, but kept. It is in use. Move them.' },
    ]);
  });
});

test('a dry run names what would go, and what would stay', () => {
  const plan = { ...going('a', 'b'), kept: [{ ...candidate('k'), objection }] };
  expect(conclude(expired, plan, [], { ...run, dryRun: true })).toEqual({
    outcome: 'planned',
    reason: 'TO_DELETE',
    sentence: 'To be deleted: a, b.',
    certificates: [
      judged('a', 'to-delete', 'Nothing refers to it.'),
      judged('b', 'to-delete', 'Nothing refers to it.'),
      judged('k', 'in-use', 'It is in use.'),
    ],
    warnings: [{ reason: 'EXPIRED_IN_USE', sentence: 'Expired, but kept. It is in use. Move them.' }],
    failure: undefined,
  });
});

describe('what came of a deletion', () => {
  const inUse = (id: string) => ({ reason: 'KEPT_IN_USE', sentence: `${id}: Why ${id}.` });
  const unconfirmed = (happened: string, inForce: string) => ({
    outcome: 'failed',
    reason: 'DELETE_UNCONFIRMED',
    sentence: 'The deletion is not confirmed.',
    failure: {
      code: 'DELETE_FAILED',
      happened,
      inForce,
      remedy: 'Run again in a few minutes. What is gone by then is skipped.',
      details: [],
    },
  });
  const untouched = 'No certificate in force was touched.';
  const doubt = 'The certificate u: Why u.';

  test.each<readonly [string, readonly Settled[], object]>([
    [
      'all gone',
      [settled('a', 'deleted'), settled('b', 'deleted')],
      { ...fine, outcome: 'deleted', reason: 'DELETED', sentence: 'Deleted: a, b.' },
    ],
    [
      'some gone, some in use',
      [settled('a', 'deleted'), settled('b', 'in-use'), settled('c', 'in-use')],
      {
        ...fine,
        outcome: 'deleted',
        reason: 'DELETED',
        sentence: 'Deleted: a. Kept: b, c.',
        warnings: [inUse('b'), inUse('c')],
      },
    ],
    [
      'all in use',
      [settled('b', 'in-use')],
      {
        ...fine,
        outcome: 'unchanged',
        reason: 'KEPT_IN_USE',
        sentence: 'Nothing was deleted. Kept: b.',
        warnings: [inUse('b')],
      },
    ],
    [
      'all deleted by others',
      [settled('a', 'already-gone'), settled('b', 'already-gone')],
      {
        ...fine,
        outcome: 'unchanged',
        reason: 'NOTHING_LEFT',
        sentence: 'Nothing was left to delete: somebody else deleted a, b during the run.',
      },
    ],
    [
      'deleted by others, and in use',
      [settled('a', 'already-gone'), settled('b', 'in-use')],
      {
        ...fine,
        outcome: 'unchanged',
        reason: 'KEPT_IN_USE',
        sentence: 'Nothing was left to delete: somebody else deleted a during the run. Kept: b.',
        warnings: [inUse('b')],
      },
    ],
    ['in doubt', [settled('u', 'delete-unconfirmed')], { warnings: [], ...unconfirmed(doubt, untouched) }],
    [
      'in doubt, some gone, some in use',
      [
        settled('a', 'deleted'),
        settled('b', 'in-use'),
        settled('u', 'delete-unconfirmed'),
        settled('v', 'delete-unconfirmed'),
      ],
      {
        warnings: [inUse('b')],
        ...unconfirmed(`${doubt} The certificate v: Why v.`, `Confirmed as deleted: a. ${untouched}`),
      },
    ],
  ])('%s', (_, all, expected) => {
    const { certificates, ...ending } = conclude(expired, going('a'), all, run);
    expect(ending).toEqual(expected);
    expect(certificates).toEqual(all.map(({ certificate, fate }) => judged(certificate.id, fate)));
  });

  test('kept ones follow, with their warnings first', () => {
    const plan = { ...going('b'), kept: [{ ...candidate('k'), objection }] };
    const { certificates, warnings } = conclude(expired, plan, [settled('b', 'in-use')], run);
    expect(certificates).toEqual([judged('b', 'in-use'), judged('k', 'in-use', 'It is in use.')]);
    expect(warnings.map(({ reason }) => reason)).toEqual(['EXPIRED_IN_USE', 'KEPT_IN_USE']);
  });

  test('one asked for by its id that is in use is a failure', () => {
    const happened = 'The certificate a was not deleted. Why a.';
    expect(conclude(byId, going('a'), [settled('a', 'in-use')], run)).toEqual({
      outcome: 'failed',
      reason: 'IN_USE',
      sentence: happened,
      certificates: [judged('a', 'in-use')],
      warnings: [],
      failure: {
        code: 'DELETE_FAILED',
        happened,
        inForce: 'Nothing was changed: a stays.',
        remedy: 'Use `operation: status` to see which hostnames use it, move them, then delete it.',
        details: [],
      },
    });
    expect(conclude(byId, going('a'), [settled('a', 'deleted')], run).outcome).toBe('deleted');
  });
});
