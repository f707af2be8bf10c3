import { readLeaf, type Leaf } from '../certificate/leaf.ts';
import type { Api } from '../cloudflare/api.ts';
import { getAssociation, listAssociations, type Association } from '../cloudflare/associations.ts';
import { getCertificate, listCertificates } from '../cloudflare/certificates.ts';
import type { Certificate, Level } from '../cloudflare/certificates.ts';
import { findByFingerprint, type ObservedCertificate, type ObservedAssociations } from './observed.ts';
import type { RowWatch } from './row-watch.ts';
import type { World } from './world.ts';

/** All certificates of one level as X.509. The list may lag behind the truth by tens of seconds. */
export async function observeCertificates(
  api: Api,
  zoneId: string,
  level: Level,
): Promise<readonly ObservedCertificate[]> {
  const certificates = await listCertificates(api, zoneId, level);
  return certificates.map(observed);
}

/**
 * The same, with the successor's copy, if there is one, as its id shows it: what is decided from it must
 * not rest on a list that lags. An id that cannot be read yet is young, or gone: only a read by it tells that it is
 * active.
 */
export async function observeWithSuccessor(
  api: Api,
  zoneId: string,
  level: Level,
  successor: Leaf,
): Promise<readonly ObservedCertificate[]> {
  const certificates = await observeCertificates(api, zoneId, level);
  const copy = findByFingerprint(certificates, successor);
  const read = copy === undefined ? undefined : await getCertificate(api, zoneId, level, copy.id);
  if (copy === undefined || (read === undefined && copy.status !== 'active')) return certificates;
  const others = certificates.filter(({ id }) => id !== copy.id);
  const now = read === undefined ? { ...copy, ...UNREAD } : observed(read);
  return [...others, { ...now, leaf: copy.leaf }];
}

const UNREAD = { status: 'unknown', rawStatus: 'not readable by its id' } as const;

export function observed(certificate: Certificate): ObservedCertificate {
  return {
    id: certificate.id,
    status: certificate.status,
    rawStatus: certificate.rawStatus,
    leaf: certificate.pem === undefined ? undefined : readLeafOnce(certificate.pem),
    uploadedOn: certificate.uploadedOn,
  };
}

/** An id never changes its certificate: where it seems to, nothing may rest on either. */
export function showsAnother(read: Certificate, leaf: Leaf | undefined): boolean {
  const shown = observed(read).leaf;
  return shown !== undefined && leaf !== undefined && shown.fingerprint !== leaf.fingerprint;
}

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
  const { status, readable } = listed.error;
  const refused = readable && [401, 403].includes(status);
  return { complete: false, refused, rows };
}

interface WithCertificates {
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

/** Far more than the live certificates of any account that one run can bring along. */
const MOST = 2000;
const known = new Map<string, Leaf | undefined>();

/**
 * `readLeaf`, remembered by the text: every look and every poll returns the same certificates again, and
 * reading one verifies a signature.
 */
function readLeafOnce(pem: string): Leaf | undefined {
  if (known.has(pem)) return known.get(pem);
  if (known.size >= MOST) known.clear();
  const leaf = readLeaf(pem);
  known.set(pem, leaf);
  return leaf;
}

/** Only a complete list shows that a hostname has no association. */
export function noteRows(
  watch: RowWatch,
  { complete, rows }: ObservedAssociations,
  asked: number,
  { clock }: Pick<World, 'clock'>,
): void {
  if (complete) watch.saw({ rows, asked, answered: clock.monotonic() });
}
