import type { OriginAddress } from '../probe/settings.ts';
import { parseHostname } from './hostnames.ts';
import { entryName, ipVersion, splitList } from './kinds.ts';
import { echo, complain, type Field } from './problem.ts';

const HTTPS = '443';
const MOST_ORIGINS = 100;
/** Names times addresses. */
const MOST_QUESTIONS = 500;
const CURE =
  'Write `host`, `host:port`, `[IPv6 address]:port`, or `name@host:port` to ask for a name other than the hostname.';

/**
 * Addresses of the origin, IPv6 without brackets.
 * @param names the names to ask for, each of them, where the entry has none; empty: the entry must have one
 */
export function readOrigins(field: Field, names: readonly string[]): readonly OriginAddress[] {
  const entries = splitList(field.value);
  if (entries.length > MOST_ORIGINS)
    complain(
      field,
      'TOO_MANY_ORIGINS',
      `has ${entries.length} entries. At most ${MOST_ORIGINS} are checked.`,
    );
  const origins = new Map<string, OriginAddress>();
  const [first, ...others] = names;
  for (const [index, entry] of entries.slice(0, MOST_ORIGINS).entries()) {
    const read = parseOrigin(entry, first);
    if (typeof read === 'string') {
      const where = `${entryName(index, entries)}, ${echo(entry)}`;
      complain(field, 'NOT_AN_ORIGIN', `is not a list of origins: ${where}, ${read}. ${CURE}`);
    } else
      for (const hostname of [read.hostname, ...(entry.includes('@') ? [] : others)])
        origins.set(`${hostname}@${read.host}@${read.port}`, { ...read, hostname });
  }
  if (origins.size > MOST_QUESTIONS) {
    const asked = `asks ${names.length} names at ${entries.length} addresses`;
    const cure = `At most ${MOST_QUESTIONS} connections are made: name fewer hostnames in one step.`;
    complain(field, 'TOO_MANY_ORIGINS', `${asked}. ${cure}`);
  }
  return [...origins.values()];
}

/** What the entry says, or what is wrong with it. */
function parseOrigin(entry: string, defaultName: string | undefined): OriginAddress | string {
  if (entry.includes('://')) return 'begins with a scheme such as https://';
  const at = entry.lastIndexOf('@');
  const name = at === -1 ? defaultName : entry.slice(0, at).trim();
  if (name === undefined) return 'must say which hostname to ask for, since no hostname is named';
  const read = parseHostname(name);
  if (read.kind === 'fault') return `has a name before the @ that ${read.cause}`;
  const { hostname } = read;
  const [, bracketed, plain, digits = HTTPS] =
    /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^:]*))?$/u.exec(entry.slice(at + 1).trim()) ?? [];
  const port = /^\d{1,5}$/u.test(digits) ? Number(digits) : 0;
  if (bracketed === undefined && plain === undefined)
    return 'is not host:port; an IPv6 address must be in brackets';
  if (port < 1 || port > 65_535) return 'has a port that is not a number from 1 to 65535';
  if (bracketed !== undefined)
    return ipVersion(bracketed) === 6 && !bracketed.includes('%')
      ? { hostname, host: bracketed.toLowerCase(), port }
      : 'has no IPv6 address in its brackets';
  const host = parseHost(plain ?? '');
  return host.kind === 'hostname' ? { hostname, host: host.hostname, port } : `has a host that ${host.cause}`;
}

/** An IPv4 address, a full hostname, or a name of one word as private networks have them. */
function parseHost(host: string): ReturnType<typeof parseHostname> {
  const isWord = /^(?!-)[\da-z-]{1,63}(?<!-)$/iu.test(host) && /[a-z]/iu.test(host);
  return isWord || ipVersion(host) === 4
    ? { kind: 'hostname', hostname: host.toLowerCase() }
    : parseHostname(host);
}
