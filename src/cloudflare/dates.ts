const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * Reads an RFC 3339 date with any number of fractional digits.
 *
 * @returns epoch milliseconds, the fraction kept (so that two uploads in one millisecond still differ);
 *   undefined for null, absent or anything else
 */
export function readDate(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const parts = RFC_3339.exec(value);
  if (parts === null) return undefined;
  const [, day = '', time = '', fraction = '', zone = ''] = parts;
  const whole = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(whole)) return undefined;
  return fraction === '' ? whole : whole + Number(`0.${fraction}`) * 1000;
}

const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

/** Reads a date of an HTTP header (RFC 9110, the form every server must send); epoch milliseconds. */
export function readHttpDate(value: string | undefined): number | undefined {
  if (value === undefined || !IMF_FIXDATE.test(value.trim())) return undefined;
  const time = Date.parse(value.trim());
  return Number.isNaN(time) ? undefined : time;
}
