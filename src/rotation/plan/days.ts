const DAY = 86_400_000;

/** Whole days until the moment, rounded down; negative once it has passed. */
export function daysUntil(moment: number, now: number): number {
  return Math.floor((moment - now) / DAY);
}

/** `less than a day ago`, `3 days ago`, of what `daysUntil` gave for a moment that has passed. */
export function daysAgo(days: number): string {
  const passed = -Math.floor(days) - 1;
  if (passed < 1) return 'less than a day ago';
  return passed === 1 ? '1 day ago' : `${passed} days ago`;
}

/** A span of days for people: `1 day`, `12 days`, `less than a day`. */
export function daysInWords(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY);
  if (days < 1) return 'less than a day';
  return days === 1 ? '1 day' : `${days} days`;
}
