import { domainToASCII } from 'node:url';
import { ipVersion } from './ip-version.ts';
import { entryName, splitList } from './kinds.ts';
import { echo, complain } from './problem.ts';
import type { Field, Report } from './problem.ts';

/** Longer lists should be several targets; this only bounds the work. */
const MOST_ENTRIES = 10_000;
const MOST_FAULTS = 10;

/** A list by commas or lines, without duplicates, in the order given. Faults are reported, entry by entry. */
export function readHostnames(field: Field, report: Report): readonly string[] {
  const entries = splitList(field.value);
  if (entries.length === 0)
    complain(report, field, 'HOSTNAMES_MISSING', 'does not name a hostname', 'Name at least one.');
  if (entries.length > MOST_ENTRIES) {
    const cause = `names ${entries.length} hostnames`;
    complain(report, field, 'TOO_MANY_HOSTNAMES', cause, 'Split them into several targets of at most 100.');
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
    const cause = `has ${faults - MOST_FAULTS} more entries that are not hostnames`;
    complain(report, field, 'NOT_A_HOSTNAME', cause, 'Check how the list is built.');
  }
  return [...hostnames];
}

/** True where the hostname is the zone's name or below it. */
export function isWithin(hostname: string, zoneName: string): boolean {
  return hostname === zoneName || hostname.endsWith(`.${zoneName}`);
}

/** Why a text is not a hostname: a constant, the cause that follows "entry 2 …", and the cure. */
interface HostnameFault {
  readonly reason: string;
  readonly cause: string;
  readonly cure: string;
}

type HostnameRead =
  | { readonly kind: 'hostname'; readonly hostname: string }
  | { readonly kind: 'fault'; readonly fault: HostnameFault };

const BARE = 'Write the bare hostname, such as `www.example.com`.';

/** What people write instead of a bare hostname, in the order in which it is recognised. */
const MISTAKES: readonly (HostnameFault & { readonly test: (text: string) => boolean })[] = [
  {
    test: (text) => text.includes('PRIVATE KEY'),
    reason: 'HOLDS_A_KEY',
    cause: 'holds a private key',
    cure: BARE,
  },
  {
    test: (text) => text.includes('://'),
    reason: 'HAS_SCHEME',
    cause: 'begins with a scheme such as https://',
    cure: BARE,
  },
  {
    test: (text) =>
      ipVersion(text.replaceAll(/^\[|\](?::\d+)?$/gu, '')) !== 0 ||
      ipVersion(text.replace(/:\d+$/u, '')) !== 0,
    reason: 'IS_AN_ADDRESS',
    cause: 'is an IP address',
    cure: 'Write the hostname that visitors use.',
  },
  { test: (text) => /[/\\?#]/u.test(text), reason: 'HAS_PATH', cause: 'has a path or query', cure: BARE },
  { test: (text) => text.includes('@'), reason: 'HAS_USER', cause: 'has an @ in it', cure: BARE },
  {
    test: (text) => text.includes(':'),
    reason: 'HAS_PORT',
    cause: 'has a port',
    cure: 'Leave the port out: certificates belong to hostnames, whatever the port.',
  },
  {
    test: (text) => text.includes('*'),
    reason: 'IS_A_WILDCARD',
    cause: 'is a wildcard',
    cure: 'Cloudflare takes certificates for single hostnames only: name each one, or use `level: zone`.',
  },
  {
    test: (text) => /\s/u.test(text),
    reason: 'HAS_BLANKS',
    cause: 'has a space in it',
    cure: 'Separate hostnames with commas or lines.',
  },
];

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/u;

/** Reads one hostname as people write it, to lower-case ASCII without a trailing dot. */
export function parseHostname(text: string): HostnameRead {
  const mistake = MISTAKES.find(({ test }) => test(text));
  if (mistake !== undefined) return { kind: 'fault', fault: mistake };
  const hostname = toAscii(text);
  if (hostname !== undefined && ipVersion(hostname) !== 0) return parseHostname(hostname);
  if (hostname === undefined) return notHostname('is not a hostname');
  const labels = hostname.split('.');
  if (labels.length === 1) return notHostname('has no dot in it, so it is not a full hostname');
  return hostname.length <= 253 && labels.every((label) => LABEL.test(label))
    ? { kind: 'hostname', hostname }
    : notHostname('is not a hostname');
}

function notHostname(cause: string): HostnameRead {
  return { kind: 'fault', fault: { reason: 'NOT_A_HOSTNAME', cause, cure: BARE } };
}

/**
 * International names to their ASCII form; undefined if there is none, as for a name that ends in a number.
 * Undoes no percent signs.
 */
function toAscii(text: string): string | undefined {
  if (/[^\w.\-\u0080-\u{10FFFF}]/u.test(text)) return undefined;
  const ascii = domainToASCII(text);
  return ascii === '' ? undefined : ascii.replace(/\.$/u, '');
}

export const ZONE_ID = /^[0-9a-f]{32}$/u;

/** True for a zone id in lower case, false for a zone's name. */
export function isZoneId(zone: string): boolean {
  return ZONE_ID.test(zone);
}

/** A zone's name in lower-case ASCII, or its id in lower case; empty if it is neither, which is reported. */
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
