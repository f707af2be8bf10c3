import { describe, expect, test } from '@jest/globals';
import { renderFirstReport } from '../../src/report/outputs.ts';
import { failureOutputs, renderOutputs } from '../../src/report/outputs.ts';
import { MOST_CHARACTERS } from '../../src/report/limits.ts';
import { reportText } from '../../src/report/report-document.ts';
import { ESTATE, FAILED_EARLY, ROLLED_BACK } from './samples-gone-wrong.ts';
import { facts, HOSTS_ROTATED, NEW, OLD, run, START, ZONE_ROTATED } from './samples.ts';

const NAMES = ['result', 'changed', 'certificate-id', 'previous-certificate-ids', 'fingerprint', 'serial-number', 'expires-on', 'days-left', 'report', 'matrix', 'status', 'issue-url']; // prettier-ignore

describe('the outputs', () => {
  test('of one target describe what is in force', () => {
    const { report, ...scalars } = renderOutputs(run([HOSTS_ROTATED]));
    expect(scalars).toEqual({
      result: 'rotated',
      changed: 'true',
      'certificate-id': NEW.id,
      'previous-certificate-ids': `${OLD.id},${facts('c3').id}`,
      fingerprint: NEW.fingerprint,
      'serial-number': NEW.serialNumber,
      'expires-on': '2027-02-21T23:04:10Z',
      'days-left': '90',
      matrix: '',
      status: '',
      'issue-url': '',
    });
    expect(JSON.parse(report)).toMatchObject({ version: 1, state: 'ended', outcome: 'rotated' });
  });

  test('of a rollback describe the former certificate', () => {
    expect(renderOutputs(run([ROLLED_BACK]))).toMatchObject({
      result: 'rolled-back',
      changed: 'false',
      'certificate-id': OLD.id,
      'days-left': '12',
    });
  });

  test('of several targets have empty scalars, the worst result and all former ids once', () => {
    expect(renderOutputs(run(ESTATE))).toMatchObject({
      result: 'failed',
      changed: 'true',
      'certificate-id': '',
      'previous-certificate-ids': OLD.id,
      fingerprint: '',
      'serial-number': '',
      'expires-on': '',
      'days-left': '',
    });
  });

  test('are empty where nothing is known', () => {
    const unknown = { id: undefined, fingerprint: undefined, fingerprintSha1: undefined, serialNumber: undefined, subject: undefined, issuer: undefined, notAfter: Number.NaN, daysLeft: Number.NaN };
    for (const inForce of [undefined, unknown]) {
      const { result, changed, report, ...rest } = renderOutputs(run([{ ...ZONE_ROTATED, inForce, predecessors: [] }]));
      expect([result, changed]).toEqual(['rotated', 'true']);
      expect(report).not.toContain('null');
      expect(new Set(Object.values(rest))).toEqual(new Set(['']));
    }
  }); // prettier-ignore

  test.each([
    ['a run', renderOutputs(run([]))],
    ['a failure', failureOutputs()],
  ])('are all set for %s without targets', (_, outputs) =>
    expect(Object.keys(outputs).toSorted()).toEqual(NAMES.toSorted()),
  );

  test('of an early failure tell it in the report', () => {
    expect(JSON.parse(failureOutputs(FAILED_EARLY.failure).report)).toMatchObject({
      version: 1,
      outcome: 'failed',
      failure: { code: 'PLAN_REFUSED' },
      targets: [],
    });
    expect(JSON.parse(failureOutputs().report)).not.toHaveProperty('failure');
  });
});

