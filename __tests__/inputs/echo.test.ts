import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { echo } from '../../src/inputs/problem.ts';
import { ec, pkcs8, rsa, sec1 } from '../certificate/support/keys.ts';

describe('what is shown of a value', () => {
  test.each([
    'rotete',
    'yes',
    '10 minutes',
    'www.other.example',
    'WWW.Example.COM',
    'api2.example.com',
    'host:8443',
    '*.example.com',
    '/var/www',
    '192.0.2.1',
    '9999999999s',
  ])('an honest mistake is shown: %s', (value) => {
    expect(echo(value)).toBe(`\`${value}\``);
  });

  test.each([
    ['blanks around a word', ' yes ', '`yes`'],
    ['blanks around a piece of a key', ' aB3dEf ', 'a value of 8 characters'],
    ['twenty characters without a dot or blank', 'abcd:efgh:ijkl:mnop:', 'a value of 20 characters'],
    ['nineteen of them', 'abcd:efgh:ijkl:mnop', '`abcd:efgh:ijkl:mnop`'],
    ['twenty characters with a dot', 'abcd:efgh.ijkl:mnop:', '`abcd:efgh.ijkl:mnop:`'],
    ['twenty characters with a blank', 'abcd:efgh ijkl:mnop:', '`abcd:efgh ijkl:mnop:`'],
  ])('%s: %j is shown as %s', (_, value, shown) => {
    expect(echo(value)).toBe(shown);
  });

  const keys = Array.from({ length: 20 }, (_, at) => ec(`echo ${String(at)}`));
  const pems = [...keys.flatMap((pair) => [pkcs8(pair), sec1(pair)]), pkcs8(rsa())];
  const ends = pems.map((pem) => pem.trim().split('\n').at(-2) ?? '');

  test('of the last line of a key nothing is shown', () => {
    expect(ends.filter((end) => echo(end).includes(end))).toEqual([]);
  });

  test.each([10, 12, 16, 19])('of pieces of %i characters of a key nearly none is shown', (length) => {
    const text = createHash('sha512').update('a key').digest('base64').slice(0, 76);
    const pieces = Array.from({ length: text.length - length }, (_, at) => text.slice(at, at + length));
    const shown = pieces.filter((piece) => echo(piece).includes(piece));
    expect(shown.length / pieces.length).toBeLessThan(0.1);
  });
});
