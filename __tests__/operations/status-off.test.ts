import { expect, test } from '@jest/globals';
import { judge } from '../../src/operations/status/judge.ts';
import { THEN } from '../rotation/support/observed.ts';
import { estate } from './support/look.ts';

test.each([
  [true, 'The zone is switched on, but has no active certificate: no client'],
  [false, 'Authenticated origin pulls are off: no client'],
])('a zone without a certificate is called off only where it is: %s', (switchOn, says) => {
  const look = estate({ switchOn, sharedCertificate: 'off', zoneLevel: [] });
  const request = { zone: 'example.com', expiryWarning: 0, enable: true, expected: [] };
  expect(
    judge(look, request, THEN)
      .findings.map(({ sentence }) => sentence)
      .join(),
  ).toContain(says);
});
