import { expect, test } from '@jest/globals';
import { obstacleTo } from '../../src/certificate/key-encryption.ts';
import { integer, octets, oid, sequence } from './support/der-writer.ts';

const MAXIMUM_ITERATIONS = 10_000_000;
const rounds = (count: number): Buffer => integer(count.toString(16));
const key = (...parameters: readonly Buffer[]): Buffer =>
  sequence(sequence(oid('1.2.3'), sequence(...parameters)), octets());
const pbes2 = (count: number): Buffer =>
  sequence(
    sequence(
      oid('1.2.840.113549.1.5.13'),
      sequence(sequence(oid('1.2.840.113549.1.5.12'), sequence(octets(), rounds(count))), sequence()),
    ),
    octets(),
  );

test.each([
  ['PBES2 with the most rounds', pbes2(MAXIMUM_ITERATIONS), false],
  ['PBES2 with one more', pbes2(MAXIMUM_ITERATIONS + 1), true],
  ['PBES1 with the most rounds', key(octets(), rounds(MAXIMUM_ITERATIONS)), false],
  ['PBES1 with one more', key(octets(), rounds(MAXIMUM_ITERATIONS + 1)), true],
  ['a number beyond all machines', key(octets(), integer('7'.repeat(60))), true],
  ['an empty number', key(octets(), Buffer.from([2, 0])), false],
  ['no rounds', key(octets()), false],
  ['another type in their place', key(octets(), octets(Buffer.alloc(9, 9))), false],
  ['nothing at all', Buffer.alloc(0), false],
])('%s', (_, der, expected) => {
  expect(obstacleTo(der)?.includes('rounds') === true).toBe(expected);
});
