import { expect, test } from '@jest/globals';
import { readValidity } from '../../src/certificate/certificate-fields.ts';
import { DAY, make, NOW } from './support/certificates.ts';
import { nothing, sequence, time, tlv } from './support/der-writer.ts';

const dated = (...dates: readonly Buffer[]): Buffer =>
  sequence(sequence(nothing, nothing, nothing, sequence(...dates)));

test.each<readonly [string, Uint8Array, object | undefined]>([
  ['a certificate', make().der, { notBefore: NOW - DAY, notAfter: NOW + 90 * DAY }],
  [
    'one of the first version',
    make({ extensions: null }).der,
    { notBefore: NOW - DAY, notAfter: NOW + 90 * DAY },
  ],
  ['dates alone', dated(time(NOW), time(NOW + DAY)), { notBefore: NOW, notAfter: NOW + DAY }],
  ['one date', dated(time(NOW)), undefined],
  ['a date of other letters', dated(time(NOW), tlv(0x17, Buffer.from('2611231200000Z'))), undefined],
  ['dates that are none', dated(nothing, nothing), undefined],
  ['nothing in the place of dates', sequence(sequence(nothing, nothing, nothing, nothing)), undefined],
  ['too few fields', sequence(sequence(nothing)), undefined],
  ['no fields', sequence(nothing), undefined],
  ['an empty sequence', sequence(), undefined],
  ['no sequence', nothing, undefined],
  ['nothing', Buffer.alloc(0), undefined],
])('the validity of %s', (_, der, expected) => {
  expect(readValidity(der)).toEqual(expected);
});
