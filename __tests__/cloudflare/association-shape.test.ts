import { describe, expect, test } from '@jest/globals';
import { getAssociation } from '../../src/cloudflare/associations.ts';
import { readAssociation, readAssociations } from '../../src/cloudflare/shapes.ts';
import { failure, fault, page, scripted, success, ZONE } from './support/scripted-api.ts';
import type { Step } from './support/scripted-api.ts';

const HOST = 'a.example';
const row = (more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  hostname: HOST,
  cert_id: 'c1',
  enabled: true,
  status: 'active',
  cert_status: 'active',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-02T00:00:00.5Z',
  ...more,
});
const one = (more?: Readonly<Record<string, unknown>>): unknown => readAssociations([row(more)])?.value[0];

describe('a row', () => {
  test('is read with all its facts', () => {
    expect(one()).toEqual({
      hostname: HOST,
      certificateId: 'c1',
      enabled: true,
      status: 'active',
      rawStatus: 'active',
      certificateStatus: 'active',
      updatedAt: Date.UTC(2026, 0, 2) + 500,
      createdAt: Date.UTC(2026, 0, 1),
    });
  });

  test.each([
    ['www.B\u00fccher.example', 'www.xn--bcher-kva.example'],
    ['www.bu\u0308cher.example.', 'www.xn--bcher-kva.example'],
    ['*.b\u00fccher.example', '*.xn--bcher-kva.example'],
    ['WWW.Example.', 'www.example'],
    ['_a.1.2', '_a.1.2'],
    ['b\u00fc cher', 'b\u00fc cher'],
  ])('of %j is for %j', (hostname, ascii) => {
    expect(one({ hostname })).toHaveProperty('hostname', ascii);
  });

  test('may hold nothing but its hostname', () => {
    expect(readAssociations([{ hostname: HOST }])?.value).toEqual([
      {
        hostname: HOST,
        certificateId: undefined,
        enabled: undefined,
        status: 'unknown',
        rawStatus: 'unknown',
        certificateStatus: undefined,
        updatedAt: undefined,
        createdAt: undefined,
      },
    ]);
  });

  test.each([
    [true, true],
    [false, false],
    [null, null],
    [undefined, undefined],
    ['true', undefined],
    [1, undefined],
  ])('enabled %j reads %j', (enabled, read) => {
    expect(one({ enabled })).toHaveProperty('enabled', read);
  });

  test.each([null, undefined, ''])('cert_id %j is no certificate', (id) => {
    expect(one({ cert_id: id })).toHaveProperty('certificateId', undefined);
  });

  test.each([7, true, {}, 'a/b', 'a'.repeat(65)])('cert_id %j makes it unreadable', (id) => {
    expect(readAssociations([row(), row({ cert_id: id })])).toBeUndefined();
  });

  test.each([
    [null, undefined],
    [undefined, undefined],
    ['', undefined],
    ['pending_deployment', 'pending_deployment'],
    ['new_word', 'unknown'],
    [7, 'unknown'],
  ])('cert_status %j reads %j', (status, read) => {
    expect(one({ cert_status: status })).toHaveProperty('certificateStatus', read);
  });

  test.each(['A.Example', 'a.example.', 'a.exa\u200bmple'])(
    'hostname %j is the same as in lower case',
    (hostname) => {
      expect(one({ hostname })).toHaveProperty('hostname', HOST);
    },
  );

  test.each([null, 7, 'text', [], {}, { hostname: '' }, { hostname: 1 }])('%j is none', (value) => {
    expect(readAssociations([row(), value])).toBeUndefined();
  });
});

test.each([null, [], undefined, 'x', 7])('no rows in %j', (result) => {
  expect(readAssociations(result)?.value ?? 'unreadable').toEqual(
    result === null || Array.isArray(result) ? [] : 'unreadable',
  );
});

describe('the row of a hostname', () => {
  test.each([
    ['alone', row()],
    ['in an array', [row()]],
    ['among others', [row({ hostname: 'b.example' }), row()]],
    [
      'beside leftovers',
      [row({ status: 'deleted', cert_id: 'old' }), row(), row({ status: 'pending_deletion' })],
    ],
  ])('is found %s', (_, result) => {
    expect(readAssociation(result, HOST)?.value).toMatchObject({ hostname: HOST, certificateId: 'c1' });
  });

  test.each([
    [
      'one that stays, whatever the dates',
      row({ updated_at: '2026-01-01T00:00:00Z' }),
      row({ status: 'pending_deletion', cert_id: 'old' }),
    ],
    ['the latest', row(), row({ cert_id: 'old', updated_at: '2026-01-01T00:00:00Z' })],
    ['the one with a date', row(), row({ cert_id: 'old', updated_at: undefined })],
    [
      'one on its way out rather than a deleted one',
      row({ status: 'pending_deletion' }),
      row({ status: 'deleted', cert_id: 'old' }),
    ],
  ])('is, of two, %s', (_, wanted, other) => {
    for (const rows of [
      [wanted, other],
      [other, wanted],
    ])
      expect(readAssociation(rows, HOST)?.value).toMatchObject({ certificateId: 'c1' });
  });

  test.each([
    ['one', [row({ status: 'deleted' })]],
    ['two', [row({ status: 'deleted' }), row({ status: 'deleted', cert_id: 'c2' })]],
  ])('is none where all that is left is history: %s', (_, rows) => {
    expect(readAssociation(rows, HOST)).toEqual({ value: undefined });
  });

  test.each([
    ['null', null],
    ['nothing', []],
    ['others only', [row({ hostname: 'b.example' })]],
    ['two of one date that live', [row(), row({ cert_id: 'c2' })]],
    ['a row nobody can read', [row(), 7]],
  ])('is not taken from %s', (_, result) => {
    expect(readAssociation(result, HOST)).toBeUndefined();
  });
});

describe('the association of a hostname', () => {
  const get = async (step: Step): Promise<unknown> => {
    const script = scripted([step]);
    return await script.time.until(getAssociation(script.api, ZONE, HOST));
  };

  test('is asked for by its path', async () => {
    const script = scripted([success(row())]);
    expect(await script.time.until(getAssociation(script.api, ZONE, HOST))).toMatchObject({ hostname: HOST });
    expect(script.seen[0]).toMatchObject({
      method: 'GET',
      url: expect.stringMatching(/\/hostnames\/a\.example$/u),
    });
  });

  test.each([
    ['1553', failure(404, 1553)],
    ['404 of the API without a code', failure(404, undefined)],
  ])('is not there where %s came', async (_, step) => {
    expect(await get(step)).toBeUndefined();
  });

  test.each<readonly [string, Step, string]>([
    ['a 404 of a proxy', page(404), 'API_REFUSED'],
    ['a refused token', failure(403, 10000), 'API_UNAUTHORIZED'],
    ['another hostname in the answer', success(row({ hostname: 'b.example' })), 'API_ANSWER_UNREADABLE'],
    ['no answer', fault('reset'), 'API_UNREACHABLE'],
  ])('is not taken for missing after %s', async (_, step, code) => {
    await expect(get(step)).rejects.toMatchObject({ code });
  });
});
