import { expect, test } from '@jest/globals';
import { fields } from '../../src/github/issue-client.ts';

test.each<readonly [string, unknown, object]>([
  ['an object', { a: 1 }, { a: 1 }],
  ['null', null, {}],
  ['nothing', undefined, {}],
  ['a text', 'ab', {}],
  ['a number', 7, {}],
])('the fields of %s', (_, value, expected) => {
  expect(fields(value)).toStrictEqual(expected);
});
