import { isOurs } from '../report/issue-state.ts';
import type { IssueWish } from '../report/issue-text.ts';
import { readIssue, type FoundIssue, type IssueClient } from './issue-client.ts';
import { fields } from './fields.ts';
import type { Fields } from './fields.ts';

/** What became of the issue. A warning never fails the run. */
export type IssueUpkeep =
  | {
      readonly kind: 'opened' | 'reopened' | 'updated' | 'closed';
      readonly number: number;
      readonly url: string | undefined;
    }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'warning'; readonly sentence: string };

const PER_PAGE = 100;
const OPEN_PAGES = 50;
const CLOSED_PAGES = 3;

/**
 * Brings the repository's one issue to where it should be: opened, updated in place or closed. A
 * closed one is opened again rather than a second one made; if two jobs open one at the same moment,
 * the older stays. `wish` says what the issue should be, given its present text; `clean` looks over
 * every text before it leaves, for secrets. Never throws.
 */
export async function keepIssue(
  client: IssueClient,
  wish: (body: string | undefined) => IssueWish,
  clean: (text: string) => string,
): Promise<IssueUpkeep> {
  try {
    return await bringUpToDate(client, (body) => cleaned(wish(body), clean));
  } catch (error) {
    return { kind: 'warning', sentence: warningFor(error) };
  }
}

type Wish = (body: string | undefined) => IssueWish;

async function bringUpToDate(client: IssueClient, wish: Wish): Promise<IssueUpkeep> {
  const open = await find(client, 'open', OPEN_PAGES);
  if (open === 'too-many') {
    const sentence = `The issue was not kept up to date: among more than ${OPEN_PAGES * PER_PAGE} open issues it was not found, and a second one is never opened.`;
    return { kind: 'warning', sentence };
  }
  if (open !== undefined) return settle(client, open, wish(open.body));
  const closed = await find(client, 'closed', CLOSED_PAGES);
  const before = closed === undefined || closed === 'too-many' ? undefined : closed;
  const wanted = wish(before?.body);
  if (wanted.kind === 'closed') return { kind: 'nothing' };
  if (before !== undefined) return reopen(client, before, wanted);
  return openNew(client, wanted, wish);
}

async function settle(client: IssueClient, issue: FoundIssue, wanted: IssueWish): Promise<IssueUpkeep> {
  const { number, url } = issue;
  const { title, body } = wanted;
  if (wanted.kind === 'open') {
    await client.update(number, { title, body });
    return { kind: 'updated', number, url };
  }
  await client.comment(number, wanted.comment);
  await client.update(number, { title, body, state: 'closed', state_reason: 'completed' });
  return { kind: 'closed', number, url };
}

async function reopen(client: IssueClient, issue: FoundIssue, wanted: IssueWish): Promise<IssueUpkeep> {
  const { number, url } = issue;
  const { title, body } = wanted;
  await client.update(number, { title, body, state: 'open', state_reason: 'reopened' });
  await client.comment(number, wanted.comment);
  return { kind: 'reopened', number, url };
}

async function openNew(client: IssueClient, wanted: IssueWish, wish: Wish): Promise<IssueUpkeep> {
  const made = readIssue(await client.create({ title: wanted.title, body: wanted.body }));
  const oldest = await find(client, 'open', OPEN_PAGES);
  const doubled =
    made !== undefined && oldest !== undefined && oldest !== 'too-many' && oldest.number < made.number;
  if (!doubled)
    return made === undefined ? { kind: 'nothing' } : { kind: 'opened', number: made.number, url: made.url };
  // Another job was a moment faster: its issue stays and takes over what this run has to say.
  await client.update(made.number, {
    title: `Duplicate of #${oldest.number}`,
    body: `Two jobs opened this at the same moment. See #${oldest.number}.`,
    state: 'closed',
    state_reason: 'not_planned',
  });
  return settle(client, oldest, wish(oldest.body));
}

/** The first trusted issue with our marker; `too-many` if the pages never ended. */
async function find(
  client: IssueClient,
  state: 'open' | 'closed',
  pages: number,
): Promise<FoundIssue | 'too-many' | undefined> {
  for (let page = 1; page <= pages; page += 1) {
    const answer = await client.list(state, page);
    const items = Array.isArray(answer) ? answer : [];
    const ours = items.map(readIssue).find((issue) => issue?.trusted === true && isOurs(issue.body));
    if (ours !== undefined) return ours;
    if (items.length < PER_PAGE) return undefined;
  }
  return 'too-many';
}

function cleaned(wish: IssueWish, clean: (text: string) => string): IssueWish {
  return { ...wish, title: clean(wish.title), body: clean(wish.body), comment: clean(wish.comment) };
}

/** Only the status and the pace are read: GitHub's own message is foreign and may hold the request. */
function warningFor(error: unknown): string {
  const { status, headers } = answerIn(error);
  const lead = 'The issue was not kept up to date:';
  const limited = headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0';
  if (status === 429 || (status === 403 && limited))
    return `${lead} GitHub takes no more requests for now (rate limit). The next run tries again.`;
  switch (status) {
    case 401:
      return `${lead} GitHub does not accept the token given as github-token. Pass github.token or a token that is still valid.`;
    case 403:
    case 404:
      return `${lead} the token given as github-token may not write issues. Add the line "issues: write" under "permissions:" of the job.`;
    case 410:
      return `${lead} issues are switched off in this repository. Switch them on in its settings, or leave out open-issue.`;
    default:
      return typeof status === 'number'
        ? `${lead} GitHub answered with status ${status}. The next run tries again.`
        : `${lead} GitHub could not be reached. The next run tries again.`;
  }
}

/** What GitHub answered; no status where it did not: Octokit calls that 500, without an answer. */
function answerIn(error: unknown): { readonly status: unknown; readonly headers: Fields } {
  const { status, response } = fields(error);
  return response === undefined
    ? { status: status === 500 ? undefined : status, headers: {} }
    : { status, headers: fields(fields(response)['headers']) };
}
