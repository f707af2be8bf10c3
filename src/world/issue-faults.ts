import { faultWords } from '../cloudflare/api-answer.ts';
import { GithubUnreachable } from '../github/issue-client.ts';
import type { IssueClient } from '../github/issue-client.ts';
import { codeOf } from './dial-fault.ts';
import { faultOf } from './http-answer.ts';

/**
 * The same client, which tells apart why no answer came, as that of Cloudflare's API does.
 *
 * @param host whose API it is
 */
export function tellingFaults(client: IssueClient, host: string): IssueClient {
  const told = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      throw explained(error, host);
    }
  };
  return {
    list: (state, page) => told(client.list(state, page)),
    create: (issue) => told(client.create(issue)),
    update: (number, change) => told(client.update(number, change)),
    comment: (number, body) => told(client.comment(number, body)),
    self: () => told(client.self()),
  };
}

/** An answer, whatever it says, stays as it is. */
function explained(error: unknown, host: string): unknown {
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
