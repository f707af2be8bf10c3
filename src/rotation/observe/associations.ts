import { getAssociation, listAssociations } from '../../cloudflare/associations.ts';
import type { Api } from '../../cloudflare/api.ts';
import type { ObservedAssociations } from './observation.ts';

/** All associations in one call where the list exists, otherwise one call for each hostname. */
export async function observeAssociations(
  api: Api,
  zoneId: string,
  hostnames: readonly string[],
): Promise<ObservedAssociations> {
  const listed = await listAssociations(api, zoneId);
  if (listed.kind === 'complete') return { complete: true, rows: listed.associations };
  const rows = await observeOneByOne(api, zoneId, hostnames);
  const refused = [401, 403].includes(listed.error.status);
  return { complete: false, refused, rows };
}

/** One call for each hostname: for when it is to be known now, since a list may lag. */
export async function observeOneByOne(
  api: Api,
  zoneId: string,
  hostnames: readonly string[],
): Promise<ObservedAssociations['rows']> {
  const rows = await Promise.all(hostnames.map((hostname) => getAssociation(api, zoneId, hostname)));
  return rows.filter((row) => row !== undefined);
}
