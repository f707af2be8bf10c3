import type { StatusRequest } from '../../inputs/job.ts';
import { danglingAssociations, liveAssociations, servedBy, zoneCertificate } from '../../zone/inventory.ts';
import type { FullInventory } from '../../zone/inventory.ts';
import { isLive, usersOf } from '../../zone/observed.ts';
import { LIVE_QUOTA } from '../../zone/quota.ts';
import { someOf } from '../../zone/words.ts';
import type { HeldCertificate, StatusFinding, ZoneStatus } from '../operation-result.ts';
import { compare } from './compare.ts';
import { heldCertificates, nothingPresented } from './held-certificates.ts';
import { remarksOn } from './remarks.ts';
import { due, expiryOf, expiryOfUnknown } from './status-finding.ts';

/** What one zone looks like and what is due in it. Pure; `now` is the server's clock in epoch milliseconds. */
export function judge(inventory: FullInventory, request: StatusRequest, now: number): ZoneStatus {
  const compared = request.expected.map((target) => compare(target, inventory, now));
  const renewalOf = ({ id = '', use, notAfter }: HeldCertificate): number | undefined =>
    use === 'in-force' && notAfter !== undefined
      ? (judged.get(id) ?? notAfter - request.expiryWarning)
      : undefined;
  const judged = new Map(compared.flatMap((one) => [...one.judged]));
  const certificates = heldCertificates(inventory, now).map((one) => ({ ...one, renewAt: renewalOf(one) }));
  const about = { target: request.zone, expected: false };
  const findings = [
    ...compared.flatMap((one) => one.findings),
    ...unasked(inventory, request, judged, now),
    ...stuckHostnames(inventory, request),
    ...lostHostnames(inventory, request),
    ...nothingPresented(inventory, request),
    ...remarksOn(inventory, certificates, about),
  ];
  return {
    zone: inventory.zone,
    outcome: findings.some(({ kind }) => kind === 'due') ? 'due' : 'ok',
    switchOn: inventory.switchOn,
    sslMode: inventory.sslMode,
    sharedCertificate: inventory.sharedCertificate,
    certificates,
    hostnames: liveAssociations(inventory.associations).map((row) => ({
      hostname: row.hostname,
      certificateId: row.certificateId,
      enabled: row.enabled === true,
      status: row.rawStatus,
    })),
    hostnamesComplete: inventory.associations.complete,
    quota: { used: inventory.certificates.hostname.filter(isLive).length, most: LIVE_QUOTA },
    compared: request.expected.map(({ name }) => name),
    findings,
    failure: undefined,
  };
}

/** Certificates in force that no target of the inputs or the manifest answers for. */
function unasked(
  { switchOn, certificates, associations }: FullInventory,
  { zone, expiryWarning }: StatusRequest,
  judged: ReadonlyMap<string, unknown>,
  now: number,
): readonly StatusFinding[] {
  const present = switchOn ? zoneCertificate(certificates.zone) : undefined;
  const aboutZone = { target: `${zone} (zone)`, expected: false };
  const ofZone =
    present === undefined
      ? certificates.zone
          .filter((one) => switchOn && isLive(one))
          .flatMap((one) => expiryOfUnknown(one, aboutZone, 'no-order', expiryWarning, now))
      : judged.has(present.id)
        ? []
        : expiryOf(present, aboutZone, expiryWarning, now);
  const ofHostnames = certificates.hostname.flatMap((one) => {
    const [first, ...others] = servedBy(associations, one.id);
    if (judged.has(one.id)) return [];
    if (first === undefined) {
      const about = { target: `${zone} (certificate ${one.id})`, expected: false };
      const unseen = !associations.complete && usersOf(associations, one.id).length === 0;
      return unseen ? expiryOfUnknown(one, about, 'no-list', expiryWarning, now) : [];
    }
    const target = `${zone} (${first}${others.length === 0 ? '' : ` and ${others.length} more`})`;
    return expiryOf(one, { target, expected: false }, expiryWarning, now);
  });
  return [...ofZone, ...ofHostnames];
}

/** Hostnames Cloudflare gave up on that no target answers for. */
function stuckHostnames(
  { associations }: FullInventory,
  { zone, expected }: StatusRequest,
): readonly StatusFinding[] {
  const asked = new Set(expected.flatMap(({ hostnames }) => hostnames));
  const stuck = liveAssociations(associations).filter(
    ({ hostname, status }) => status === 'deployment_timed_out' && !asked.has(hostname),
  );
  const [first] = stuck;
  if (first === undefined) return [];
  const names = someOf(stuck.map(({ hostname }) => hostname));
  const sentence = `Cloudflare gave up putting the certificate of these hostnames in force: ${names}.`;
  const about = { target: `${zone} (${first.hostname})`, expected: false };
  return [due(about, 'NOT_DEPLOYED', sentence, 'Rotate them to a fresh certificate.')];
}

/** Hostnames whose certificate is gone, and that no target answers for. */
function lostHostnames(
  { associations }: FullInventory,
  { zone, expected }: StatusRequest,
): readonly StatusFinding[] {
  const asked = new Set(expected.flatMap(({ hostnames }) => hostnames));
  const lost = danglingAssociations(associations)
    .map(({ hostname }) => hostname)
    .filter((hostname) => !asked.has(hostname));
  const [first] = lost;
  if (first === undefined) return [];
  const sentence = `Tied to a certificate that no longer exists, so it is not sent: ${someOf(lost)}.`;
  const about = { target: `${zone} (${first})`, expected: false };
  return [due(about, 'CERTIFICATE_GONE', sentence, 'Rotate them to a certificate of their own.')];
}
