import { describe, expect, test } from '@jest/globals';
import {
  base64Forms,
  decimalForms,
  escapedForms,
  hexForms,
  pem,
  wrap,
  wrappedForms,
  numberTexts,
} from '../../src/secrecy/encodings.ts';
import { WindowIndex } from '../../src/secrecy/guard.ts';

const bytes = Buffer.from([0xfb, 0xff, 0x0a, 0x7e]);

test.each<readonly [string, () => unknown, unknown]>([
  ['text in pieces', () => wrap('abcdefg', 3), ['abc', 'def', 'g']],
  ['text in whole pieces', () => wrap('abcdef', 3), ['abc', 'def']],
  ['no text', () => wrap('', 3), []],
  ['base64', () => base64Forms(bytes), ['+/8Kfg==', '+/8Kfg', '-_8Kfg', '-_8Kfg==']],
  ['base64 without padding', () => base64Forms(bytes.subarray(1)), ['/wp+', '/wp+', '_wp-', '_wp-']],
  [
    'hex',
    () => hexForms(bytes),
    ['fbff0a7e', 'FBFF0A7E', 'fb:ff:0a:7e', 'FB:FF:0A:7E', 'fb ff 0a 7e', 'FB FF 0A 7E'],
  ],
  ['bytes in decimal', () => decimalForms(bytes), ['251,255,10,126', '251, 255, 10, 126']],
  [
    'text escaped',
    () => escapedForms('a "b"\\\n'),
    ['a \\"b\\"\\\\\\n', 'a%20%22b%22%5C%0A', 'a+%22b%22%5C%0A'],
  ],
  ['half a character escaped', () => escapedForms('\uD800')[1], '%EF%BF%BD'],
  [
    'wrapped base64',
    () => wrappedForms('x'.repeat(80)),
    ['x'.repeat(64), 'x'.repeat(16), 'x'.repeat(76), 'x'.repeat(4)],
  ],
  [
    'PEM',
    () => pem('KEY', Buffer.alloc(49, 255), '\r\n'),
    `-----BEGIN KEY-----\r\n${'/'.repeat(64)}\r\n/w==\r\n-----END KEY-----\r\n`,
  ],
])('%s', (_, make, expected) => {
  expect(make()).toEqual(expected);
});

describe('numbers in a text', () => {
  const read = (text: string): readonly string[] =>
    [...numberTexts(text)].map((one) => Buffer.from(one).toString('hex'));
  const most = 4999;

  test.each<readonly [string, string, readonly string[]]>([
    ['one of eighteen digits', '100000000000000000', ['016345785d8a0000']],
    ['one of seventeen', '10000000000000000', []],
    ['one of an even number of hex digits', '1000000000000000000', ['0de0b6b3a7640000']],
    ['six bytes', '0 1, 255;16\n7 8', ['0001ff100708']],
    ['five bytes', '0 1 255 16 7', []],
    ['six bytes between numbers that are none', '256 1 2 3 4 5 6 256 7', ['010203040506']],
    ['five bytes between numbers that are none', '256 1 2 3 4 5 256', []],
    ['signed bytes', '-1 -128 127 0 1 2', ['01807f000102', 'ff807f000102']],
    ['signed numbers that are no bytes', '-129 1 2 3 4 5 6 256', ['81010203040506', '010203040506']],
    ['octal bytes', '000 377 101 077 012 007', ['00ff413f0a07']],
    ['what may be octal or decimal', '000 177 101 077 012 007', ['00b1654d0c07', '007f413f0a07']],
    ['octal numbers that are no bytes', '400 378 01 0101 12 7', []],
    ['five octal bytes', '000 377 101 077 012', []],
    ['octal bytes among other numbers', '7 000 377 101 400 012 377 101 077 012 007', ['0aff413f0a07']],
  ])('%s', (name, text, expected) => {
    expect([name, read(text)]).toEqual([name, expected]);
  });

  test('one that is too long', () => {
    expect(read(`1${'0'.repeat(most - 1)}`)).toHaveLength(1);
    expect(read(`1${'0'.repeat(most)}`)).toEqual([]);
  });
});

describe('pieces of a secret in bytes', () => {
  test.each([
    ['abcd', true],
    ['xxcdefx', true],
    ['cdef', true],
    ['bcde', false],
    ['abc', false],
    ['', false],
    ['abef', false],
    ['cdxxcd', false],
  ])('%s', (text, expected) => {
    const index = new WindowIndex(4);
    index.add(Buffer.from('abcdef'), (window) => Buffer.from(window).toString() !== 'bcde');
    expect(index.occursIn(Buffer.from(text))).toBe(expected);
  });
});
