import type { FullInventory } from '../../zone/inventory.ts';
import { LIVE_QUOTA } from '../../zone/quota.ts';
import { someOf, whyNotServed } from '../../zone/words.ts';
import type { HeldCertificate, StatusFinding } from '../operation-result.ts';
import { warning, type About } from './status-finding.ts';

/** What is worth knowing about a zone even if nothing is due. Pure. */
export function remarksOn(
  { zone, sslMode, switchOn, associations, certificates }: FullInventory,
  held: readonly HeldCertificate[],
  about: About,
): readonly StatusFinding[] {
  const remarks: StatusFinding[] = [];
  const remark = (reason: string, sentence: string, remedy: string): void =>
    void remarks.push(warning(about, reason, sentence, remedy));
  const inForce = held.some(({ use }) => use === 'in-force');
  const idle = held.filter(({ use }) => use === 'stale' || use === 'unused');
  const expired = idle.filter((one) => one.expired);
  const live = ofHostnames(held).length;
  const notServed = whyNotServed(zone);
  if (notServed !== undefined)
    remark(
      'ZONE_NOT_ACTIVE',
      notServed,
      "See the zone's Overview page in the dashboard for what it waits for, such as its nameservers.",
    );
  if ((sslMode === 'off' || sslMode === 'flexible') && (inForce || switchOn))
    remark(
      'SSL_MODE_SENDS_NOTHING',
      `The SSL mode of the zone is \`${sslMode}\`: Cloudflare speaks plain HTTP to the origin and sends no client certificate.`,
      'Set it to `full` or `strict`; a configuration rule may still set another for a hostname.',
    );
  if (switchOn && certificates.zone.length === 0)
    remark(
      'SWITCH_WITHOUT_CERTIFICATE',
      'Authenticated origin pulls are on for the zone, but the zone has no certificate of its own.',
      'Upload one by a rotation at zone level, or switch them off with `operation: disable`.',
    );
  if (expired.length > 0)
    remark(
      'EXPIRED_UNUSED',
      `Expired and unused: ${idsOf(expired)}.`,
      `To remove ${expired.length === 1 ? 'it' : 'them'}: \`operation: delete\` with \`certificate-id: expired\`.`,
    );
  if (live >= LIVE_QUOTA)
    remark(
      'QUOTA_USED',
      `The zone has ${live} hostname certificates, and Cloudflare allows ${LIVE_QUOTA}. Expired: ${idsOf(ofHostnames(expired))}. Unused: ${idsOf(ofHostnames(idle))}.`,
      'Delete the unused ones with `operation: delete`, or the next upload may be refused.',
    );
  if (!associations.complete)
    remark(
      'HOSTNAMES_NOT_LISTED',
      'Cloudflare gave no readable list of the hostnames with a certificate of their own, so only the ones you named are known.',
      associations.refused === true
        ? 'Give the token SSL and Certificates: Read for this zone.'
        : 'To check others, name them in `hostnames` or in a manifest.',
    );
  return remarks;
}

function ofHostnames(held: readonly HeldCertificate[]): readonly HeldCertificate[] {
  return held.filter(({ level }) => level === 'hostname');
}

function idsOf(held: readonly HeldCertificate[]): string {
  const ids = held.map(({ id }) => id ?? '');
  return ids.length === 0 ? 'none' : someOf(ids, 10);
}
