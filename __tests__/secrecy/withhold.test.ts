import { describe, expect, test } from '@jest/globals';
import { withhold, WITHHELD } from '../../src/secrecy/withhold.ts';

const holds = (text: string): boolean =>
  text.includes('s3cret') || text.includes('first-half","b":"second-half');

describe('withholding a line that holds a piece of a secret', () => {
  test('takes all of a line of words', () => {
    expect(withhold('the token is s3cret', holds)).toBe(WITHHELD);
  });

  test('takes only what a sentence quotes, if that was all', () => {
    expect(withhold('HTTP 400, code 1414: "it has s3cret in it"; "fine" (ray id 8c0f).', holds)).toBe(
      `HTTP 400, code 1414: "${WITHHELD}"; "fine" (ray id 8c0f).`,
    );
    expect(withhold('"fine" but s3cret: "s3cret"', holds)).toBe(WITHHELD);
    expect(withhold('{"a":"code 7: \\"s3cret\\" (ray id 8c0f)"}', holds)).toBe(
      `{"a":"code 7: \\"${WITHHELD}\\" (ray id 8c0f)"}`,
    );
  });

  test('takes only the values of a JSON object that hold one', () => {
    const line = JSON.stringify({ a: 1, b: ['s3cret', 'fine'], c: { d: 'x s3cret', e: null, f: true } });
    expect(JSON.parse(withhold(line, holds))).toEqual({
      a: 1,
      b: [WITHHELD, 'fine'],
      c: { d: WITHHELD, e: null, f: true },
    });
  });

  test('takes a name that holds one with its value', () => {
    expect(withhold('{"my s3cret":1,"b":2}', holds)).toBe('{"b":2}');
  });

  test('leaves an object also where the pieces together are one', () => {
    const left: unknown = JSON.parse(withhold('{"a":"first-half","b":"second-half"}', holds));
    expect(left).toEqual({ withheld: WITHHELD });
  });

  test('keeps what is not ASCII escaped, so that no line of a log can be broken by it', () => {
    expect(withhold(String.raw`{"a":"s3cret","b":"\u2028\ud83d\ude00"}`, holds)).toBe(
      String.raw`{"a":"${WITHHELD}","b":"\u2028\ud83d\ude00"}`,
    );
  });

  test.each(['[s3cret]', '{"a":s3cret"'])('takes all of %s', (line) => {
    expect(withhold(line, holds)).toBe(WITHHELD);
  });
});
