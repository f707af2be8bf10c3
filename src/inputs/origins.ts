import type { OriginAddress } from '../probe/settings.ts';
import { parseHostname } from './hostnames.ts';
import { ipVersion } from './ip-version.ts';
import { entryName, splitList } from './kinds.ts';
import { echo, complain } from './problem.ts';
import type { Field, Report } from './problem.ts';

const HTTPS = 443;
const MOST_ORIGINS = 100;
/** Names times addresses. */
const MOST_QUESTIONS = 500;
const CURE =
  'Write `host`, `host:port`, `[IPv6 address]:port`, or `name@host:port` to ask for a name other than the hostname.';

type Part<T> =
  { readonly kind: 'read'; readonly value: T } | { readonly kind: 'fault'; readonly cause: string };

/**
 * Addresses of the origin, IPv6 without brackets.
 * @param names the names to ask for, each of them, where the entry has none; empty: the entry must have one
 */
export function readOrigins(
  field: Field,
  names: readonly string[],
  report: Report,
): readonly OriginAddress[] {
  const entries = splitList(field.value);
  if (entries.length > MOST_ORIGINS)
    complain(
      report,
      field,
      'TOO_MANY_ORIGINS',
      `has ${entries.length} entries`,
      `At most ${MOST_ORIGINS} are checked.`,
    );
  const origins = new Map<string, OriginAddress>();
  for (const [index, entry] of entries.slice(0, MOST_ORIGINS).entries()) {
    const [first, ...others] = names;
    const read = parseOrigin(entry, first);
    if (read.kind === 'fault') {
      const cause = `is not a list of origins: ${entryName(index, entries)}, ${echo(entry)}, ${read.cause}`;
      complain(report, field, 'NOT_AN_ORIGIN', cause, CURE);
      continue;
    }
    const { hostname, host, port } = read.value;
    for (const name of [hostname, ...(entry.includes('@') ? [] : others)])
      origins.set(`${name}@${host}@${port}`, { hostname: name, host, port });
  }
  if (origins.size > MOST_QUESTIONS)
    complain(
      report,
      field,
      'TOO_MANY_ORIGINS',
      `asks ${names.length} names at ${entries.length} addresses`,
      `At most ${MOST_QUESTIONS} connections are made: name fewer hostnames in one step.`,
    );
  return [...origins.values()];
}

function parseOrigin(entry: string, defaultName: string | undefined): Part<OriginAddress> {
  if (entry.includes('://')) return { kind: 'fault', cause: 'begins with a scheme such as https://' };
  const at = entry.lastIndexOf('@');
  const name = at === -1 ? defaultName : entry.slice(0, at).trim();
  if (name === undefined)
    return { kind: 'fault', cause: 'must say which hostname to ask for, since no hostname is named' };
  const hostname = parseHostname(name);
  if (hostname.kind === 'fault')
    return { kind: 'fault', cause: `has a name before the @ that ${hostname.fault.cause}` };
  const [, bracketed, plain, digits] =
    /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^:]*))?$/u.exec(entry.slice(at + 1).trim()) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined)
    return { kind: 'fault', cause: 'is not host:port; an IPv6 address must be in brackets' };
  const port = digits === undefined ? HTTPS : portOf(digits);
  if (port === undefined) return { kind: 'fault', cause: 'has a port that is not a number from 1 to 65535' };
  const address = bracketed === undefined ? parseHost(host) : parseIpv6(host);
  return address.kind === 'fault'
    ? address
    : { kind: 'read', value: { hostname: hostname.hostname, host: address.value, port } };
}

function portOf(digits: string): number | undefined {
  const port = /^\d{1,5}$/u.test(digits) ? Number(digits) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

function parseIpv6(host: string): Part<string> {
  return ipVersion(host) === 6 && !host.includes('%')
    ? { kind: 'read', value: host.toLowerCase() }
    : { kind: 'fault', cause: 'has no IPv6 address in its brackets' };
}

/** An IPv4 address, a full hostname, or a name of one word as private networks have them. */
function parseHost(host: string): Part<string> {
  if (ipVersion(host) === 4) return { kind: 'read', value: host };
  if (/^(?!-)[\da-z-]{1,63}(?<!-)$/iu.test(host) && /[a-z]/iu.test(host))
    return { kind: 'read', value: host.toLowerCase() };
  const read = parseHostname(host);
  return read.kind === 'hostname'
    ? { kind: 'read', value: read.hostname }
    : { kind: 'fault', cause: `has a host that ${read.fault.cause}` };
}
