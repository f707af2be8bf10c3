import type { FullInventory } from '../../zone/inventory.ts';
import { LIVE_QUOTA } from '../../zone/quota.ts';
import { someOf } from '../../zone/words.ts';
import type { HeldCertificate, StatusFinding } from '../operation-result.ts';
import { warning } from './status-finding.ts';
import type { About } from './status-finding.ts';

/** What is worth knowing about a zone even if nothing is due. Pure. */
export function remarksOn(
  inventory: FullInventory,
  held: readonly HeldCertificate[],
  about: About,
): readonly StatusFinding[] {
  const remark = (reason: string, sentence: string, remedy: string): readonly StatusFinding[] => [
    warning(about, reason, sentence, remedy),
  ];
  const { sslMode, switchOn, associations } = inventory;
  const inForce = held.some(({ use }) => use === 'in-force');
  const sendsNothing = sslMode === 'off' || sslMode === 'flexible';
  const idle = held.filter(({ use }) => use === 'stale' || use === 'unused');
  const expired = idle.filter((one) => one.expired);
  const live = held.filter(({ level }) => level === 'hostname').length;
  return [
    ...(sendsNothing && (inForce || switchOn)
      ? remark(
          'SSL_MODE_SENDS_NOTHING',
          `The SSL mode of the zone is \`${sslMode}\`: Cloudflare speaks plain HTTP to the origin and sends no client certificate.`,
          'Set it to `full` or `strict`; a configuration rule may still set another for a hostname.',
        )
      : []),
    ...(switchOn && inventory.certificates.zone.length === 0
      ? remark(
          'SWITCH_WITHOUT_CERTIFICATE',
          'Authenticated origin pulls are on for the zone, but the zone has no certificate of its own.',
          'Upload one by a rotation at zone level, or switch them off with `operation: disable`.',
        )
      : []),
    ...(expired.length > 0
      ? remark(
          'EXPIRED_UNUSED',
          `Expired and unused: ${ids(expired)}.`,
          'To remove them: `operation: delete` with `certificate-id: expired`.',
        )
      : []),
    ...(live >= LIVE_QUOTA
      ? remark(
          'QUOTA_USED',
          `The zone has ${live} hostname certificates, and Cloudflare allows ${LIVE_QUOTA}. Expired: ${ids(ofHostnames(expired))}. Unused: ${ids(ofHostnames(idle))}.`,
          'Delete the unused ones with `operation: delete`, or the next upload may be refused.',
        )
      : []),
    ...(associations.complete
      ? []
      : remark(
          'HOSTNAMES_NOT_LISTED',
          'Cloudflare gave no list of the hostnames with a certificate of their own, so only the ones you named are known.',
          associations.refused
            ? 'Give the token SSL and Certificates: Read for this zone.'
            : 'To check others, name them in `hostnames` or in a manifest.',
        )),
  ];
}

function ofHostnames(held: readonly HeldCertificate[]): readonly HeldCertificate[] {
  return held.filter(({ level }) => level === 'hostname');
}

function ids(held: readonly HeldCertificate[]): string {
  return held.length === 0
    ? 'none'
    : someOf(
        held.map(({ id }) => id ?? ''),
        10,
      );
}
