import { ApiError, type Outcome } from './api-error.ts';
import type { Api } from './api.ts';
import type { PathTemplate } from './endpoint.ts';
import { asciiName, cleanWord } from './foreign-text.ts';
import { asObject, textOf, type Read } from './json.ts';
import { idOf, readRows } from './shapes.ts';

interface Zone {
  readonly id: string;
  readonly name: string;
  /** Its status, or `paused`, where Cloudflare does not serve it. */
  readonly inactive: string | undefined;
}

/**
 * The zones of exactly this name that the token can see: none, one, or one in each of several accounts.
 * Names are compared in ASCII: the API answers in Unicode, however it was asked.
 */
export async function findZones(api: Api, name: string): Promise<readonly Zone[]> {
  const wanted = asciiName(name);
  const zones = await api.read({
    method: 'GET',
    template: '/zones',
    values: {},
    query: { name: wanted, per_page: '50' },
    long: true,
    read: (result) => readRows(result, oneZone),
  });
  // A row that comes twice is one zone.
  const found = new Map(zones.filter((zone) => zone.name === wanted).map((zone) => [zone.id, zone]));
  for (const { id, name: known } of found.values()) api.nameZone(id, known);
  return [...found.values()];
}

function oneZone(row: unknown): Zone | undefined {
  const json = asObject(row);
  const [id, name] = [idOf(json, 'id'), textOf(json, 'name')];
  if (id === undefined || name === undefined) return undefined;
  const state = json?.['paused'] === true ? 'paused' : cleanWord(textOf(json, 'status') ?? 'active');
  return { id, name: asciiName(name), inactive: state === 'active' ? undefined : state };
}

/** SSL mode: with `off` or `flexible` no client certificate is sent at all. */
export async function getSslMode(api: Api, zoneId: string): Promise<string | undefined> {
  return await getSetting(api, zoneId, '/zones/{zone_id}/settings/ssl');
}

/** `on` or `off`: whether Cloudflare shows its own shared certificate where no other is configured. */
export async function getSharedCertificateSwitch(api: Api, zoneId: string): Promise<string | undefined> {
  return await getSetting(api, zoneId, '/zones/{zone_id}/settings/tls_client_auth');
}

/** Needs "Zone Settings: Read", which a token may well lack: that must never stop a rotation. */
async function getSetting(api: Api, zoneId: string, template: PathTemplate): Promise<string | undefined> {
  try {
    return await api.read({ method: 'GET', template, values: { zone_id: zoneId }, read: readValue });
  } catch (error) {
    if (error instanceof ApiError && error.code !== 'API_RATE_LIMITED') return undefined;
    throw error;
  }
}

function readValue(result: unknown): Read<string> {
  const value = textOf(asObject(result), 'value');
  return value === undefined ? undefined : { value: cleanWord(value) };
}

const TEMPLATE = '/zones/{zone_id}/origin_tls_client_auth/settings';

/** Whether Cloudflare shows the zone's own certificate to the origin. */
export async function getZoneSwitch(api: Api, zoneId: string): Promise<boolean> {
  const values = { zone_id: zoneId };
  return await api.read({ method: 'GET', template: TEMPLATE, values, read: readEnabled });
}

/** Switches it; the value is what the API says it is now. */
export async function setZoneSwitch(api: Api, zoneId: string, enabled: boolean): Promise<Outcome<boolean>> {
  const values = { zone_id: zoneId };
  return await api.write({ method: 'PUT', template: TEMPLATE, values, body: { enabled }, read: readEnabled });
}

function readEnabled(result: unknown): Read<boolean> {
  const rows: readonly unknown[] = Array.isArray(result) ? result : [result];
  const enabled = rows.length === 1 ? asObject(rows[0])?.['enabled'] : undefined;
  return typeof enabled === 'boolean' ? { value: enabled } : undefined;
}
