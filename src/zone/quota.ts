import { usersOf, isLive, type ObservedAssociations, type ObservedCertificate } from './observed.ts';

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
