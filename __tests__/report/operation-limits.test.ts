import { describe, expect, test } from '@jest/globals';
import type { OtherResult } from '../../src/operations/operation-result.ts';
import { operationReport, statusText } from '../../src/report/operations/operation-documents.ts';
import { closingLines, renderSummary } from '../../src/report/rendered-report.ts';
import {
  deletion,
  finding,
  held,
  hostname,
  matrix,
  status,
  switchingOff,
  unseen,
  zone,
} from './samples-operations.ts';
import { facts, MANUAL, START } from './samples.ts';

const due = zone('due.test', { outcome: 'due', findings: [finding('due', 'due.test (zone)')] });

describe('the summary has an end', () => {
  test('failures beyond the first are counted', () => {
    const run = status(
      Array.from({ length: 60 }, (_, index) => unseen(`z${String(index)}.test`)),
      'failed',
    );
    expect(renderSummary(run, MANUAL)).toMatch(/And \d+ more failures\./u);
  });

  test('what is too long for a summary is left out, and the summary says so', () => {
    const words = 'long '.repeat(400);
    const zones = Array.from({ length: 700 }, (_, index) =>
      zone(`z${String(index)}.test`, {
        hostnames: Array.from({ length: 40 }, (_unused, at) =>
          hostname(`h${String(at)}.${words.slice(0, 60).replaceAll(' ', 'x')}`),
        ),
      }),
    );
    const text = renderSummary(status(zones), MANUAL);
    expect(text).toContain('The rest is left out');
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
  });

  test('a dry run says that nothing was changed, in the summary and in the log', () => {
    const run = switchingOff({ outcome: 'planned', dryRun: true });
    expect(renderSummary(run, MANUAL)).toContain('nothing was changed');
    expect(closingLines(run).at(-1)).toContain('nothing was changed');
  });
});

test('what a matrix has no room for is said, with the first zone of it', () => {
  const run = { ...matrix([due], 'due', [{ zone: 'due.test', due: 1 }]), leftOut: ['next.test', 'z.test'] };
  expect(renderSummary(run, MANUAL)).toContain('⚠ 2 more zones are due, from next.test on');
});

test('a zone with many certificates names those that end first, and one seen in part says so', () => {
  const certificates = ['a', 'b', 'c', 'd', 'e'].map((id) => held(id));
  const seen = zone('a.test', { certificates, hostnamesComplete: false });
  const text = renderSummary(status([seen, due]), MANUAL);
  expect(text.match(/\*\*In force\*\*/gu)).toHaveLength(3);
  expect(text).toContain('And 2 that end later');
  expect(text).toMatch(/`a\.test` \| .*seen in part/u);
});

describe('the outputs are cut to what the runner takes, the least important first', () => {
  const big = status([
    zone('a.test', {
      certificates: [held('a'), held('b')],
      hostnames: Array.from({ length: 50 }, (_, index) => hostname(`h${String(index)}.a.test`)),
      findings: [finding('due', 'one')],
    }),
  ]);
  interface Document {
    readonly leftOut?: readonly string[];
    readonly zones?: readonly { readonly hostnames?: unknown[]; readonly certificates?: unknown[] }[];
  }
  const read = (most: number): Document => JSON.parse(statusText(big, most));

  test.each<readonly [string, number, readonly string[]]>([
    ['nothing where all fits', 1_000_000, []],
    ['hostnames', 4000, ['hostnames']],
    ['certificates', 1200, ['hostnames', 'certificates']],
    ['findings', 400, ['hostnames', 'certificates', 'findings']],
    ['zones', 100, ['hostnames', 'certificates', 'findings', 'zones']],
  ])('%s', (_, most, leftOut) => {
    const { zones = [], leftOut: told } = read(most);
    expect(told).toEqual(leftOut);
    expect(zones[0]?.hostnames ?? []).toHaveLength(leftOut.length === 0 ? 50 : 0);
    expect(zones[0]?.certificates ?? []).toHaveLength(leftOut.includes('certificates') ? 0 : 2);
  });

  test.each([300, 2000])('status and report of %i zones stay short, and keep the worst', (count) => {
    const zones = Array.from({ length: count }, (_, index) =>
      zone(`z${String(index)}.test`, {
        certificates: [held('a'), held('b')],
        outcome: index === count - 1 ? 'due' : 'ok',
        findings: [finding('due', 'one')],
      }),
    );
    const run = status([...zones, unseen('gone.test')], 'failed');
    for (const text of [statusText(run), operationReport(run)]) {
      expect(text.length).toBeLessThanOrEqual(30_000);
      const document: { zones: readonly object[]; rest: string } = JSON.parse(text);
      expect(document.rest).toContain('job summary');
      expect(document.zones).toContainEqual(expect.objectContaining({ zone: 'gone.test' }));
      expect(document.zones).toContainEqual(expect.objectContaining({ zone: `z${String(count - 1)}.test` }));
    }
  });

  test.each<readonly [string, OtherResult]>([
    ['status', big],
    ['matrix', matrix([due], 'due', [{ zone: 'due.test', due: 1 }])],
    [
      'delete',
      deletion({ certificates: [{ ...facts('a'), level: 'zone', fate: 'deleted', why: 'It expired.' }] }),
    ],
    [
      'disable',
      switchingOff({
        evidence: [
          {
            at: START,
            when: 'after',
            via: 'edge',
            to: 'https://a.test/',
            verdict: 'pass',
            status: 200,
            served: undefined,
            sentence: 'It answered.',
          },
        ],
      }),
    ],
  ])('the report of %s is whole, then brief, then only its outcome', (operation, run) => {
    const whole = operationReport(run, 1_000_000);
    expect(JSON.parse(whole)).toMatchObject({ operation, outcome: run.outcome, leftOut: [] });
    const brief = operationReport(run, whole.length - 1);
    expect(brief.length).toBeLessThan(whole.length);
    expect(JSON.parse(brief)).toMatchObject({ operation, outcome: run.outcome, targets: [] });
    expect(JSON.parse(operationReport(run, 10))).toMatchObject({
      version: 1,
      state: 'ended',
      operation,
      outcome: run.outcome,
      targets: [],
      rest: expect.any(String),
    });
  });
});
