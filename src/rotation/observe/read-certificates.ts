import { getCertificate, listCertificates } from '../../cloudflare/certificates.ts';
import type { Leaf } from '../../certificate/leaf.ts';
import type { Api } from '../../cloudflare/api.ts';
import type { Certificate, Level } from '../../cloudflare/certificates.ts';
import { findByFingerprint } from './live.ts';
import type { ObservedCertificate } from './observation.ts';
import { readLeafOnce } from './read-leaf-once.ts';

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
