import { describe, expect, test } from '@jest/globals';
import {
  getZoneSwitch,
  getSharedCertificateSwitch,
  getSslMode,
  findZones,
} from '../../src/cloudflare/zones.ts';
import { asked, failure, fault, page, scripted, success, ZONE } from './support/scripted-api.ts';
import type { Step } from './support/scripted-api.ts';

const UNREADABLE = { name: 'ApiError', code: 'API_ANSWER_UNREADABLE' };

const getSwitch = (step: Step): Promise<unknown> => asked(step, (api) => getZoneSwitch(api, ZONE));

describe('the switch of a zone', () => {
  test.each([
    ['true', { enabled: true }, true],
    ['false', { enabled: false }, false],
    ['an array of one', [{ enabled: true }], true],
  ])('is read from %s', async (_, result, enabled) => {
    expect(await getSwitch(success(result))).toBe(enabled);
  });

  test.each([
    null,
    {},
    [],
    { enabled: null },
    { enabled: 'true' },
    { enabled: 1 },
    [{ enabled: true }, { enabled: true }],
    'on',
  ])('is not read from %j: neither on nor off', async (result) => {
    await expect(getSwitch(success(result))).rejects.toMatchObject(UNREADABLE);
  });
});

describe.each([
  ['SSL mode', getSslMode, /\/settings\/ssl$/u],
  ["Cloudflare's shared certificate", getSharedCertificateSwitch, /\/settings\/tls_client_auth$/u],
] as const)('the setting for %s', (_, getSetting, path) => {
  const setting = (step: Step): Promise<unknown> => asked(step, (api) => getSetting(api, ZONE));

  test('is read by its path', async () => {
    const script = scripted([success({ id: 'ssl', value: 'full', editable: true })]);
    expect(await script.time.until(getSetting(script.api, ZONE))).toBe('full');
    expect(script.seen[0]?.url).toMatch(path);
  });

  test('is fit to be printed', async () => {
    expect(await setting(success({ value: '::error::x\u202e' }))).toBe(': :error: :x');
  });

  test.each<readonly [string, Step]>([
    ['the token may not read it', failure(403, 9109)],
    ['the token is refused', failure(401, 10000)],
    ['a challenge came', page(403, { 'cf-mitigated': 'challenge' })],
    ['the API is down', page(503)],
    ['the answer has no value', success({ id: 'ssl' })],
    ['the answer has a value that is no text', success({ value: true })],
    ['the answer is null', success(null)],
  ])('is unreadable, and stops nothing, where %s', async (__, step) => {
    expect(await setting(step)).toBeUndefined();
  });

  test('stops the run where the rate limit is used up, or nothing answers', async () => {
    await expect(setting(failure(429, 971, 'x', { 'retry-after': '7200' }))).rejects.toMatchObject({
      code: 'API_RATE_LIMITED',
    });
    await expect(setting(fault('dns', 'no'))).rejects.toMatchObject({ code: 'API_UNREACHABLE' });
  });
});

const zoneRow = (more: Readonly<Record<string, unknown>> = {}): unknown => ({
  id: ZONE,
  name: 'a.example',
  account: { id: 'acc', name: 'Example Ltd' },
  status: 'active',
  type: 'full',
  ...more,
});
const find = (result: unknown, name = 'a.example'): Promise<unknown> =>
  asked(success(result), (api) => findZones(api, name));

describe('a zone by its name', () => {
  test('is asked for in lower case, and compared without regard to case', async () => {
    const script = scripted([success([zoneRow({ name: 'A.Example' })])]);
    expect(await script.time.until(findZones(script.api, 'A.EXAMPLE'))).toEqual([
      { id: ZONE, name: 'a.example' },
    ]);
    expect(script.seen[0]?.url).toMatch(/\/zones\?name=a\.example&per_page=50$/u);
  });

  test.each([
    ['null', null, []],
    ['none', [], []],
    ['others only', [zoneRow({ name: 'b.example' }), zoneRow({ name: 'xa.example' })], []],
    [
      'one in each of two accounts',
      [zoneRow(), zoneRow({ id: 'z2', account: { id: 'other' } })],
      [ZONE, 'z2'],
    ],
    ['one that comes twice', [zoneRow(), zoneRow()], [ZONE]],
    ['one without account', [zoneRow({ account: null })], [ZONE]],
  ])('may be %s', async (_, result, ids) => {
    const zones = (await find(result)) as readonly { id: string }[];
    expect(zones.map((zone) => zone.id)).toEqual(ids);
  });

  test.each([
    ['active', { status: 'active' }, undefined],
    ['of an unknown status', { status: null }, undefined],
    ['pending', { status: 'pending' }, 'pending'],
    ['of a new status', { status: '::error::x' }, ': :error: :x'],
    ['paused', { status: 'active', paused: true }, 'paused'],
  ])('is %s', async (_, told, inactive) => {
    expect(await find([zoneRow(told)])).toEqual([{ id: ZONE, name: 'a.example', inactive }]);
  });

  test('has only what the answer told', async () => {
    expect(await find([{ id: ZONE, name: 'a.example', status: 1, type: '' }])).toEqual([
      { id: ZONE, name: 'a.example' },
    ]);
  });

  test.each([
    ['text', 'x'],
    ['a row without id', [zoneRow({ id: undefined })]],
    ['a row without name', [zoneRow({ name: '' })]],
    ['an id that fits no path', [zoneRow({ id: '../x' })]],
    ['a row that is null', [zoneRow(), null]],
  ])('is not read from %s', async (_, result) => {
    await expect(find(result)).rejects.toMatchObject(UNREADABLE);
  });
});
