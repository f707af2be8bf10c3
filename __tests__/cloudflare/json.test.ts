import { describe, expect, test } from '@jest/globals';
import { asObject, countOf, parseJson, textOf } from '../../src/cloudflare/json.ts';

describe('JSON of an answer', () => {
  test.each<readonly [string, unknown]>([
    ['{"a":[1,{"b":null}]}', { a: [1, { b: null }] }],
    ['null', null],
    ['"text"', 'text'],
    [`${'['.repeat(64)}${']'.repeat(64)}`, JSON.parse(`${'['.repeat(64)}${']'.repeat(64)}`)],
    [`[${'[],'.repeat(500)}[]]`, Array.from({ length: 501 }, () => [])],
    [JSON.stringify('['.repeat(100)), '['.repeat(100)],
    [JSON.stringify({ a: `"${'{'.repeat(100)}\\"` }), { a: `"${'{'.repeat(100)}\\"` }],
    [`${'{"a":'.repeat(3)}"x\\\\"${'}'.repeat(3)}`, { a: { a: { a: 'x\\' } } }],
  ])('is parsed (%#)', (text, value) => {
    expect(parseJson(text)).toEqual({ value });
  });

  test.each([
    '',
    '{"success":true',
    '<html>',
    'undefined',
    "{'a':1}",
    `${'['.repeat(65)}${']'.repeat(65)}`,
    `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`,
    `["x",${'['.repeat(64)}${']'.repeat(64)}]`,
    '['.repeat(1_000_000),
  ])('is none (%#)', (text) => {
    expect(parseJson(text)).toBeUndefined();
  });
});

test.each([null, undefined, 1, 'text', true, [], [{}]])('%j is no object', (value) => {
  expect(asObject(value)).toBeUndefined();
});

test('an object is one', () => {
  const value = { a: 1 };
  expect(asObject(value)).toBe(value);
});

describe('a text of an object', () => {
  test('is its own property and not empty', () => {
    expect(textOf({ a: 'x' }, 'a')).toBe('x');
    expect(textOf(JSON.parse('{"__proto__":"x"}'), '__proto__')).toBe('x');
  });

  test.each([{}, { a: '' }, { a: 1 }, { a: null }, Object.create({ a: 'inherited' })])(
    '%j has none',
    (json) => {
      expect(textOf(json, 'a')).toBeUndefined();
    },
  );
});

describe('a count', () => {
  test.each([
    [0, 0],
    [1000, 1000],
    ['0', 0],
    ['020', 20],
    ['999999999', 999_999_999],
  ])('%j is %d', (value, count) => {
    expect(countOf({ n: value }, 'n')).toBe(count);
  });

  test.each([
    '',
    ' 1',
    '1.0',
    '-1',
    '1234567890',
    -1,
    0.5,
    NaN,
    Infinity,
    2 ** 53,
    null,
    undefined,
    true,
    [1],
  ])('%j is none', (value) => {
    expect(countOf({ n: value }, 'n')).toBeUndefined();
  });

  test('of nothing is none', () => {
    expect(countOf(undefined, 'n')).toBeUndefined();
  });
});
