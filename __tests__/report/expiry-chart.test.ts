import { expect, test } from '@jest/globals';
import { expiryChart } from '../../src/report/operations/expiry-chart.ts';
import { held, zone } from './samples-operations.ts';
import { facts, START } from './samples.ts';

const DAY = 86_400_000;

const of = (...certificates: ReturnType<typeof held>[]): string =>
  expiryChart([zone('a.test', { certificates })], START);
const rows = (chart: string): readonly string[] =>
  chart.split('\n').filter((line) => line.startsWith('    ')).slice(4).map((line) => line.trim()); // prettier-ignore

test('each certificate has a row by whom it serves and until when, lighter from its renewal on', () => {
  const chart = of(
    held('b', { ...facts('b', 90), level: 'zone', hostnames: [], uploadedOn: START - 9 * DAY, renewAt: START + 60 * DAY }),
    held('a', { ...facts('a', 20), hostnames: ['www.a.test', 'b.a.test'], renewAt: START - DAY }),
  );
  expect(rows(chart)).toEqual([
    'section www.a.test and 1 more 2026-12-13',
    'renewal due :active, 2026-11-23, 2026-12-13',
    'section a.test (zone) 2027-02-21',
    'ok :2026-11-14, 2027-01-22',
    'renew :active, 2027-01-22, 2027-02-21',
  ]);
  expect(chart).toMatch(/renewal is due\.$/u);
}); // prettier-ignore

test('what is not in force comes last, and what is expired or lasts for years is seen beside the others', () => {
  const chart = of(
    held('c', { ...facts('c', -900), use: 'stale', expired: true, hostnames: [] }),
    held('d', { ...facts('d', 15), use: 'unused', hostnames: [] }),
    held('e', { ...facts('e', 15), use: 'unused', hostnames: [] }),
    held('f', { ...facts('f', 5000), renewAt: START + 4970 * DAY }),
    held('g', { notAfter: undefined }),
  );
  expect(rows(chart)).toEqual([
    'section www.example.com 2040-08-01',
    'ok :2026-11-23, 2027-12-28',
    'section a.test 2024-06-06',
    'expired :crit, 2026-09-26, 2026-09-27',
    'section a.test 2026-12-08',
    'unused :done, 2026-11-23, 2026-12-08',
    'section a.test 2026-12-08 2',
    'unused :done, 2026-11-23, 2026-12-08',
  ]);
});

test('a large estate shows what ends first, says what it left out, and stays short; foreign names are tamed', () => {
  const certificates = Array.from({ length: 300 }, (_, at) =>
    held('a', { ...facts('a', at + 1), hostnames: [`;click ${'x'.repeat(at)}: crit, #é.test`] }),
  );
  const chart = of(...certificates);
  expect(rows(chart).filter((row) => row.startsWith('section'))).toHaveLength(20);
  expect(chart).toMatch(/Left out: 280 certificates that end later or are not in use\.$/u);
  expect(chart.length).toBeLessThan(30_000);
  for (const row of rows(chart)) expect(row).toMatch(/^section click x* ?[a-z., -]*…? ?[\d-]+( \d+)?$|^ok :|^renewal due :/u);
  expect(of(held('a', { notAfter: undefined }))).toBe('');
}); // prettier-ignore
