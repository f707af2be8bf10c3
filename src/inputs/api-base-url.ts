import { isLoopback } from './local-host.ts';
import { complain } from './problem.ts';
import type { Field, Report } from './problem.ts';

const CURE = 'Leave it out, or write an address such as `https://api.cloudflare.com/client/v4`.';

/** Where token and key are sent to: https, or http on this very machine; without a slash at its end. */
export function readApiBaseUrl(field: Field, report: Report): string {
  const url = URL.canParse(field.value) ? new URL(field.value) : undefined;
  const mistake = url === undefined ? { reason: 'NOT_A_URL', cause: 'is no URL' } : mistakeOf(url);
  if (mistake !== undefined) complain(report, field, mistake.reason, mistake.cause, CURE);
  return url === undefined ? '' : `${url.origin}${url.pathname}`.replace(/\/+$/u, '');
}

function mistakeOf(url: URL): { reason: string; cause: string } | undefined {
  const encrypted = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!encrypted)
    return {
      reason: 'URL_NOT_HTTPS',
      cause: 'is not https, and token and private key would travel in the clear',
    };
  if (`${url.username}${url.password}` !== '')
    return { reason: 'URL_HAS_USER', cause: 'has a user name or password in it' };
  return `${url.search}${url.hash}` === ''
    ? undefined
    : { reason: 'URL_HAS_QUERY', cause: 'has a query or fragment at its end' };
}
