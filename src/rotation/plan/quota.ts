import { usersOf, isLive } from '../observe/observation.ts';
import type { ObservedAssociations, ObservedCertificate } from '../observe/observation.ts';

/** Hostname certificates per zone (Cloudflare, limits of origin pulls). */
export const LIVE_QUOTA = 10;

/** What fills the quota, and what might make room. */
interface QuotaUse {
  readonly live: number;
  readonly expired: readonly string[];
  /** Undefined if there is no list of associations. */
  readonly unused: readonly string[] | undefined;
}

export function quotaUse(
  certificates: readonly ObservedCertificate[],
  associations: ObservedAssociations,
  now: number,
): QuotaUse {
  const live = certificates.filter(isLive);
  return {
    live: live.length,
    expired: ids(live.filter(({ leaf }) => leaf !== undefined && leaf.notAfter <= now)),
    unused: associations.complete
      ? ids(live.filter(({ id }) => usersOf(associations, id).length === 0))
      : undefined,
  };
}

/** In a sentence or two. */
export function quotaSentence({ live, expired, unused }: QuotaUse): string {
  return `The zone already has ${live} hostname certificates, and Cloudflare allows ${LIVE_QUOTA}. Expired: ${list(expired)}. Unused: ${list(unused)}.`;
}

/** What to run. An expired certificate that is in use would be kept. */
export function roomRemedy({ expired, unused }: QuotaUse): string {
  const ended = expired.filter((id) => unused === undefined || unused.includes(id));
  const [free, ...more] = (unused ?? []).filter((id) => !expired.includes(id));
  const ways = [
    ...(ended.length === 0 ? [] : ['`operation: delete` with `certificate-id: expired`']),
    ...(free === undefined
      ? []
      : [
          `\`operation: delete\` with \`level: hostname\` and \`certificate-id: ${free}\`${more.length > 0 ? ' (or another unused one)' : ''}`,
        ]),
  ];
  return ways.length === 0
    ? 'Make room: let hostnames share a certificate and delete the one that is no longer used, then run again.'
    : `Make room with ${ways.join(', or with ')}, then run again.`;
}

function ids(certificates: readonly ObservedCertificate[]): readonly string[] {
  return certificates.map(({ id }) => id);
}

function list(some: readonly string[] | undefined): string {
  if (some === undefined) return 'not known';
  return some.length === 0 ? 'none' : some.join(', ');
}

/** Why a certificate is kept where nobody can tell which hostnames are on it, in a sentence. */
export function whyUnlisted({ refused }: Pick<ObservedAssociations, 'refused'>): string {
  const why =
    refused === true
      ? 'the token may not read the list of hostnames (it needs SSL and Certificates: Read)'
      : 'Cloudflare gives no list of hostnames for this zone (GET /zones/{zone_id}/origin_tls_client_auth/hostnames)';
  return `Kept, since ${why}, so other hostnames may be on it, or may have been a moment ago.`;
}

/** The words that delete a certificate, for people. */
export function deleteWords(level: string, id: string): string {
  return `To delete it: \`operation: delete\` with \`level: ${level}\` and \`certificate-id: ${id}\`.`;
}

const DAY = 86_400_000;

/** Whole days until the moment; of one that has passed, whole days since then as a negative number, at least one. */
export function daysUntil(moment: number, now: number): number {
  const days = (moment - now) / DAY;
  return days >= 0 ? Math.floor(days) : Math.min(-1, Math.ceil(days));
}

/** `about a day ago`, `3 days ago`, of what `daysUntil` gave for a moment that has passed. */
export function daysAgo(days: number): string {
  return days >= -1 ? 'about a day ago' : `${-days} days ago`;
}

/** A span of days for people: `1 day`, `12 days`, `less than a day`. */
export function daysInWords(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY);
  if (days < 1) return 'less than a day';
  return days === 1 ? '1 day' : `${days} days`;
}
