import type { Api } from './api.ts';
import { safeId } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { isRecord } from './envelope.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOf, read } from './replies.ts';

/** Whether origin pulls with the zone's own certificate are on. */
export async function getZoneSwitch(api: Api, zoneId: string): Promise<boolean> {
  return await read(api, settings('GET', zoneId), readEnabled);
}

export async function setZoneSwitch(api: Api, zoneId: string, enabled: boolean): Promise<Outcome<boolean>> {
  const endpoint = { ...settings('PUT', zoneId), body: { enabled } };
  return outcomeOf(endpoint, await api.call(endpoint), readEnabled);
}

function readEnabled(result: unknown): boolean | undefined {
  const enabled = isRecord(result) ? result['enabled'] : undefined;
  return typeof enabled === 'boolean' ? enabled : undefined;
}

function settings(method: 'GET' | 'PUT', zoneId: string): Endpoint {
  return {
    method,
    template: `${method} /zones/{zone_id}/origin_tls_client_auth/settings`,
    path: `/zones/${safeId(zoneId)}/origin_tls_client_auth/settings`,
    zoneId,
  };
}
