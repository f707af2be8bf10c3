import type { ObservedAssociations, ZoneIdentity } from './observed.ts';

/** `75 s`, `12 min`: for progress, so rounded. */
export function seconds(milliseconds: number): string {
  const whole = Math.max(0, Math.round(milliseconds / 1000));
  if (whole < 120) return `${whole} s`;
  const rest = whole % 60;
  return rest === 0 ? `${Math.floor(whole / 60)} min` : `${Math.floor(whole / 60)} min ${rest} s`;
}

/** Undefined of a zone that is active, or only known by its id. */
export function whyNotServed({ inactive }: ZoneIdentity): string | undefined {
  return inactive === undefined
    ? undefined
    : `The zone is \`${inactive}\` at Cloudflare, not active: none of its traffic goes through Cloudflare, and no certificate is shown to the origin.`;
}

/** Why a certificate is kept where nobody can tell which hostnames are on it, in a sentence. */
export function whyUnlisted({ refused }: Pick<ObservedAssociations, 'refused'>): string {
  const why =
    refused === true
      ? 'the token may not read the list of hostnames (it needs SSL and Certificates: Read)'
      : 'Cloudflare gives no readable list of hostnames for this zone (GET /zones/{zone_id}/origin_tls_client_auth/hostnames)';
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
  return days < 1 ? 'less than a day' : counted(days, 'day');
}

/** `1 day`, `2 days`. */
export function counted(amount: number, noun: string, plural = `${noun}s`): string {
  return `${amount} ${amount === 1 ? noun : plural}`;
}

/** `a, b, c and 4 more`, for a sentence. */
export function someOf(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
