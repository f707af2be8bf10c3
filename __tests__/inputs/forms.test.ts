import { describe, expect, test } from '@jest/globals';
import { readHeaderName } from '../../src/inputs/headers.ts';
import { readZone } from '../../src/inputs/hostnames.ts';
import { readBoolean, readCertificateId, parseDuration, readDuration } from '../../src/inputs/kinds.ts';
import { readApiBaseUrl } from '../../src/inputs/run-settings.ts';
import { reading } from './support.ts';

describe('the form of a value', () => {
  test.each(['xtrue', 'truex', 'xfalse', 'falsex', 'tRUE', ''])('%j is no boolean', (text) => {
    for (const otherwise of [true, false])
      expect(reading((field) => readBoolean(field, otherwise), text)).toMatchObject({
        value: otherwise,
        problems: [{ reason: 'NOT_A_BOOLEAN' }],
      });
  });

  test.each([
    ['5m', 300_000],
    ['10s', 10_000],
    ['5mx', undefined],
    ['x5m', undefined],
    ['5', undefined],
    ['', undefined],
  ])('%j is a duration of %j', (text, duration) => {
    expect(parseDuration(text)).toBe(duration);
  });

  test.each([
    ['1m', 60_000],
    ['2h', 7_200_000],
    ['120m', 7_200_000],
  ])('the limits of a duration belong to it: %s', (text, value) => {
    const limits = { least: '1m', most: '2h' };
    expect(reading((field) => readDuration(field, limits), text)).toEqual({
      value,
      problems: [],
    });
  });

  test.each([
    ['0123456789abcdef0123456789abcdef', undefined],
    ['0f7c1b2e-5a6b-4c7d-8e9f-0a1b2c3d4e5f', undefined],
    ['abcdefgz', undefined],
    ['-bcdefgh', 'is not the id of a certificate'],
    ['abcdefg-', 'is not the id of a certificate'],
    ['abcdefg', 'is not the id of a certificate'],
    ['abcdefg.', 'is not the id of a certificate'],
    ['a'.repeat(64), undefined],
    ['a'.repeat(65), 'is not the id of a certificate'],
    ['abcdefgh,abcdefgh', 'holds more than one word'],
    ['abcdefgh abcdefgh', 'holds more than one word'],
  ])('the id %j of a certificate has the fault %j', (text, cause) => {
    const cure =
      'Write one id as Cloudflare shows it, such as `2458ce5a-0c35-4c7f-82c7-8e9487d3ff60`; `operation: status` lists them.';
    const { value, problems } = reading(readCertificateId, text);
    expect({ value, said: problems.map(({ sentence }) => sentence) }).toEqual(
      cause === undefined ? { value: text, said: [] } : { value: '', said: [`\`field\` ${cause}. ${cure}`] },
    );
  });

  test('the id of a certificate is read in lower case, as Cloudflare shows it', () => {
    const { value } = reading(readCertificateId, '0F7C1B2E-5A6B-4C7D-8E9F-0A1B2C3D4E5F');
    expect(value).toBe('0f7c1b2e-5a6b-4c7d-8e9f-0a1b2c3d4e5f');
  });

  test.each([
    ['X-Client-Serial', 'x-client-serial'],
    ['a'.repeat(100), 'a'.repeat(100)],
    ['a'.repeat(101), ''],
    ['x y', ''],
    ['x:', ''],
  ])('the name %j of a header is read to %j', (text, value) => {
    const read = reading(readHeaderName, text);
    expect([read.value, read.problems.length]).toEqual([value, value === '' ? 1 : 0]);
  });

  test.each([
    ['shop.aaaaaaaaaaaaaaaaaaaaaaaa', 'shop.aaaaaaaaaaaaaaaaaaaaaaaa'],
    ['aaaaaaaaaaaaaaaaaaaaaaaa.example', 'aaaaaaaaaaaaaaaaaaaaaaaa.example'],
    ['0f7c1b2e-5a6b-4c7d-8e9f', ''],
    ['', ''],
  ])('the zone %j is read to %j', (text, value) => {
    expect(reading(readZone, text).value).toBe(value);
  });

  test.each([
    ['https://api.example.com//', 'https://api.example.com', []],
    ['https://api.example.com/v4///', 'https://api.example.com/v4', []],
    ['http://localhost:1/', 'http://localhost:1', []],
    ['ftp://localhost/', 'ftp://localhost', ['URL_NOT_HTTPS']],
    ['', '', ['NOT_A_URL']],
  ])('the address %j of an API is read to %j with the faults %j', (text, value, reasons) => {
    const read = reading(readApiBaseUrl, text);
    expect([read.value, read.problems.map(({ reason }) => reason)]).toEqual([value, reasons]);
  });
});
