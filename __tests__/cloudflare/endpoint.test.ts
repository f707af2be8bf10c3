import { describe, expect, test } from '@jest/globals';
import { isHostname, isId, pathOf, plainId } from '../../src/cloudflare/endpoint.ts';
import { ActionError } from '../../src/errors.ts';

const ZONE = '0123456789abcdef0123456789abcdef';
const ONE = '/zones/{zone_id}/origin_tls_client_auth/{certificate_id}';
const HOST = '/zones/{zone_id}/origin_tls_client_auth/hostnames/{hostname}';

function refusalOf(attempt: () => string): ActionError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
  throw new Error('not refused');
}

describe('a path', () => {
  test('without values is itself', () => {
    expect(pathOf('/zones', {})).toBe('/zones');
  });

  test('takes the id of a zone and of a certificate', () => {
    expect(pathOf(ONE, { zone_id: ZONE, certificate_id: 'Ab-1' })).toBe(
      `/zones/${ZONE}/origin_tls_client_auth/Ab-1`,
    );
  });

  test('takes a hostname, also a wildcard', () => {
    expect(pathOf(HOST, { zone_id: ZONE, hostname: 'a.example' })).toMatch(/\/hostnames\/a\.example$/u);
    expect(pathOf(HOST, { zone_id: ZONE, hostname: '*.a.example' })).toMatch(/\/hostnames\/\*\.a\.example$/u);
  });

  const HOSTILE = [
    '',
    '.',
    '..',
    '../..',
    'a/b',
    'a%2fb',
    'a?b',
    'a#b',
    'a b',
    'a\nb',
    'ä',
    'a;b',
    'a\\b',
    'a@b',
  ];
  test.each(HOSTILE)('takes no %j for anything, and does not repeat it', (value) => {
    const attempts = [
      (text: string) => pathOf(ONE, { zone_id: text, certificate_id: 'x' }),
      (text: string) => pathOf(ONE, { zone_id: 'x', certificate_id: text }),
      (text: string) => pathOf(HOST, { zone_id: ZONE, hostname: text }),
    ];
    for (const attempt of attempts) {
      const refusal = refusalOf(() => attempt(value));
      expect(refusal.code).toBe('INPUT_INVALID');
      // The same words whatever the value is.
      expect(refusal.message).toBe(refusalOf(() => attempt('!')).message);
    }
  });

  test('without the value it needs is refused, with the name of what is missing', () => {
    expect(() => pathOf(ONE, {})).toThrow(/`zone_id`/u);
    expect(() => pathOf(ONE, { zone_id: 'x' })).toThrow(/`certificate_id`/u);
    expect(() => pathOf(HOST, { zone_id: 'x' })).toThrow(/`hostname`/u);
  });
});

test.each([
  ['a', true],
  ['a'.repeat(64), true],
  ['a'.repeat(65), false],
  ['A-9', true],
  ['', false],
  ['a_b', false],
  ['a.b', false],
  ['a\n', false],
])('the id %j: %j', (text, fits) => {
  expect(isId(text)).toBe(fits);
});

test.each([
  ['2458CE5A-0C35-4c7f-82c7-8e9487d3ff60', '2458ce5a-0c35-4c7f-82c7-8e9487d3ff60'],
  ['0123456789ABCDEF0123456789abcdef', '0123456789abcdef0123456789abcdef'],
  ['2458CE5A-OPAQUE-4c7f-82c7-8e9487d3ff60', '2458CE5A-OPAQUE-4c7f-82c7-8e9487d3ff60'],
  ['ABCDEF', 'ABCDEF'],
])('the id %s is compared as %s', (text, plain) => {
  expect(plainId(text)).toBe(plain);
});

test.each([
  ['a.example', true],
  ['xn--bcher-kva.example', true],
  ['_acme.a.example', true],
  ['a', true],
  ['*.a', true],
  [`${'a'.repeat(63)}.example`, true],
  ['a'.repeat(255), true],
  ['a'.repeat(256), false],
  ['*', false],
  ['a.*.b', false],
  ['**.a', false],
  ['A.example', false],
  ['a..b', false],
  ['.a', false],
  ['a.', false],
  ['-a.b', false],
  ['a-.b', false],
  ['a.b-', false],
  ['a\n', false],
])('the hostname %j: %j', (text, fits) => {
  expect(isHostname(text)).toBe(fits);
});
