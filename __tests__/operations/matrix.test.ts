import { describe, expect, test } from '@jest/globals';
import type { StatusFinding, ZoneStatus } from '../../src/operations/operation-result.ts';
import { MOST_JOBS, matrixRun } from '../../src/operations/status/status.ts';

const run = { dryRun: false, startedAt: 0, endedAt: 0, calls: {} };

const due = (target: string): StatusFinding => ({
  kind: 'due',
  reason: 'NOT_IN_FORCE',
  target,
  expected: true,
  sentence: 'It is not in force.',
  remedy: 'Rotate it.',
});

function zone(index: number, findings: readonly StatusFinding[], id?: string): ZoneStatus {
  const name = `zone-${String(index)}.test`;
  return {
    zone: { asked: name, id: id ?? `id-${String(index)}`, name },
    outcome: findings.length > 0 ? 'due' : 'ok',
    switchOn: true,
    sslMode: 'full',
    sharedCertificate: 'off',
    certificates: [],
    hostnames: [],
    hostnamesComplete: true,
    quota: { used: 0, most: 10 },
    compared: [],
    findings,
    failure: undefined,
  };
}

const zones = (count: number): readonly ZoneStatus[] =>
  Array.from({ length: count }, (_, index) => zone(index, [due(`target of ${String(index)}`)]));

describe('the jobs of a matrix', () => {
  test('a job for each zone, up to what GitHub makes of one matrix', () => {
    const { entries } = matrixRun(zones(MOST_JOBS), run);
    expect(MOST_JOBS).toBe(256);
    expect(entries).toHaveLength(256);
    expect(entries.every(({ zone: asked }) => !asked.includes(','))).toBe(true);
  });

  test.each([257, 300, 512, 513, 1000])('%i zones: in groups, each zone once, in their order', (count) => {
    const { entries } = matrixRun(zones(count), run);
    expect(entries.length).toBeLessThanOrEqual(MOST_JOBS);
    expect(entries.flatMap(({ zone: asked }) => asked.split(','))).toEqual(
      zones(count).map((one) => one.zone.asked),
    );
    expect(entries.reduce((sum, entry) => sum + entry.due, 0)).toBe(count);
    const sizes = entries.map(({ zone: asked }) => asked.split(',').length);
    expect(Math.max(...sizes)).toBe(Math.ceil(count / MOST_JOBS));
  });

  test('only zones that are due count, and a zone with two names is in one job', () => {
    const fine = Array.from({ length: 300 }, (_, index) => zone(index + 1000, []));
    const twice = [zone(1, [due('a')], 'same'), zone(2, [due('b')], 'same')];
    expect(matrixRun([...fine, ...twice], run).entries).toEqual([
      { zone: 'zone-1.test,zone-2.test', due: 2 },
    ]);
  });

  test('zones with long names are grouped further, so that the output stays short', () => {
    const long = (count: number): readonly ZoneStatus[] =>
      Array.from({ length: count }, (_, index) => ({
        ...zone(index, [due('x')]),
        zone: { asked: `${String(index)}.${'x'.repeat(50)}.test`, id: `id-${index}`, name: undefined },
      }));
    for (const count of [256, 450]) {
      const { entries, leftOut } = matrixRun(long(count), run);
      expect(leftOut).toEqual([]);
      expect(JSON.stringify({ include: entries }).length).toBeLessThanOrEqual(30_000);
      expect(entries.flatMap((entry) => entry.zone.split(','))).toHaveLength(count);
      expect(entries.length).toBeGreaterThan(50);
    }
    // More than all names together have room for is left to the next run, and said.
    const { entries, leftOut } = matrixRun(long(1000), run);
    expect(JSON.stringify({ include: entries }).length).toBeLessThanOrEqual(30_000);
    expect(entries.flatMap((entry) => entry.zone.split(',')).length + leftOut.length).toBe(1000);
    expect(leftOut[0]).toBe(`${1000 - leftOut.length}.${'x'.repeat(50)}.test`);
  });

  test('what a rotation cannot mend is no job: other certificates of the zone, and warnings', () => {
    const others = { ...due('other'), expected: false };
    const warned = { ...due('warned'), kind: 'warning' } as const;
    expect(matrixRun([zone(1, [others, warned])], run)).toMatchObject({ outcome: 'ok', entries: [] });
  });

  test('a target that is due twice counts once', () => {
    expect(matrixRun([zone(1, [due('a'), due('a'), due('b')])], run).entries).toEqual([
      { zone: 'zone-1.test', due: 2 },
    ]);
  });

  const blind = (index: number): ZoneStatus => ({
    ...zone(index, []),
    zone: { asked: `zone-${String(index)}.test`, id: undefined, name: undefined },
    outcome: 'failed',
  });

  test('a zone that could not be looked at has a job, which says why', () => {
    expect(matrixRun([blind(1), zone(2, []), blind(3)], run)).toMatchObject({
      operation: 'matrix',
      outcome: 'due',
      entries: [
        { zone: 'zone-1.test', due: 1 },
        { zone: 'zone-3.test', due: 1 },
      ],
    });
  });

  test('where no zone could be looked at, the run has failed', () => {
    expect(matrixRun([blind(1), blind(2)], run).outcome).toBe('failed');
    expect(matrixRun([], run).outcome).toBe('ok');
  });
});
