import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Api } from '../../src/cloudflare/api.ts';
import { listAssociations, putAssociations } from '../../src/cloudflare/associations.ts';
import { listCertificates, uploadCertificate } from '../../src/cloudflare/certificates.ts';
import { readQuotas, readRemaining } from '../../src/cloudflare/rate-limit-answers.ts';
import { getSslMode } from '../../src/cloudflare/zones.ts';
import { answer, asked, scripted, success, ZONE } from './support/scripted-api.ts';
import type { Step } from './support/scripted-api.ts';

const FOLDER = new URL('fixtures/', import.meta.url);
const used = new Set<string>();

function fixture(name: string): unknown {
  used.add(`${name}.json`);
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
}

const play = (status: number, name: string, call: (api: Api) => Promise<unknown>): Promise<unknown> =>
  asked<unknown>(answer(status, fixture(name)) satisfies Step, (api) =>
    call(api).catch((error: unknown) => error),
  );

const upload = (api: Api): Promise<unknown> =>
  uploadCertificate(api, ZONE, 'zone', { certificate: 'c', privateKey: 'k' });
const repoint = (api: Api): Promise<unknown> =>
  putAssociations(api, ZONE, [{ hostname: 'api.example.com', certificateId: 'def-456', enabled: true }]);

describe('an answer that was seen for real', () => {
  test.each<readonly [string, number, (api: Api) => Promise<unknown>, unknown]>([
    ['err_400_1406_duplicate_zone_cert', 400, upload, { kind: 'refused', error: { apiCodes: [1406] } }],
    ['err_400_1412_not_a_leaf', 400, upload, { kind: 'refused', error: { apiCodes: [1412] } }],
    [
      'err_400_1415_put_hostnames_bad_cert_id',
      400,
      repoint,
      {
        kind: 'refused',
        error: { apiCodes: [1415], happened: expect.stringContaining('or the certificate was deleted') },
      },
    ],
    ['err_403_10000_authentication', 403, upload, { kind: 'refused', error: { code: 'API_UNAUTHORIZED' } }],
    [
      'err_7003_bad_zone_id',
      404,
      (api) => listCertificates(api, ZONE, 'zone'),
      { apiCodes: [7003], code: 'API_REFUSED' },
    ],
    [
      'err_7003_bad_zone_id',
      400,
      upload,
      { kind: 'refused', error: { happened: expect.stringContaining('malformed') } },
    ],
    ['list_empty_zone_certs', 200, (api) => listCertificates(api, ZONE, 'zone'), []],
    [
      'put_hostnames_returns_all_associations',
      200,
      repoint,
      { kind: 'applied', value: [{ hostname: 'api.example.com', certificateId: 'def-456', enabled: true }] },
    ],
  ])('%s, with %d, is understood', async (name, status, call, expected) => {
    expect(await play(status, name, call)).toMatchObject(expected as object);
  });

  test('err_403_9109_zone_settings, with 403, stops nothing', async () => {
    const name = 'err_403_9109_zone_settings';
    expect(await play(403, name, (api) => getSslMode(api, ZONE))).toBeUndefined();
  });

  test('err_429_971 is waited out', async () => {
    const script = scripted([answer(429, fixture('err_429_971'), { 'retry-after': '40' }), success([])]);
    expect(await script.time.until(listCertificates(script.api, ZONE, 'zone'))).toEqual([]);
    expect(script.seen.map((one) => one.at)).toEqual([0, 40_000]);
  });

  test('ratelimit_headers are read', () => {
    const headers = fixture('ratelimit_headers') as Readonly<Record<string, string>>;
    expect(readRemaining(headers['Ratelimit'])).toEqual([{ name: 'default', calls: 50, ms: 30_000 }]);
    expect(readQuotas(headers['Ratelimit-Policy'])).toEqual([{ name: 'burst', calls: 100, ms: 60_000 }]);
  });

  test('openapi_list_hostname_associations is asked as it says, and every field it names is read', async () => {
    const contract = fixture('openapi_list_hostname_associations') as {
      readonly method: string;
      readonly path: string;
      readonly parameters: readonly {
        name: string;
        in: string;
        schema?: { maximum?: number; enum?: string[] };
      }[];
      readonly result_item_fields: readonly string[];
    };
    const script = scripted([
      success([
        Object.fromEntries(
          contract.result_item_fields.map((field) => [field, VALUES[field] ?? 'a field nobody reads']),
        ),
      ]),
    ]);
    const listed = await script.time.until(listAssociations(script.api, ZONE));
    const url = new URL(script.seen[0]?.url ?? '');
    expect(script.seen[0]?.method).toBe(contract.method);
    expect(url.pathname).toBe(`/client/v4${contract.path.replace('{zone_id}', ZONE)}`);
    const parameter = (name: string) => contract.parameters.find((one) => one.name === name)?.schema;
    expect(contract.parameters.map((one) => one.name)).toEqual(
      expect.arrayContaining([...url.searchParams.keys()]),
    );
    expect(parameter('status')?.enum).toContain(url.searchParams.get('status'));
    expect(Number(url.searchParams.get('per_page'))).toBe(parameter('per_page')?.maximum);
    expect(listed).toEqual({
      kind: 'complete',
      associations: [
        {
          hostname: 'a.example',
          certificateId: 'c1',
          enabled: false,
          status: 'active',
          rawStatus: 'active',
          certificateStatus: undefined,
          createdAt: 0,
          updatedAt: 1000,
        },
      ],
    });
  });
});

const VALUES: Readonly<Record<string, unknown>> = {
  cert_id: 'c1',
  created_at: '1970-01-01T00:00:00Z',
  enabled: false,
  hostname: 'a.example',
  status: 'active',
  updated_at: '1970-01-01T00:00:01Z',
};

describe('at the end', () => {
  test('no fixture is left unread', () => {
    expect([...used].toSorted()).toEqual(readdirSync(FOLDER).toSorted());
  });
});
