import type { Api } from './api.ts';
import type { PathTemplate } from './endpoint.ts';
import { ApiError } from './error-catalogue.ts';
import { cleanWord } from './foreign-text.ts';
import { asObject, textOf } from './json.ts';

/** These settings need "Zone Settings: Read", which a token may well lack: that must never stop a rotation. */
export type ZoneSetting =
  | { readonly kind: 'known'; readonly value: string }
  | { readonly kind: 'unreadable'; readonly error: ApiError };

/** SSL mode: with `off` or `flexible` no client certificate is sent at all. */
export async function getSslMode(api: Api, zoneId: string): Promise<ZoneSetting> {
  return await getSetting(api, zoneId, '/zones/{zone_id}/settings/ssl');
}

/** `on` or `off`: whether Cloudflare shows its own shared certificate where no other is configured. */
export async function getSharedCertificateSwitch(api: Api, zoneId: string): Promise<ZoneSetting> {
  return await getSetting(api, zoneId, '/zones/{zone_id}/settings/tls_client_auth');
}

async function getSetting(api: Api, zoneId: string, template: PathTemplate): Promise<ZoneSetting> {
  try {
    const value = await api.read({ method: 'GET', template, values: { zone_id: zoneId }, read: readValue });
    return { kind: 'known', value };
  } catch (error) {
    if (error instanceof ApiError && error.code !== 'API_RATE_LIMITED') return { kind: 'unreadable', error };
    throw error;
  }
}

function readValue(result: unknown): { readonly value: string } | undefined {
  const json = asObject(result);
  const value = json === undefined ? undefined : textOf(json, 'value');
  return value === undefined ? undefined : { value: cleanWord(value) };
}
