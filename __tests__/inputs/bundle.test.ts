import { describe, expect, test } from '@jest/globals';
import { readBundle } from '../../src/inputs/kinds.ts';
import { makeCa, pem } from '../certificate/support/certificates.ts';
import { ec, pkcs8 } from '../certificate/support/keys.ts';
import { reading } from './support.ts';

const one = makeCa({ subject: { CN: 'One' } }).pem;
const two = makeCa({ subject: { CN: 'Two' } }).pem;

describe('a bundle of authorities', () => {
  test.each<[string, () => string]>([
    ['as it is', () => one],
    ['with literal line ends', () => one.replaceAll('\n', '\\n')],
    ['with CRLF and indentation', () => one.replaceAll('\n', '\r\n   ')],
    ['with words around it', () => `# one\n${one}\n# end`],
    ['in base64 as a whole', () => Buffer.from(one).toString('base64')],
    ['in base64 without armour', () => one.replaceAll(/-----[A-Z ]+-----|\n/gu, '')],
    [
      'with a list of revoked ones beside it',
      () => `${one}${pem('X509 CRL', Buffer.from('3003020101', 'hex'))}`,
    ],
    ['with the label of before', () => one.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')],
  ])('is read %s', (_, text) => {
    expect(reading(readBundle, text())).toEqual({ value: one, problems: [] });
  });

  test('keeps all its certificates', () => {
    expect(reading(readBundle, `${one}${two}`)).toEqual({ value: `${one}${two}`, problems: [] });
  });

  test.each<[string, () => string, string]>([
    ['cut off after a whole certificate', () => `${one}${two.slice(0, 100)}`, 'END_LINE_MISSING'],
    [
      'that holds half a request as well',
      () => `${one}-----BEGIN CERTIFICATE REQUEST-----\n`,
      'END_LINE_MISSING',
    ],
    ['with a second certificate that cannot be read', () => `${one}${two.replace('MII', 'AAA')}`, 'DAMAGED'],
    [
      'with a key in base64',
      () => Buffer.from(`${one}${pkcs8(ec())}`).toString('base64'),
      'HOLDS_PRIVATE_KEY',
    ],
  ])('is refused %s', (_, text, reason) => {
    expect(reading(readBundle, text())).toMatchObject({
      value: undefined,
      problems: [{ reason, input: 'field' }],
    });
  });
});
