import { describe, expect, test } from '@jest/globals';
import { getCertificate, listCertificates } from '../../src/cloudflare/certificates.ts';
import { readAssociations } from '../../src/cloudflare/shapes.ts';
import {
  answer,
  asked,
  certificateRow,
  EPOCH,
  failure,
  fault,
  ID,
  page,
  scripted,
  success,
  ZONE,
} from './support/scripted-api.ts';
import type { Step } from './support/scripted-api.ts';

const list = (result: unknown): Promise<unknown> =>
  asked(success(result), (api) => listCertificates(api, ZONE, 'zone'));
const UNREADABLE = { name: 'ApiError', code: 'API_ANSWER_UNREADABLE' };

describe('the certificates of a level', () => {
  test.each([
    ['null', null, []],
    ['an empty array', [], []],
    ['one object instead of an array', certificateRow(), [ID]],
    ['two rows', [certificateRow(), certificateRow({ id: 'b' })], [ID, 'b']],
    ['a row that comes twice', [certificateRow(), certificateRow({ id: 'b' }), certificateRow()], [ID, 'b']],
    [
      'an id that was deleted and lives again',
      [certificateRow({ status: 'active' }), certificateRow({ status: 'deleted' })],
      [ID],
    ],
    [
      'rows of which some are deleted',
      [
        certificateRow({ id: 'a', status: 'deleted' }),
        certificateRow({ id: 'b', status: 'pending_deletion' }),
        certificateRow({ id: 'c', status: 'deletion_timed_out' }),
        certificateRow({ id: 'd', status: 'something_new' }),
      ],
      ['c', 'd'],
    ],
  ])('are read from %s', async (_, result, ids) => {
    expect(await list(result)).toMatchObject(ids.map((id) => ({ id })));
    expect(await list(result)).toHaveLength(ids.length);
  });

  test.each([
    ['text', 'none'],
    ['a number', 0],
    ['true', true],
    ['nothing', undefined],
    ['a row that is null', [certificateRow(), null]],
    ['a row without id', [certificateRow(), { status: 'active' }]],
    ['an id that is a number', [certificateRow({ id: 7 } as never)]],
    ['an id that fits no path', [certificateRow({ id: 'a/../b' })]],
    ['a list in a list', [[certificateRow()]]],
  ])('are never taken for fewer than there are: %s is unreadable', async (_, result) => {
    await expect(list(result)).rejects.toMatchObject(UNREADABLE);
  });

  test.each([
    ['zone', /\/origin_tls_client_auth$/u],
    ['hostname', /\/origin_tls_client_auth\/hostnames\/certificates$/u],
  ] as const)('of level %s have their own path, and may be long', async (level, path) => {
    const script = scripted([success([])]);
    await script.time.until(listCertificates(script.api, ZONE, level));
    expect(script.seen[0]).toMatchObject({
      method: 'GET',
      url: expect.stringMatching(path),
      maxBytes: 8 * 1024 * 1024,
    });
    expect(script.seen[0]?.body).toBeUndefined();
  });
});

const get = (step: Step): Promise<unknown> => asked(step, (api) => getCertificate(api, ZONE, 'hostname', ID));

