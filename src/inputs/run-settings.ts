import { always, inputLookup, rawInput, type Environment } from './fields.ts';
import type { Job } from './job.ts';
import { readChoice } from './kinds.ts';
import { booleanOf, durationOf } from './policy.ts';
import { isLoopback } from './probe-urls.ts';
import { complain, inputField, type Report, type Field } from './problem.ts';
import { subjectOf, type Subject } from './subject.ts';
import type { Operation } from './table.ts';
import { readGithubToken, readToken } from './token.ts';

export function readRunSettings(env: Environment, operation: Operation, report: Report): RunSettings {
  const lookup = inputLookup(env, report);
  const openIssue = booleanOf(lookup, 'open-issue');
  return {
    operation,
    subject: subjectOf(operation, env),
    token: readToken(inputField(report, 'api-token', rawInput(env, 'api-token'))),
    apiBaseUrl: readApiBaseUrl(always(lookup, 'api-base-url')),
    timeout: durationOf(lookup, 'timeout'),
    dryRun: booleanOf(lookup, 'dry-run'),
    openIssue,
    githubToken: readGithubToken(
      inputField(report, 'github-token', rawInput(env, 'github-token')),
      openIssue,
    ),
    onFailure: readChoice(always(lookup, 'on-failure'), ['stop', 'continue']) ?? 'stop',
  };
}

const CURE = 'Leave it out, or write an address such as `https://api.cloudflare.com/client/v4`.';

/** Where the token and the key are sent: https, or http on this machine; without a trailing slash. */
export function readApiBaseUrl(field: Field): string {
  const url = URL.canParse(field.value) ? new URL(field.value) : undefined;
  const mistake = url === undefined ? { reason: 'NOT_A_URL', cause: 'is not a URL' } : mistakeOf(url);
  if (mistake !== undefined) complain(field, mistake.reason, `${mistake.cause}. ${CURE}`);
  return url === undefined ? '' : `${url.origin}${url.pathname}`.replace(/\/+$/u, '');
}

function mistakeOf(url: URL): { reason: string; cause: string } | undefined {
  const encrypted = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  const inTheClear = 'is not https, and token and private key would travel in the clear';
  if (!encrypted) return { reason: 'URL_NOT_HTTPS', cause: inTheClear };
  if (`${url.username}${url.password}` !== '')
    return { reason: 'URL_HAS_USER', cause: 'has a user name or password in it' };
  return `${url.search}${url.hash}` === ''
    ? undefined
    : { reason: 'URL_HAS_QUERY', cause: 'has a query or fragment at its end' };
}

/** Milliseconds that a rotation takes besides its grace period, if Cloudflare activates as it usually does. */
const USUAL = 60_000;

/** Tells beforehand that one run will not be enough: while it runs, it warns of that only once it waits. */
export function warnOfShortTimeout({ timeout }: RunSettings, job: Job, warn: Report): void {
  const requests = job.operation === 'rotate' ? job.requests : [];
  const isShort = requests.some(
    ({ policy: { deletePrevious, gracePeriod } }) => deletePrevious && gracePeriod + USUAL > timeout,
  );
  const says =
    'may leave no time for `grace-period`: then this run puts the new certificate in force, and leaves the deletion of the former one to the next run. To have both in one, raise it, or shorten `grace-period`.';
  if (isShort && timeout > 0) complain(inputField(warn, 'timeout'), 'TIMEOUT_WITHIN_GRACE', says);
}

/** What holds for the whole run, whatever its targets. Durations are milliseconds. */
export interface RunSettings {
  readonly operation: Operation;
  readonly subject: Subject;
  /** Without `Bearer `, made of characters that fit into a header. Secret. */
  readonly token: string;
  /** Without a slash at its end. */
  readonly apiBaseUrl: string;
  readonly timeout: number;
  readonly dryRun: boolean;
  readonly openIssue: boolean;
  /** Given whenever `openIssue` is true. Secret. */
  readonly githubToken: string | undefined;
  /** Whether a failed zone keeps later zones from being started. */
  readonly onFailure: 'stop' | 'continue';
}

/** What is needed to publish how a run went: no token of Cloudflare. */
export type PublishSettings = Omit<RunSettings, 'token'>;
