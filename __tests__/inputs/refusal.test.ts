import { describe, expect, test } from '@jest/globals';
import { echo, refusal } from '../../src/inputs/problem.ts';

const problem = { reason: 'X', input: 'zone', sentence: '`zone` is odd.' };

describe('the error for refused inputs', () => {
  test('says every sentence on a line of its own, with its target', () => {
    const error = refusal([problem, { ...problem, target: 'example.com (zone)' }]);
    expect(error.code).toBe('INPUT_INVALID');
    expect(error.happened).toBe('`zone` is odd.\nexample.com (zone): `zone` is odd.');
    expect(error.remedy).toBe('Fix this and run again.');
  });

  test('counts what a log cannot hold', () => {
    const lines = refusal(Array.from({ length: 45 }, () => problem)).happened.split('\n');
    expect(lines).toHaveLength(41);
    expect(lines.at(-1)).toBe('There are 5 more problems like these.');
  });
});

describe('what is shown of a value', () => {
  test.each([
    ['a short word', 'yes', '`yes`'],
    ['a workflow command', '::error::x', '`: :error::x`'],
    ['a command within', 'a ##[group]x', '`a # #[group]x`'],
    ['a mark that reverses text', 'a\u202Eb', '`ab`'],
    ['a backtick', 'a`b', "`a'b`"],
    ['nothing but blanks', '\u200B', 'a value of 1 characters'],
    ['what looks like a token', 'abcdefghij0123456789', 'a value of 20 characters'],
    ['what looks like a token with dashes', 'made-up-token-0123-abcdef', 'a value of 25 characters'],
    ['several lines', 'a\nb', 'a value of 3 characters'],
    ['a long text', 'ab.'.repeat(40), `\`${'ab.'.repeat(40).slice(0, 59)}…\``],
  ])('is harmless for %s', (_, value, shown) => {
    expect(echo(value)).toBe(shown);
  });
});
