import { getAssociation, listAssociations } from '../../cloudflare/associations.ts';
import type { Association } from '../../cloudflare/associations.ts';
import type { Api } from '../../cloudflare/api.ts';
import { getCertificate } from '../../cloudflare/certificates.ts';
import type { ObservedAssociations, ObservedCertificate } from './observation.ts';
import { observed } from './read-certificates.ts';

/** Reading by id right after an upload may say "not found" for a while. */
export const MAY_BE_MISSING = 120_000;

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

export interface WithCertificates {
  readonly associations: ObservedAssociations;
  /** Those that the rows name and the list of certificates does not show. */
  readonly unlisted: readonly ObservedCertificate[];
}

/**
 * Reads by id what rows refer to and the list of certificates, which lags, does not show; and notes in the rows
 * which certificates are gone: those associations are without effect, and cannot even be voided.
 *
 * @param matters the rows to look at
 */
export async function withTheirCertificates(
  api: Api,
  zoneId: string,
  associations: ObservedAssociations,
  listed: readonly ObservedCertificate[],
  matters: (row: Association) => boolean = () => true,
): Promise<WithCertificates> {
  const known = new Set(listed.map(({ id }) => id));
  const named = associations.rows.filter(matters).flatMap(({ certificateId }) => certificateId ?? []);
  const missing = [...new Set(named)].filter((id) => !known.has(id));
  const read = new Map(
    await Promise.all(
      missing.map(async (id) => [id, await getCertificate(api, zoneId, 'hostname', id)] as const),
    ),
  );
  const isGone = ({ certificateId = '', updatedAt }: Association): boolean => {
    const certificate = read.get(certificateId);
    if (certificate !== undefined || !read.has(certificateId)) return certificate?.status === 'deleted';
    // An id may be unreadable right after its upload, which the association cannot be older than.
    return updatedAt !== undefined && api.serverNow() - updatedAt > MAY_BE_MISSING;
  };
  return {
    associations: {
      ...associations,
      rows: associations.rows.map((row) => (isGone(row) ? { ...row, certificateStatus: 'deleted' } : row)),
    },
    unlisted: [...read.values()].flatMap((one) =>
      one === undefined || one.status === 'deleted' ? [] : [observed(one)],
    ),
  };
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
