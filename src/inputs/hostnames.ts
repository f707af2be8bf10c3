import { domainToASCII } from 'node:url';
import { entryName, ipVersion, splitList } from './kinds.ts';
import { echo, complain, type Field } from './problem.ts';

/** Longer lists should be several targets; this only bounds the work. */
const MOST_ENTRIES = 10_000;
const MOST_FAULTS = 10;

/** A list by commas or lines, without duplicates, in the order given. Faults are reported, entry by entry. */
export function readHostnames(field: Field): readonly string[] {
  const entries = splitList(field.value);
  if (entries.length === 0)
    complain(field, 'HOSTNAMES_MISSING', 'does not name a hostname. Name at least one.');
  if (entries.length > MOST_ENTRIES) {
    const cause = `names ${entries.length} hostnames`;
    complain(field, 'TOO_MANY_HOSTNAMES', `${cause}. Split them into several targets of at most 100.`);
    return [];
  }
  const hostnames = new Set<string>();
  let faults = 0;
  for (const [index, entry] of entries.entries()) {
    const read = parseHostname(entry);
    if (read.kind === 'hostname') hostnames.add(read.hostname);
    else if (++faults <= MOST_FAULTS) {
      const { reason, cause, cure } = read;
      const where = `${entryName(index, entries)}, ${echo(entry)}`;
      complain(field, reason, `is not a list of hostnames: ${where}, ${cause}. ${cure}`);
    }
  }
  const more = faults - MOST_FAULTS;
  if (more > 0) {
    const says = `has ${more} more entries that are not hostnames. Check how the list is built.`;
    complain(field, 'NOT_A_HOSTNAME', says);
  }
  return [...hostnames];
}

type HostnameRead =
  | { readonly kind: 'hostname'; readonly hostname: string }
  /** The cause follows "entry 2, …". */
  | { readonly kind: 'fault'; readonly reason: string; readonly cause: string; readonly cure: string };

const BARE = 'Write the bare hostname, such as `www.example.com`.';

/** What people write instead of a bare hostname, in the order in which it is recognised. */
const MISTAKES: readonly (readonly [test: RegExp, reason: string, cause: string, cure?: string])[] = [
  [/PRIVATE KEY/u, 'HOLDS_A_KEY', 'holds a private key'],
  [/:\/\//u, 'HAS_SCHEME', 'begins with a scheme such as https://'],
  [/[/\\?#]/u, 'HAS_PATH', 'has a path or query'],
  [/@/u, 'HAS_USER', 'has an @ in it'],
  [
    /:/u,
    'HAS_PORT',
    'has a port',
    'Leave the port out: certificates belong to hostnames, whatever the port.',
  ],
  [
    /\*/u,
    'IS_A_WILDCARD',
    'is a wildcard',
    'Cloudflare takes certificates for single hostnames only: name each one, or use `level: zone`.',
  ],
  [/\s/u, 'HAS_BLANKS', 'has a space in it', 'Separate hostnames with commas or lines.'],
];

/** Reads one hostname as people write it, to lower-case ASCII without a trailing dot. */
export function parseHostname(text: string): HostnameRead {
  const hostname = toAscii(text);
  if ([text, hostname ?? ''].some(isAddress))
    return fault('IS_AN_ADDRESS', 'is an IP address', 'Write the hostname that visitors use.');
  const mistake = MISTAKES.find(([test]) => test.test(text));
  if (mistake !== undefined) return fault(mistake[1], mistake[2], mistake[3]);
  const labels = hostname?.split('.') ?? [];
  if (hostname !== undefined && hostname.length <= 253 && labels.length > 1 && labels.every(isLabel))
    return { kind: 'hostname', hostname };
  const alone = 'has no dot in it, so it is not a full hostname';
  return fault('NOT_A_HOSTNAME', labels.length === 1 ? alone : 'is not a hostname');
}

function fault(reason: string, cause: string, cure = BARE): HostnameRead {
  return { kind: 'fault', reason, cause, cure };
}

function isLabel(text: string): boolean {
  return /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/u.test(text);
}

/** With brackets or a port as well. */
function isAddress(text: string): boolean {
  const bare = [text.replaceAll(/^\[|\](?::\d+)?$/gu, ''), text.replace(/:\d+$/u, '')];
  return bare.some((address) => ipVersion(address) !== 0);
}

/** In ASCII; undefined if there is no such form (a name that ends in a number). Undoes no percent signs. */
function toAscii(text: string): string | undefined {
  if (/[^\w.\-\u0080-\u{10FFFF}]/u.test(text)) return undefined;
  const ascii = domainToASCII(text);
  return ascii === '' ? undefined : ascii.replace(/\.$/u, '');
}

const ZONE_ID = /^[0-9a-f]{32}$/u;

/** Undefined if only its id, or nothing, is known. */
export function zoneName(zone: string): string | undefined {
  return zone === '' || ZONE_ID.test(zone) ? undefined : zone;
}

/** A zone's name in lower-case ASCII, or its id in lower case; empty if it is neither, which is reported. */
export function readZone(field: Field): string {
  const id = field.value.toLowerCase();
  if (ZONE_ID.test(id)) return id;
  const cure = 'Write the name of the zone, such as `example.com`, or its id of 32 hexadecimal characters.';
  const read = parseHostname(field.value);
  if (/^[0-9a-f-]{24,}$/u.test(id))
    complain(field, 'ZONE_ID_LENGTH', `looks like an id, but has ${id.length} characters. ${cure}`);
  else if (read.kind === 'hostname') return read.hostname;
  else {
    const several = 'more than one zone. Name one, or give a `manifest` for several.';
    const why = id.includes(',') ? several : `which ${read.cause}. ${cure}`;
    complain(field, 'NOT_A_ZONE', `is ${echo(field.value)}, ${why}`);
  }
  return '';
}
