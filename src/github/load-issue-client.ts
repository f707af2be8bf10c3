import type { IssueClient } from './issue-client.ts';
import type { Repository } from './trigger.ts';

/**
 * The real client, an Octokit of `@actions/github`, loaded only here. It honours the proxy variables
 * and the address of an Enterprise server by itself. `signal` ends calls that take too long.
 */
export async function loadIssueClient(
  token: string,
  { owner, name }: Repository,
  signal?: AbortSignal,
): Promise<IssueClient> {
  const { getOctokit } = await import('@actions/github');
  const { issues, users } = getOctokit(token, signal === undefined ? {} : { request: { signal } }).rest;
  const place = { owner, repo: name };
  return {
    list: async (state, page) => {
      const order = state === 'open' ? OLDEST_FIRST : LATEST_CHANGE_FIRST;
      return (await issues.listForRepo({ ...place, ...order, state, page, per_page: 100 })).data;
    },
    create: async (issue) => (await issues.create({ ...place, ...issue })).data,
    update: async (number, change) =>
      (await issues.update({ ...place, ...change, issue_number: number })).data,
    comment: async (number, body) =>
      (await issues.createComment({ ...place, issue_number: number, body })).data,
    self: async () => (await users.getAuthenticated()).data,
  };
}

const OLDEST_FIRST = { sort: 'created', direction: 'asc' } as const;
const LATEST_CHANGE_FIRST = { sort: 'updated', direction: 'desc' } as const;
