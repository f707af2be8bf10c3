import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  contextTag,
  DER,
  readBits,
  readBoolean,
  readChildren,
  readFirst,
  readOid,
  readWhole,
  writeDer,
} from '../../src/certificate/der.ts';
import { bits, boolean, integer, oid, sequence, tlv } from './support/der-writer.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

const childrenOf = (der: Buffer): readonly number[] | undefined =>
  readChildren(readWhole(der))?.map((child) => child.tag);
const many = (count: number): Buffer => sequence(Buffer.alloc(2 * count, hex('0500')));

describe('one element', () => {
  test.each([
    ['a short length', '0203010203', '010203'],
    ['an empty content', '0500', ''],
    ['the longest short length', `047f${'aa'.repeat(127)}`, 'aa'.repeat(127)],
    ['a length of one octet', `048180${'aa'.repeat(128)}`, 'aa'.repeat(128)],
    ['a length of two octets', `04820100${'aa'.repeat(256)}`, 'aa'.repeat(256)],
    ['a length of three octets', `0483010000${'aa'.repeat(65_536)}`, 'aa'.repeat(65_536)],
  ])('is read with %s', (_, whole, content) => {
    const element = readWhole(hex(whole));
    expect(element?.tag).toBe(hex(whole)[0]);
    expect(Buffer.from(element?.content ?? []).toString('hex')).toBe(content);
    expect(Buffer.from(element?.whole ?? []).toString('hex')).toBe(whole);
  });

  test.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['a tag of several octets', '1f0100'],
    ['the indefinite length', '30800000'],
    ['a length of four octets', '048400000001aa'],
    ['a length cut off', '0482ff'],
    ['a length longer than needed, one octet', '04817faa'.padEnd(6 + 254, 'a')],
    ['a length longer than needed, two octets', `048200ff${'aa'.repeat(255)}`],
    ['the indefinite length with as much as its octet says', `0480${'aa'.repeat(128)}`],
    ['a content cut off', '0203ffff'],
    ['something behind it', '050000'],
  ])('is not read from %s', (_, whole) => {
    expect(readWhole(hex(whole))).toBeUndefined();
  });

  test('is not read if its tag is another one', () => {
    expect(readWhole(hex('0500'), DER.sequence)).toBeUndefined();
    expect(readWhole(hex('0500'), 5)).toBeDefined();
  });

  test.each(['', '30', '05'])('is not read from the start of %p', (start) => {
    expect(readFirst(hex(start))).toBeUndefined();
  });

  test('of sixteen megabytes is not read', () => {
    expect(readFirst(Buffer.concat([hex('048401000000'), Buffer.alloc(2 ** 24)]))).toBeUndefined();
  });

  test('leaves what follows it', () => {
    const read = readFirst(hex('0101ff0500'));
    expect(Buffer.from(read?.rest ?? []).toString('hex')).toBe('0500');
    expect(Buffer.from(read?.element.whole ?? []).toString('hex')).toBe('0101ff');
  });
});

describe('children', () => {
  test('are read in order', () => {
    expect(childrenOf(sequence(integer('01'), boolean(true)))).toEqual([2, 1]);
    expect(childrenOf(sequence())).toEqual([]);
    expect(childrenOf(tlv(0xa0, integer('01')))).toEqual([2]);
  });

  test('are not read from a primitive element, from none, or from broken ones', () => {
    expect(childrenOf(tlv(0x04, integer('01')))).toBeUndefined();
    expect(readChildren(undefined)).toBeUndefined();
    expect(childrenOf(sequence(integer('01'), hex('0205')))).toBeUndefined();
    expect(childrenOf(sequence(integer('01'), hex('05')))).toBeUndefined();
  });

  test('are bounded in number', () => {
    expect(childrenOf(many(4096))).toHaveLength(4096);
    expect(childrenOf(many(4097))).toBeUndefined();
  });
});

describe('values', () => {
  test.each([
    '1.2.840.113549.1.1.11',
    '2.5.29.15',
    '2.999.3',
    '0.9.2342',
    '1.3.14.3.2.26',
    '2.39',
    '1.2.16384',
  ])('object identifier %s is read as it was written', (dotted) => {
    const written = dotted === '2.999.3' ? hex('0603883703') : oid(dotted);
    expect(readOid(readWhole(written))).toBe(dotted);
  });

  test.each([
    ['an empty one', '0600'],
    ['one cut off in an arc', '060288ff'],
    ['one cut off in an arc without a bit of its own', '06022a80'],
    ['another type', '020155'],
  ])('object identifier: %s is none', (_, text) => {
    expect(readOid(readWhole(hex(text)))).toBeUndefined();
  });

  test.each([
    ['0101ff', true],
    ['010100', false],
    ['010101', undefined],
    ['0102ffff', undefined],
    ['0201ff', undefined],
  ])('boolean %s is %p', (text, value) => {
    expect(readBoolean(readWhole(hex(text)))).toBe(value);
  });

  test('an absent value is none', () => {
    expect(readOid(undefined)).toBeUndefined();
    expect(readBoolean(undefined)).toBeUndefined();
    expect(readBits(undefined)).toBeUndefined();
  });

  test('bits are read from the first to the last used one', () => {
    expect(readBits(readWhole(bits(7, hex('80'))))).toEqual([true]);
    expect(readBits(readWhole(bits(3, hex('a8'))))).toEqual([true, false, true, false, true]);
    expect(
      readBits(readWhole(bits(0, hex('0103'))))
        ?.map(Number)
        .join(''),
    ).toBe('0000000100000011');
    expect(readBits(readWhole(bits(0)))).toEqual([]);
  });

  test.each([
    ['no octet at all', '0300'],
    ['eight unused bits', '030208ff'],
    ['unused bits of nothing', '030101'],
    ['another type', '040200ff'],
  ])('bits: %s is none', (_, text) => {
    expect(readBits(readWhole(hex(text)))).toBeUndefined();
  });
});

test('a context tag tells primitive from constructed', () => {
  expect([contextTag(0, false), contextTag(3, true)]).toEqual([0x80, 0xa3]);
});

test.each([0, 1, 127, 128, 255, 256, 65_535])('what is written with %i octets is read again', (length) => {
  const content = Buffer.alloc(length, 0x5a);
  const written = writeDer(0x04, content.subarray(0, 1), content.subarray(1));
  expect(Buffer.from(written)).toEqual(tlv(0x04, content));
});

test('no octets whatever make the reader throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const first = readFirst(bytes)?.element;
      const read = [readChildren(first), readOid(first), readBits(first), readBoolean(first)];
      expect(read).toHaveLength(4);
    }),
  );
});
