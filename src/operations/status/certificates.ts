import { sameLineage } from '../../certificate/leaf.ts';
import { factsOf } from '../../rotation/outcome/facts.ts';
import type { ObservedCertificate } from '../../rotation/observe/observation.ts';
import { servedBy, zoneCertificate } from '../estate/in-force.ts';
import type { EstateLook } from '../estate/look.ts';
import type { CertificateUse, HeldCertificate } from './result.ts';
import { usersOf } from '../../rotation/observe/observation.ts';

/** All certificates of both levels and what each is good for. Pure; `now` is epoch milliseconds. */
export function heldCertificates(look: EstateLook, now: number): readonly HeldCertificate[] {
  const { zone, hostname } = look.certificates;
  const row = (
    level: HeldCertificate['level'],
    certificate: ObservedCertificate,
    use: CertificateUse,
  ): HeldCertificate => ({
    ...factsOf(certificate, now),
    level,
    status: certificate.rawStatus,
    use,
    expired: certificate.leaf !== undefined && certificate.leaf.notAfter <= now,
    uploadedOn: certificate.uploadedOn,
    hostnames: level === 'zone' ? [] : [...new Set(usersOf(look.associations, certificate.id))],
  });
  return [
    ...zone.map((one) => row('zone', one, zoneUse(one, look))),
    ...hostname.map((one) => row('hostname', one, hostnameUse(one, look))),
  ];
}

/** Zone level: Cloudflare uses one; any other that is not newer is left over. */
function zoneUse(certificate: ObservedCertificate, { switchOn, certificates }: EstateLook): CertificateUse {
  const present = zoneCertificate(certificates.zone);
  if (present === undefined) return 'unknown';
  if (certificate.id === present.id) return switchOn ? 'in-force' : 'switched-off';
  const older =
    certificate.uploadedOn !== undefined &&
    present.uploadedOn !== undefined &&
    certificate.uploadedOn < present.uploadedOn;
  return older ? 'stale' : 'unused';
}

function hostnameUse(
  certificate: ObservedCertificate,
  { associations, certificates }: EstateLook,
): CertificateUse {
  if (servedBy(associations, certificate.id).length > 0) return 'in-force';
  if (usersOf(associations, certificate.id).length > 0) return 'switched-off';
  if (!associations.complete) return 'unknown';
  const { leaf } = certificate;
  const replaced =
    leaf !== undefined &&
    certificates.hostname.some(
      (other) =>
        other.leaf !== undefined &&
        servedBy(associations, other.id).length > 0 &&
        sameLineage(other.leaf, leaf) &&
        other.leaf.notBefore > leaf.notBefore,
    );
  return replaced ? 'stale' : 'unused';
}
