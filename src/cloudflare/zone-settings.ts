import type { ActionError } from '../errors.ts';
import type { Api } from './api.ts';
import { unreadable } from './attempt.ts';
import { safeId } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { isRecord } from './envelope.ts';
import { ApiError } from './error-catalogue.ts';
import { readText } from './replies.ts';

/** Zone settings need Zone Settings: Read, which a careful token may lack. */
export type ZoneSetting =
  | { readonly kind: 'known'; readonly value: string }
  | { readonly kind: 'unreadable'; readonly error: ActionError };

/** `off`, `flexible`, `full`, `strict` or `origin_pull`. */
export async function getSslMode(api: Api, zoneId: string): Promise<ZoneSetting> {
  return await setting(api, zoneId, 'ssl');
}

/** `on` or `off`: Cloudflare's shared certificate, the lowest of the three levels. */
export async function getSharedCertificateSwitch(api: Api, zoneId: string): Promise<ZoneSetting> {
  return await setting(api, zoneId, 'tls_client_auth');
}

async function setting(api: Api, zoneId: string, name: 'ssl' | 'tls_client_auth'): Promise<ZoneSetting> {
  const endpoint: Endpoint = {
    method: 'GET',
    template: `GET /zones/{zone_id}/settings/${name}`,
    path: `/zones/${safeId(zoneId)}/settings/${name}`,
  };
  const reply = await api.call(endpoint);
  if (reply.kind === 'failure') {
    if (!(reply.error instanceof ApiError)) throw reply.error;
    return { kind: 'unreadable', error: reply.error };
  }
  const value = isRecord(reply.result) ? readText(reply.result['value'], 40) : undefined;
  return value === undefined ? { kind: 'unreadable', error: unreadable(endpoint) } : { kind: 'known', value };
}
