import type { Association } from '../../cloudflare/associations.ts';
import type { StatusRequest } from '../../inputs/job.ts';
import { danglingAssociations, liveAssociations, servedBy, zoneCertificate } from '../../zone/inventory.ts';
import type { FullInventory } from '../../zone/inventory.ts';
import { isLive, usersOf, type ObservedCertificate } from '../../zone/observed.ts';
import { LIVE_QUOTA } from '../../zone/quota.ts';
import { someOf } from '../../zone/words.ts';
import type { StatusFinding, ZoneStatus } from '../operation-result.ts';
import { compare } from './compare.ts';
import { heldCertificates, nothingPresented } from './held-certificates.ts';
import { remarksOn } from './remarks.ts';
import { due, expiryOf, type Doubt } from './status-finding.ts';

/** What one zone looks like and what is due in it. Pure; `now` is the server's clock in epoch milliseconds. */
export function judge(inventory: FullInventory, request: StatusRequest, now: number): ZoneStatus {
  const compared = request.expected.map((target) => compare(target, inventory, now));
  const judged = new Map(compared.flatMap((one) => [...one.judged]));
  const certificates = heldCertificates(inventory, now).map((one) => {
    const { id = '', use, notAfter } = one;
    const inForce = use === 'in-force' && notAfter !== undefined;
    return { ...one, renewAt: inForce ? (judged.get(id) ?? notAfter - request.expiryWarning) : undefined };
  });
  const about = { target: request.zone, expected: false };
  const findings = [
    ...compared.flatMap((one) => one.findings),
    ...unasked(inventory, request, judged, now),
    ...unaskedHostnames(inventory, request),
    ...nothingPresented(inventory, request),
    ...remarksOn(inventory, certificates, about),
  ];
  const { zone, switchOn, sslMode, sharedCertificate, associations } = inventory;
  return {
    zone,
    outcome: findings.some(({ kind }) => kind === 'due') ? 'due' : 'ok',
    switchOn,
    sslMode,
    sharedCertificate,
    certificates,
    hostnames: liveAssociations(associations).map(({ hostname, certificateId, enabled, rawStatus }) => {
      return { hostname, certificateId, enabled: enabled === true, status: rawStatus };
    }),
    hostnamesComplete: associations.complete,
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
  const expiry = (one: ObservedCertificate, who: string, doubt?: Doubt): readonly StatusFinding[] =>
    judged.has(one.id)
      ? []
      : expiryOf(one, { target: `${zone} (${who})`, expected: false }, expiryWarning, now, doubt);
  const present = switchOn ? zoneCertificate(certificates.zone) : undefined;
  const inDoubt = switchOn && present === undefined ? certificates.zone.filter(isLive) : [];
  const ofHostnames = certificates.hostname.flatMap((one) => {
    const [first, ...others] = servedBy(associations, one.id);
    if (first !== undefined)
      return expiry(one, `${first}${others.length === 0 ? '' : ` and ${others.length} more`}`);
    const unseen = !associations.complete && usersOf(associations, one.id).length === 0;
    return unseen ? expiry(one, `certificate ${one.id}`, 'no-list') : [];
  });
  return [
    ...inDoubt.flatMap((one) => expiry(one, 'zone', 'no-order')),
    ...(present === undefined ? [] : expiry(present, 'zone')),
    ...ofHostnames,
  ];
}

/** Hostnames that no target answers for: those Cloudflare gave up on, and those whose certificate is gone. */
function unaskedHostnames(
  { associations }: FullInventory,
  { zone, expected }: StatusRequest,
): readonly StatusFinding[] {
  const asked = new Set(expected.flatMap(({ hostnames }) => hostnames));
  const found = (rows: readonly Association[], reason: string, says: string, remedy: string) => {
    const hostnames = rows.map(({ hostname }) => hostname).filter((hostname) => !asked.has(hostname));
    const about = { target: `${zone} (${hostnames[0]})`, expected: false };
    return hostnames.length === 0 ? [] : [due(about, reason, `${says}: ${someOf(hostnames)}.`, remedy)];
  };
  return [
    ...found(
      liveAssociations(associations).filter(({ status }) => status === 'deployment_timed_out'),
      'NOT_DEPLOYED',
      'Cloudflare gave up deploying the certificate of these hostnames',
      'Rotate them to a fresh certificate.',
    ),
    ...found(
      danglingAssociations(associations),
      'CERTIFICATE_GONE',
      'Tied to a certificate that no longer exists, so it is not sent',
      'Rotate them to a certificate of their own.',
    ),
  ];
}
