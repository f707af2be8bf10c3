import { sameLineage } from '../../certificate/leaf.ts';
import type { StatusRequest } from '../../inputs/job.ts';
import { factsOf } from '../../zone/certificate-facts.ts';
import { servedBy, zoneCertificate, type FullInventory } from '../../zone/inventory.ts';
import { usersOf, type ObservedCertificate } from '../../zone/observed.ts';
import type { StatusFinding, CertificateUse, HeldCertificate } from '../operation-result.ts';
import { due, warning } from './status-finding.ts';

/**
 * Whether the zone shows the origin any client certificate at all: one of its own at either level, or
 * Cloudflare's shared one. Undefined if the switch of the shared one could not be read.
 */
function showsAny(inventory: FullInventory): boolean | undefined {
  const { switchOn, certificates, associations, sharedCertificate } = inventory;
  const ofZone = switchOn && certificates.zone.some(({ status }) => status === 'active');
  const ofHostnames = certificates.hostname.some(({ id }) => servedBy(associations, id).length > 0);
  if (ofZone || ofHostnames || sharedCertificate === 'on') return true;
  return sharedCertificate === undefined || !associations.complete ? undefined : false;
}

/** Nothing shown to the origin is due, unless that is what is meant or a level that is asked for says so already. */
export function nothingPresented(
  inventory: FullInventory,
  { zone, enable, expected }: StatusRequest,
): readonly StatusFinding[] {
  const isMeant = expected.length === 0 ? !enable : expected.every((target) => !target.enable);
  const shown = showsAny(inventory);
  if (isMeant || shown === true) return [];
  const about = { target: `${zone} (zone)`, expected: false };
  if (shown === undefined) {
    const says =
      "The zone has no certificate of its own that is shown to the origin, and it could not be read whether Cloudflare's shared one is.";
    return [warning(about, 'PRESENTED_UNKNOWN', says, 'Give the token Zone Settings: Read.')];
  }
  if (expected.length > 0) return [];
  const why = inventory.switchOn
    ? 'The zone is switched on, but has no active certificate'
    : 'Authenticated origin pulls are off';
  const says = `${why}: no client certificate is shown to the origin at either level.`;
  const remedy = 'Run a rotation, or give `enable: false` if that is meant.';
  return [due(about, 'NOTHING_PRESENTED', says, remedy)];
}

/** All certificates of both levels and what each is good for. Pure; `now` is epoch milliseconds. */
export function heldCertificates(inventory: FullInventory, now: number): readonly HeldCertificate[] {
  return (['zone', 'hostname'] as const).flatMap((level) =>
    inventory.certificates[level].map((one) => ({
      ...factsOf(one, now),
      level,
      status: one.rawStatus,
      use: level === 'zone' ? zoneUse(one, inventory) : hostnameUse(one, inventory),
      expired: one.leaf !== undefined && one.leaf.notAfter <= now,
      uploadedOn: one.uploadedOn,
      hostnames: level === 'zone' ? [] : hostnamesOf(one, inventory),
    })),
  );
}

function hostnamesOf({ id }: ObservedCertificate, { associations }: FullInventory): readonly string[] {
  const serving = servedBy(associations, id);
  return serving.length > 0 ? serving : [...new Set(usersOf(associations, id))];
}

/** Zone level: Cloudflare uses one; any other that is not newer is left over. */
function zoneUse(
  certificate: ObservedCertificate,
  { switchOn, certificates }: FullInventory,
): CertificateUse {
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
  { associations, certificates }: FullInventory,
): CertificateUse {
  if (servedBy(associations, certificate.id).length > 0) return 'in-force';
  const users = associations.rows.filter(({ certificateId }) => certificateId === certificate.id);
  if (users.some(({ enabled, status }) => enabled === true && status === 'deployment_timed_out'))
    return 'unknown';
  if (users.length > 0) return 'switched-off';
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