describe('a certificate by its id', () => {
  test('is read with all its facts', async () => {
    const row = certificateRow({ status: 'active', private_key: 'never kept', surprise: {} });
    expect(await get(success(row))).toEqual({
      id: ID,
      status: 'active',
      rawStatus: 'active',
      pem: row['certificate'],
      expiresOn: Date.UTC(2100, 0, 1, 5, 20),
      uploadedOn: EPOCH + 123.456789,
    });
  });

  test.each([
    ['nothing but its id', { id: ID }],
    [
      'wrong types',
      { id: ID, status: 1, certificate: {}, issuer: [], serial_number: 5, expires_on: 1, uploaded_on: {} },
    ],
    [
      'nulls',
      {
        id: ID,
        status: null,
        certificate: null,
        issuer: null,
        serial_number: null,
        expires_on: null,
        uploaded_on: null,
      },
    ],
    [
      'empty texts',
      { id: ID, status: '', certificate: '', issuer: '', serial_number: '', expires_on: '', uploaded_on: '' },
    ],
  ])('that has %s is one of which nothing more is known', async (_, row) => {
    expect(await get(success(row))).toEqual({
      id: ID,
      status: 'unknown',
      rawStatus: 'unknown',
      pem: undefined,
      expiresOn: undefined,
      uploadedOn: undefined,
    });
  });

  test('has the same id in another letter case, wherever it is read', async () => {
    const upper = ID.toUpperCase();
    expect(await get(success({ id: upper }))).toMatchObject({ id: ID });
    const byUpper = asked(success({ id: ID }), (api) => getCertificate(api, ZONE, 'hostname', upper));
    expect(await byUpper).toMatchObject({ id: ID });
    expect(readAssociations({ hostname: 'a.example', cert_id: upper })).toMatchObject({
      value: [{ certificateId: ID }],
    });
  });

  test('of which the date makes no sense has none', async () => {
    expect(await get(success(certificateRow({ uploaded_on: '::error::x' })))).toMatchObject({
      uploadedOn: undefined,
    });
  });

  test.each([
    ['holds a key', `-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----`],
    ['is far too long', 'x'.repeat(64 * 1024 + 1)],
  ])('whose PEM %s has none', async (_, pem) => {
    expect(await get(success(certificateRow({ certificate: pem })))).toMatchObject({
      id: ID,
      pem: undefined,
    });
  });

  test('whose PEM is as long as may be has one', async () => {
    const pem = 'x'.repeat(64 * 1024);
    expect(await get(success(certificateRow({ certificate: pem })))).toMatchObject({ pem });
  });

  test.each([
    ['alone in an array', [certificateRow()]],
    ['among others', [certificateRow({ id: 'other' }), certificateRow()]],
  ])('is found by its id %s', async (_, result) => {
    expect(await get(success(result))).toMatchObject({ id: ID });
  });

  test.each([
    ['null', null],
    ['an empty array', []],
    ['another id', certificateRow({ id: 'other' })],
    ['the same id twice', [certificateRow(), certificateRow()]],
    ['an array with a row nobody can read', [certificateRow(), 7]],
  ])('is not taken from %s', async (_, result) => {
    await expect(get(success(result))).rejects.toMatchObject(UNREADABLE);
  });

  test.each([
    ['1551', failure(404, 1551)],
    ['1552', failure(404, 1552)],
    ['1415', failure(400, 1415)],
    ['404 of the API without a code', failure(404, undefined)],
  ])('is not there where %s came', async (_, step) => {
    expect(await get(step)).toBeUndefined();
  });

  test.each([
    ['a 404 of a proxy', page(404), 'API_REFUSED'],
    ['a malformed zone id', failure(404, 7003), 'API_REFUSED'],
    ['a token without permission', failure(403, 10000), 'API_UNAUTHORIZED'],
    ['1414', failure(400, 1414), 'API_REFUSED'],
    ['an outage that speaks of 1552', failure(500, 1552), 'API_UNREACHABLE'],
    ['no answer', fault('timeout'), 'API_UNREACHABLE'],
  ])('is not taken for missing after %s', async (_, step, code) => {
    await expect(get(step)).rejects.toMatchObject({ code });
  });
});

test.each<readonly [string, Step]>([
  ['an empty 200', answer(200, '')],
  ['HTML with 200', page(200)],
  ['half of the JSON', answer(200, '{"success":true,"result":[')],
  ['success that is text', answer(200, { success: 'true', result: [] })],
  ['a break in the connection', fault('reset')],
  ['a cut answer', fault('cut')],
  ['an answer far too long', fault('too-large')],
  ['an answer that is not UTF-8', fault('not-utf8')],
])('a read is tried again after %s, and then good', async (_, step) => {
  const script = scripted([step, success([])]);
  expect(await script.time.until(listCertificates(script.api, ZONE, 'zone'))).toEqual([]);
  expect(script.said).toHaveLength(1);
});
