const DAY = 86_400_000;

/** Whole days until the moment, rounded down; negative once it has passed. */
export function daysUntil(moment: number, now: number): number {
  return Math.floor((moment - now) / DAY);
}

/** A span of days for people: `1 day`, `12 days`, `less than a day`. */
export function daysInWords(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY);
  if (days < 1) return 'less than a day';
  return days === 1 ? '1 day' : `${days} days`;
}
