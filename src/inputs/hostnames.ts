import { echo } from './echo.ts';
import { parseHostname } from './hostname.ts';
import { entryName, splitList } from './list.ts';
import { complain } from './problem.ts';
import type { Field, Report } from './problem.ts';

/** Longer lists belong into several targets; this only bounds the work. */
const MOST_ENTRIES = 10_000;
const MOST_FAULTS = 10;

/** A list by commas or lines, without duplicates, in the order given. Faults are reported, entry by entry. */
export function readHostnames(field: Field, report: Report): readonly string[] {
  const entries = splitList(field.value);
  if (entries.length === 0)
    complain(report, field, 'HOSTNAMES_MISSING', 'names no hostname', 'Name at least one.');
  if (entries.length > MOST_ENTRIES) {
    const cause = `names ${entries.length} hostnames`;
    complain(report, field, 'TOO_MANY_HOSTNAMES', cause, 'Split them over several targets of at most 100.');
    return [];
  }
  const hostnames = new Set<string>();
  let faults = 0;
  for (const [index, entry] of entries.entries()) {
    const read = parseHostname(entry);
    if (read.kind === 'hostname') hostnames.add(read.hostname);
    else if (++faults <= MOST_FAULTS) {
      const { reason, cause, cure } = read.fault;
      complain(
        report,
        field,
        reason,
        `is not a list of hostnames: ${entryName(index, entries)}, ${echo(entry)}, ${cause}`,
        cure,
      );
    }
  }
  if (faults > MOST_FAULTS) {
    const cause = `has ${faults - MOST_FAULTS} more entries that are no hostnames`;
    complain(report, field, 'NOT_A_HOSTNAME', cause, 'Check how the list is made.');
  }
  return [...hostnames];
}

/** True where the hostname is the zone's name or below it. */
export function isWithin(hostname: string, zoneName: string): boolean {
  return hostname === zoneName || hostname.endsWith(`.${zoneName}`);
}