describe('the report', () => {
  test('holds the whole run with ISO dates', () => {
    const document: unknown = JSON.parse(renderOutputs(run([ROLLED_BACK])).report);
    expect(document).toMatchObject({
      startedAt: '2026-11-23T23:04:10Z',
      endedAt: '2026-11-23T23:06:48Z',
      leftOut: [],
      targets: [
        {
          successor: { id: NEW.id, notAfter: '2027-02-21T23:04:10Z', daysLeft: 90 },
          inForce: { id: OLD.id },
          predecessors: [{ id: OLD.id, fate: 'kept', notAfter: '2026-12-05T23:04:10Z' }],
          evidence: [{ at: '2026-11-23T23:04:11Z', when: 'before' }, {}, {}],
          failure: { code: 'VERIFICATION_FAILED' },
        },
      ],
    });
  });

  test('is one line of plain ASCII that reads back as it was', () => {
    const sentence = 'ü 漢 \u202e 😀 ##[error] \n::error::';
    const { report } = renderOutputs(run([{ ...ZONE_ROTATED, sentence }]));
    expect(report).toMatch(/^[ -~]+$/u);
    expect(report).not.toContain('##');
    expect(JSON.parse(report)).toMatchObject({ targets: [{ sentence }] });
  });

  test.each([
    [60_000, ['evidence']],
    [30_000, ['evidence', 'phases']],
    [14_000, ['evidence', 'phases', 'details']],
    [4000, ['evidence', 'phases', 'details', 'facts']],
    [2000, ['evidence', 'phases', 'details', 'facts', 'targets']],
  ])('in %d characters leaves out %p and says so', (most, leftOut) => {
    const warnings = Array.from({ length: 30 }, () => ({ reason: 'W', sentence: 'A warning of some length.' }));
    const failure = { ...ROLLED_BACK.failure!, details: [] };
    const phases = Array.from({ length: 30 }, () => ROLLED_BACK.phases[0]!);
    const big = { ...ROLLED_BACK, warnings, phases, failure, evidence: Array.from({ length: 40 }, () => ROLLED_BACK.evidence[0]!) };
    const text = reportText(run([big, big, big, big, big]), 'ended', most);
    expect(text.length).toBeLessThanOrEqual(most);
    expect(JSON.parse(text)).toMatchObject({ leftOut, rest: expect.stringContaining('the job summary') });
  }); // prettier-ignore

  test('of targets that are too many keeps the worst, with the ids to go on with', () => {
    const many = Array.from({ length: 400 }, (_, index) => ({ ...ZONE_ROTATED, name: String(index) }));
    const { report, 'previous-certificate-ids': ids } = renderOutputs(run([...many, ROLLED_BACK]));
    expect(report.length).toBeLessThanOrEqual(30_000);
    const { targets }: { targets: readonly object[] } = JSON.parse(report);
    expect(targets.length).toBeGreaterThan(50);
    expect(targets[0]).toEqual({
      name: ROLLED_BACK.name,
      level: ROLLED_BACK.level,
      outcome: 'rolled-back',
      changed: false,
      reason: ROLLED_BACK.reason,
      successor: { id: NEW.id },
      inForce: { id: OLD.id, notAfter: '2026-12-05T23:04:10Z' },
      predecessors: [{ id: OLD.id, fate: 'kept' }],
      failure: { code: 'VERIFICATION_FAILED' },
    });
    expect(ids).toBe(OLD.id);
  });

  test('and the former ids of a thousand targets stay short', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({
      ...ZONE_ROTATED,
      predecessors: ZONE_ROTATED.predecessors.map((one) => ({ ...one, id: String(index).padStart(32, '0') })),
    }));
    for (const text of Object.values(renderOutputs(run(many))))
      expect(text.length).toBeLessThanOrEqual(30_000);
  });

  test('of an estate fits into an output', () =>
    expect(renderOutputs(run(ESTATE)).report.length).toBeLessThan(MOST_CHARACTERS));
});

test('the report maps each hostname to what it had before', () => {
  const [app = ''] = HOSTS_ROTATED.hostnames;
  const before = [
    ...HOSTS_ROTATED.before.slice(0, 1),
    { hostname: 'new.example.com', certificateId: undefined, enabled: undefined },
  ];
  const { targets }: { readonly targets: readonly Readonly<Record<string, unknown>>[] } = JSON.parse(
    renderOutputs(run([{ ...HOSTS_ROTATED, before }])).report,
  );
  expect(targets[0]?.['before']).toEqual({
    [app]: { certificateId: OLD.id, enabled: true },
    'new.example.com': {},
  });
});

test('the first report rather leaves out earlier targets than all', () => {
  const before = Array.from({ length: 100 }, (_, index) => ({
    hostname: `h${String(index)}.example.com`,
    certificateId: OLD.id,
    enabled: true,
  }));
  const many = Array.from({ length: 20 }, (_, index) => ({ ...HOSTS_ROTATED, name: String(index), before }));
  const { report } = renderFirstReport(many, START);
  expect(report.length).toBeLessThan(30_000);
  expect(JSON.parse(report)).toMatchObject({ targets: [{ name: '18' }, { name: '19' }] });
});

test('the first report of a target that is too long as a whole keeps the ids to go on with', () => {
  const before = Array.from({ length: 500 }, (_, index) => ({
    hostname: `h${String(index)}.example.com`,
    certificateId: OLD.id,
    enabled: true,
  }));
  const { report } = renderFirstReport([{ ...HOSTS_ROTATED, before }], START);
  expect(report.length).toBeLessThan(30_000);
  const leftOut: unknown = expect.arrayContaining(['facts']);
  expect(JSON.parse(report)).toMatchObject({ leftOut, targets: [{ successor: { id: NEW.id } }] });
});

test('before the first write the former ids and a report are left to people', () => {
  const first = renderFirstReport([HOSTS_ROTATED], START);
  expect(first.result).toBe('failed');
  expect(first['previous-certificate-ids']).toBe(`${OLD.id},${facts('c3').id}`);
  const document: unknown = JSON.parse(first.report);
  expect(document).toMatchObject({ state: 'begun', startedAt: '2026-11-23T23:04:10Z' });
  expect(document).not.toHaveProperty('endedAt');
});
