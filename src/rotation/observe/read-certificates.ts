import { readLeaf } from '../../certificate/leaf.ts';
import { listCertificates } from '../../cloudflare/certificates.ts';
import type { Api } from '../../cloudflare/api.ts';
import type { Certificate, Level } from '../../cloudflare/certificates.ts';
import type { ObservedCertificate } from './observation.ts';

/** All certificates of one level as X.509. The list may lag behind the truth by tens of seconds. */
export async function observeCertificates(
  api: Api,
  zoneId: string,
  level: Level,
): Promise<readonly ObservedCertificate[]> {
  const certificates = await listCertificates(api, zoneId, level);
  return certificates.map(observed);
}

export function observed(certificate: Certificate): ObservedCertificate {
  return {
    id: certificate.id,
    status: certificate.status,
    rawStatus: certificate.rawStatus,
    leaf: certificate.pem === undefined ? undefined : readLeaf(certificate.pem),
    uploadedOn: certificate.uploadedOn,
  };
}
