import type { Api } from './api.ts';
import { asObject } from './json.ts';
import type { Outcome } from './outcome.ts';

const TEMPLATE = '/zones/{zone_id}/origin_tls_client_auth/settings';

/**
 * Whether Cloudflare shows the zone's own certificate to the origin.
 *
 * @throws ApiError, or ActionError where no answer came
 */
export async function getZoneSwitch(api: Api, zoneId: string): Promise<boolean> {
  return await api.read({
    method: 'GET',
    template: TEMPLATE,
    values: { zone_id: zoneId },
    read: readEnabled,
  });
}

/** Switches it; the value is what the API says it is now. */
export async function setZoneSwitch(api: Api, zoneId: string, enabled: boolean): Promise<Outcome<boolean>> {
  const values = { zone_id: zoneId };
  return await api.write({ method: 'PUT', template: TEMPLATE, values, body: { enabled }, read: readEnabled });
}

function readEnabled(result: unknown): { readonly value: boolean } | undefined {
  const rows: readonly unknown[] = Array.isArray(result) ? result : [result];
  const enabled = rows.length === 1 ? asObject(rows[0])?.['enabled'] : undefined;
  return typeof enabled === 'boolean' ? { value: enabled } : undefined;
}
