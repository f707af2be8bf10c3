import type { Api } from '../cloudflare/api.ts';
import { findZones } from '../cloudflare/zones.ts';
import { ActionError } from '../errors.ts';
import type { ZoneIdentity } from './observed.ts';

export function isZoneId(zone: string): boolean {
  return /^[0-9a-f]{32}$/u.test(zone);
}

/**
 * The zone's id. A name costs one call and the permission Zone: Read; an id costs nothing.
 *
 * @throws ActionError `ZONE_NOT_FOUND` if the token sees none, or two, of that name
 */
export async function resolveZone(api: Api, asked: string): Promise<ZoneIdentity> {
  if (isZoneId(asked)) return { asked, id: asked, name: undefined };
  const zones = (await findZones(api, asked)).filter((zone) => zone.name === asked);
  const [zone, other] = zones;
  if (zone !== undefined && other === undefined) return { asked, ...zone };
  throw new ActionError('ZONE_NOT_FOUND', {
    happened:
      zone === undefined
        ? `The token sees no zone named ${asked}.`
        : `The token sees ${zones.length} zones named ${asked}, in different accounts.`,
    inForce: 'Nothing was changed.',
    remedy:
      zone === undefined
        ? 'Check the name (the zone, not a hostname in it), and that the token includes this zone with Zone: Read; or give the zone id.'
        : 'Give the zone id instead of the name.',
  });
}
