import { entryName, splitList } from './list.ts';
import { isAddress, isLocalName } from './local-host.ts';
import { complain } from './problem.ts';
import type { Field, Report } from './problem.ts';

const MOST_URLS = 100;
const CURE = 'Write addresses that visitors use, such as `https://www.example.com/health`.';

/** Causes in the order in which they are looked for. A URL is never echoed: its query may be secret. */
const MISTAKES: readonly { test: (url: URL) => boolean; reason: string; cause: string }[] = [
  {
    test: (url) => url.protocol !== 'https:',
    reason: 'URL_NOT_HTTPS',
    cause: 'does not begin with https://',
  },
  {
    test: (url) => `${url.username}${url.password}` !== '',
    reason: 'URL_HAS_USER',
    cause: 'has a user name or password in it; use `probe-request-headers`',
  },
  {
    test: (url) => isAddress(url.hostname),
    reason: 'URL_HAS_ADDRESS',
    cause: 'has an IP address instead of a hostname, and so does not go through Cloudflare',
  },
  {
    test: (url) => isLocalName(url.hostname),
    reason: 'URL_IS_LOCAL',
    cause: 'leads to this machine or a local network, not through Cloudflare',
  },
];

/** The probes' URLs in their normal form, without fragments and duplicates. */
export function readProbeUrls(field: Field, report: Report): readonly string[] {
  const entries = splitList(field.value);
  if (entries.length > MOST_URLS)
    complain(
      report,
      field,
      'TOO_MANY_URLS',
      `has ${entries.length} entries`,
      `At most ${MOST_URLS} are probed.`,
    );
  const urls = new Set<string>();
  for (const [index, entry] of entries.slice(0, MOST_URLS).entries()) {
    const where = `is not a list of URLs to probe: ${entryName(index, entries)}`;
    const url = URL.canParse(entry) ? new URL(entry) : undefined;
    const mistake =
      url === undefined
        ? { reason: 'NOT_A_URL', cause: 'is no URL' }
        : MISTAKES.find(({ test }) => test(url));
    if (mistake !== undefined) complain(report, field, mistake.reason, `${where} ${mistake.cause}`, CURE);
    else if (url !== undefined) urls.add(normal(url));
  }
  return [...urls];
}

/** Name of the host a probe goes to, without a trailing dot. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/\.$/u, '');
}

function normal(url: URL): string {
  url.hash = '';
  url.hostname = url.hostname.replace(/\.$/u, '');
  return url.href;
}
