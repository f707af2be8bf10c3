import { BlockList } from 'node:net';
import { entryName, ipVersion, splitList } from './kinds.ts';
import { complain, type Field } from './problem.ts';

const MOST_URLS = 100;
const CURE = 'Write the addresses that visitors use, such as `https://www.example.com/health`.';

/** Causes in the order in which they are checked. A URL is never echoed: its query may be secret. */
const MISTAKES: readonly (readonly [test: (url: URL) => boolean, reason: string, cause: string])[] = [
  [({ protocol }) => protocol !== 'https:', 'URL_NOT_HTTPS', 'does not begin with https://'],
  [
    (url) => `${url.username}${url.password}` !== '',
    'URL_HAS_USER',
    'has a user name or password in it; use `probe-request-headers`',
  ],
  [
    (url) => isAddress(url.hostname),
    'URL_HAS_ADDRESS',
    'has an IP address instead of a hostname, so it does not go through Cloudflare',
  ],
  [
    (url) => isLocalName(url.hostname),
    'URL_IS_LOCAL',
    'leads to this machine or a local network, not through Cloudflare',
  ],
];

/** The probes' URLs in their normal form, without fragments and duplicates. */
export function readProbeUrls(field: Field): readonly string[] {
  const entries = splitList(field.value);
  if (entries.length > MOST_URLS)
    complain(field, 'TOO_MANY_URLS', `has ${entries.length} entries. At most ${MOST_URLS} are probed.`);
  const urls = new Set<string>();
  for (const [index, entry] of entries.slice(0, MOST_URLS).entries()) {
    const where = `is not a list of URLs to probe: ${entryName(index, entries)}`;
    const url = URL.canParse(entry) ? new URL(entry) : undefined;
    const mistake = url && MISTAKES.find(([test]) => test(url));
    const [, reason, cause] = mistake ?? [undefined, 'NOT_A_URL', 'is not a URL'];
    if (url !== undefined && mistake === undefined) {
      url.hash = '';
      url.hostname = url.hostname.replace(/\.$/u, '');
      urls.add(url.href);
    } else complain(field, reason, `${where} ${cause}. ${CURE}`);
  }
  return [...urls];
}

/** Name of the host a probe goes to, without a trailing dot. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/\.$/u, '');
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** True for this machine; `host` as `URL.hostname` has it: in lower case, IPv6 in brackets. */
export function isLoopback(host: string): boolean {
  const address = bare(host);
  const version = ipVersion(address);
  if (version === 0) return /^(?:.*\.)?localhost$/u.test(address);
  return LOOPBACK.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

export function isAddress(host: string): boolean {
  return ipVersion(bare(host)) !== 0;
}

/** True for names that only a local network or machine resolves. */
export function isLocalName(host: string): boolean {
  return isLoopback(host) || /\.(?:local|internal|localdomain|home\.arpa)\.?$/u.test(host);
}

function bare(host: string): string {
  return host.replaceAll(/^\[|\]$|\.$/gu, '');
}
