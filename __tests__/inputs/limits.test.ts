import { describe, expect, test } from '@jest/globals';
import { readHeaders } from '../../src/inputs/headers.ts';
import { readHostnames } from '../../src/inputs/hostnames.ts';
import { readOrigins } from '../../src/inputs/origins.ts';
import { checkProbesBelong } from '../../src/inputs/policy.ts';
import type { Place } from '../../src/inputs/policy.ts';
import { readProbeUrls } from '../../src/inputs/probe-urls.ts';
import { numbered } from '../corpus/input-row.ts';
import { read as readAll, reading } from './support.ts';

const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at + 1)).join('\n');
const sentences = ({ problems }: ReturnType<typeof reading>): readonly string[] =>
  problems.map(({ sentence }) => sentence);

describe('a list', () => {
  const origins = (text: string, names: readonly string[] = ['a.example.com']): ReturnType<typeof reading> =>
    reading((field) => readOrigins(field, names), text);
  const headers = (text: string): ReturnType<typeof reading> =>
    reading((field) => readHeaders(field, ''), text);

  test.each<[string, () => ReturnType<typeof reading>, number]>([
    ['a hundred origins', () => origins(lines(100, (at) => `h${at}`)), 100],
    [
      'five hundred connections to them',
      () =>
        origins(
          lines(5, (at) => `h${at}`),
          numbered(100).split('\n'),
        ),
      500,
    ],
    [
      'a hundred URLs to probe',
      () =>
        reading(
          readProbeUrls,
          lines(100, (at) => `https://h${at}.example.com`),
        ),
      100,
    ],
    ['fifty headers', () => headers(lines(50, (at) => `X-${at}: b`)), 50],
    ['ten thousand hostnames', () => reading(readHostnames, numbered(10_000)), 10_000],
  ])('may have %s', (_, read, length) => {
    const { value, problems } = read();
    expect(problems).toEqual([]);
    expect(Object.keys(Object(value))).toHaveLength(length);
  });

  test.each<[string, () => ReturnType<typeof reading>, readonly string[], number]>([
    [
      'a hundred and one origins',
      () => origins(lines(101, (at) => `h${at}`)),
      ['`field` has 101 entries. At most 100 are checked.'],
      100,
    ],
    [
      'more than five hundred connections to them',
      () =>
        origins(
          lines(6, (at) => `h${at}`),
          numbered(84).split('\n'),
        ),
      [
        '`field` asks 84 names at 6 addresses. At most 500 connections are made: name fewer hostnames in one step.',
      ],
      504,
    ],
    [
      'a hundred and one URLs to probe',
      () =>
        reading(
          readProbeUrls,
          lines(101, (at) => `https://h${at}.example.com`),
        ),
      ['`field` has 101 entries. At most 100 are probed.'],
      100,
    ],
    [
      'fifty-one headers',
      () => headers(lines(51, (at) => `X-${at}: b`)),
      ['`field` has 51 lines. At most 50 headers are sent.'],
      50,
    ],
    [
      'ten thousand hostnames and one',
      () => reading(readHostnames, numbered(10_001)),
      ['`field` names 10001 hostnames. Split them into several targets of at most 100.'],
      0,
    ],
  ])('may not have %s', (_, reads, said, length) => {
    const read = reads();
    expect(sentences(read)).toEqual(said);
    expect(Object.keys(Object(read.value))).toHaveLength(length);
  });

  test('says of up to ten hostnames what is wrong with them, and counts the others', () => {
    const faulty = (count: number): readonly string[] =>
      sentences(
        reading(
          readHostnames,
          lines(count, (at) => `h${at}:80`),
        ),
      );
    expect(faulty(10)).toHaveLength(10);
    expect(faulty(12).slice(10)).toEqual([
      '`field` has 2 more entries that are not hostnames. Check how the list is built.',
    ]);
    expect(faulty(12).slice(9, 10)).toEqual([
      '`field` is not a list of hostnames: entry 10, `h10:80`, has a port. Leave the port out: certificates belong to hostnames, whatever the port.',
    ]);
  });

  test('has to have an entry', () => {
    expect(sentences(reading(readHostnames, ' ,\n'))).toEqual([
      '`field` does not name a hostname. Name at least one.',
    ]);
  });
});

describe('the headers of a probe', () => {
  const read = (text: string, token = 'sesame'): ReturnType<typeof reading> =>
    reading((field) => readHeaders(field, token), text);

  test('are read without the blanks around them', () => {
    expect(read('  X-A :  b  \r\n\tX-C:d')).toEqual({ value: { 'x-a': 'b', 'x-c': 'd' }, problems: [] });
  });

  test('may be as long as 8192 characters', () => {
    expect(read(`X-A: ${'b'.repeat(8192)}`).problems).toEqual([]);
    expect(read(`X-A: ${'b'.repeat(8193)}`).problems).toHaveLength(1);
  });

  test('may hold anything where there is no token', () => {
    expect(read('X-A: sesame', '').problems).toEqual([]);
    expect(read('X-A: open sesame').problems).toHaveLength(1);
  });
});

describe('probes of a place', () => {
  const strayOf = (urls: readonly string[], place: Place): readonly string[] =>
    sentences(reading((field) => checkProbesBelong(field, urls, place), ''));
  const urlsOf = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, at) => `https://h${at + 1}.example.org/`);
  const ID = '0123456789abcdef0123456789abcdef';

  test('a probe of a target whose hostnames are known goes to one of them, also where the zone is not known', () => {
    const place: Place = { zone: ID, level: 'hostname', hostnames: ['a.example.com'] };
    expect(strayOf(['https://a.example.com/'], place)).toEqual([]);
    expect(strayOf(['https://b.example.com/'], place)).toEqual([
      '`field` leads to `b.example.com`, outside the hostnames of this target. Probe the hostnames that are rotated, or leave these URLs out.',
    ]);
  });

  test('ten hosts that probes may not go to are told, each once', () => {
    const place: Place = { zone: 'example.com', level: 'hostname', hostnames: ['a.example.com'] };
    const said = [
      '`field` leads to `h1.example.org`, `h2.example.org`, outside the hostnames of this target. Probe the hostnames that are rotated, or leave these URLs out.',
    ];
    expect(strayOf([...urlsOf(2), 'https://h1.example.org/x', 'https://a.example.com/'], place)).toEqual(
      said,
    );
    expect(strayOf(urlsOf(11), place)).toEqual([expect.stringContaining('`h10.example.org`, outside')]);
  });

  test.each(['zone', 'hostname'] as const)(
    'a probe may go anywhere where only Cloudflare knows the hostnames, at %s level',
    (level) => {
      expect(strayOf(urlsOf(1), { zone: 'example.com', level, hostnames: [] })).toEqual([]);
    },
  );
});

describe('a timeout that ends within the grace period', () => {
  const warnings = async (inputs: Readonly<Record<string, string>>): Promise<unknown> => {
    const result = await readAll(inputs);
    return result.kind === 'valid' ? result.warnings.map(({ reason }) => reason) : result;
  };

  test.each([
    [{ timeout: '2m' }, ['TIMEOUT_WITHIN_GRACE']],
    [{ timeout: '3m' }, []],
    [{ timeout: '30m', 'grace-period': '1h' }, ['TIMEOUT_WITHIN_GRACE']],
    [{ timeout: '2m', 'grace-period': '30s' }, []],
    [{ timeout: '2m', 'delete-previous': 'false' }, []],
  ])('is warned of where a certificate waits for it: %j', async (inputs, reasons) => {
    expect(await warnings(inputs)).toEqual(reasons);
  });
});
