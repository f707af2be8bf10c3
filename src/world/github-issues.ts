import { faultWords } from '../cloudflare/api-answer.ts';
import { GithubUnreachable, type IssueClient } from '../github/issue-client.ts';
import type { Repository } from '../github/trigger.ts';
import { codeOf } from '../errors.ts';
import { faultOf } from './http-answer.ts';

const OLDEST_FIRST = { sort: 'created', direction: 'asc' } as const;
const LATEST_CHANGE_FIRST = { sort: 'updated', direction: 'desc' } as const;

/**
 * The real client, an Octokit of `@actions/github`, loaded only here. It honours the proxy variables
 * and the address of an Enterprise server by itself.
 * @param host whose API it is, for sentences
 * @param signal ends calls that take too long
 */
export async function loadIssueClient(
  token: string,
  { owner, name }: Repository,
  host: string,
  signal: AbortSignal,
): Promise<IssueClient> {
  const { getOctokit } = await import('@actions/github');
  const { issues, users } = getOctokit(token, { request: { signal } }).rest;
  const place = { owner, repo: name };
  const data = async (answer: Promise<{ readonly data: unknown }>): Promise<unknown> => {
    try {
      return (await answer).data;
    } catch (error) {
      throw explained(error, host);
    }
  };
  return {
    list: (state, page) => {
      const order = state === 'open' ? OLDEST_FIRST : LATEST_CHANGE_FIRST;
      return data(issues.listForRepo({ ...place, ...order, state, page, per_page: 100 }));
    },
    create: (issue) => data(issues.create({ ...place, ...issue })),
    update: (number, change) => data(issues.update({ ...place, ...change, issue_number: number })),
    comment: (number, body) => data(issues.createComment({ ...place, issue_number: number, body })),
    self: () => data(users.getAuthenticated()),
  };
}

/** Tells apart why no answer came, as the client of Cloudflare's API does. An answer, whatever it says, stays as it is. */
export function explained(error: unknown, host: string): unknown {
  if (typeof error !== 'object' || error === null || ('response' in error && error.response !== undefined))
    return error;
  const chain = causesOf(error);
  const isGivenUp = chain.some((one) => one instanceof Error && GIVEN_UP.has(one.name));
  const cause = chain.find((one) => codeOf(one) !== '');
  if (!isGivenUp && cause === undefined) return error;
  const fault = isGivenUp ? ({ reason: 'timeout', sent: 'perhaps' } as const) : faultOf(cause, 'connecting');
  const { because, lasting } = faultWords(fault, host);
  return new GithubUnreachable(because, lasting);
}

const GIVEN_UP: ReadonlySet<string> = new Set(['AbortError', 'TimeoutError']);
const DEEPEST = 8;

/** Octokit wraps the error of `fetch`, which wraps that of the network. */
function causesOf(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let one = error; one !== undefined && chain.length < DEEPEST;) {
    chain.push(one);
    one = one instanceof Error ? one.cause : undefined;
  }
  return chain;
}
