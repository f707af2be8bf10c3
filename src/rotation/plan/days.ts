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
