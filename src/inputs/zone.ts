import { echo } from './echo.ts';
import { parseHostname } from './hostname.ts';
import { complain } from './problem.ts';
import type { Field, Report } from './problem.ts';

const ZONE_ID = /^[0-9a-f]{32}$/u;

/** True for a zone id in lower case, false for a zone's name. */
export function isZoneId(zone: string): boolean {
  return ZONE_ID.test(zone);
}

/** A zone's name in lower-case ASCII, or its id in lower case; empty where it is neither, which is reported. */
export function readZone(field: Field, report: Report): string {
  const id = field.value.toLowerCase();
  if (isZoneId(id)) return id;
  const cure = 'Write the name of the zone, such as `example.com`, or its id of 32 hexadecimal characters.';
  if (/^[0-9a-f-]{24,}$/u.test(id)) {
    const cause = `looks like an id, but has ${id.length} characters`;
    complain(report, field, 'ZONE_ID_LENGTH', cause, cure);
    return '';
  }
  const read = parseHostname(field.value);
  if (read.kind === 'hostname') return read.hostname;
  complain(report, field, 'NOT_A_ZONE', `is ${echo(field.value)}, which ${read.fault.cause}`, cure);
  return '';
}
