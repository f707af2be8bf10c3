import { expect, test } from '@jest/globals';
import { certificateOf, ISSUED } from '../../src/certificate/finding.ts';

test('a certificate is named by its input, and one that is in none as issued', () => {
  expect(certificateOf('certificate')).toBe('the certificate in `certificate`');
  expect(certificateOf(ISSUED)).toBe('the issued certificate');
});
