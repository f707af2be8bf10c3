import { hasOurTitle, isOurs, type IssueWish } from '../report/issue-text.ts';
import { GithubUnreachable, readIssue, readSelf, fields } from './issue-client.ts';
import type { FoundIssue, IssueClient, Self, Fields } from './issue-client.ts';

/** What happened to the issue. A warning never fails the run. */
export type IssueUpkeep =
  | {
      readonly kind: 'opened' | 'reopened' | 'updated' | 'closed';
      readonly number: number;
      readonly url: string | undefined;
    }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'warning'; readonly sentence: string };

const PER_PAGE = 100;
const PAGES = { open: 50, closed: 3 };

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
  let asked: Promise<Self> | undefined;
  const upkeep: Upkeep = {
    client,
    self: () => (asked ??= readSelf(client)),
    wish: (body) => {
      const { kind, title, body: text, comment } = wish(body);
      return { kind, title: clean(title), body: clean(text), comment: clean(comment) };
    },
  };
  try {
    return await bringUpToDate(upkeep);
  } catch (error) {
    return unkept(whyUnkept(error));
  }
}

interface Upkeep {
  readonly client: IssueClient;
  /** Asks once. */
  readonly self: () => Promise<Self>;
  readonly wish: (body: string | undefined) => IssueWish;
}

async function bringUpToDate(upkeep: Upkeep): Promise<IssueUpkeep> {
  const { client, wish } = upkeep;
  const open = await find(upkeep, 'open');
  switch (open.kind) {
    case 'too-many':
      return unkept(
        `it was not found among the first ${PAGES.open * PER_PAGE} open issues, and a second one is never opened.`,
      );
    case 'ours':
      return settle(client, open.issue, wish(open.issue.body));
    case 'doubtful':
      return unkept(
        `issue no. ${open.issue.number} looks like it, but may not be by this action, and a second one is never opened. Close that one or give it another title, and leave github-token out.`,
      );
    case 'none':
      break;
  }
  const closed = await find(upkeep, 'closed');
  const before = closed.kind === 'ours' ? closed.issue : undefined;
  const wanted = wish(before?.body);
  if (wanted.kind === 'closed') return { kind: 'nothing' };
  return before === undefined ? openNew(upkeep, wanted) : reopen(client, before, wanted);
}

async function settle(
  client: IssueClient,
  { number, url }: FoundIssue,
  { kind, title, body, comment }: IssueWish,
): Promise<IssueUpkeep> {
  if (kind === 'open') {
    await client.update(number, { title, body });
    return { kind: 'updated', number, url };
  }
  await client.comment(number, comment);
  await client.update(number, { title, body, state: 'closed', state_reason: 'completed' });
  return { kind: 'closed', number, url };
}

async function reopen(
  client: IssueClient,
  { number, url }: FoundIssue,
  { title, body, comment }: IssueWish,
): Promise<IssueUpkeep> {
  await client.update(number, { title, body, state: 'open', state_reason: 'reopened' });
  await client.comment(number, comment);
  return { kind: 'reopened', number, url };
}

async function openNew(upkeep: Upkeep, wanted: IssueWish): Promise<IssueUpkeep> {
  const { client, self, wish } = upkeep;
  const made = readIssue(await client.create({ title: wanted.title, body: wanted.body }));
  const found = await find(upkeep, 'open');
  const oldest = found.kind === 'ours' ? found.issue : undefined;
  if (made === undefined) return { kind: 'nothing' };
  if (oldest === undefined || oldest.number >= made.number) {
    const { number, url } = made;
    // A list may lag behind: what was just made is looked at itself.
    const known = oldest !== undefined || (isOurs(made.body) && (made.trusted || (await isBy(made, self))));
    return known
      ? { kind: 'opened', number, url }
      : {
          kind: 'warning',
          sentence: `Issue no. ${number} was opened, but the next run will not be sure that it is its own, and will neither update it nor open a second one. Leave github-token out, or leave out open-issue.`,
        };
  }
  // Another job was a moment faster: its issue stays and takes over what this run has to say.
  await client.update(made.number, {
    title: `Duplicate of #${oldest.number}`,
    body: `Two jobs opened this at the same moment. See #${oldest.number}.`,
    state: 'closed',
    state_reason: 'not_planned',
  });
  return settle(client, oldest, wish(oldest.body));
}

type Found =
  | { readonly kind: 'ours'; readonly issue: FoundIssue }
  /** It has our marker or our title, but may not be ours. */
  | { readonly kind: 'doubtful'; readonly issue: FoundIssue }
  | { readonly kind: 'none' | 'too-many' };

/** The first issue that is ours; `too-many` if the pages never ended. */
async function find({ client, self }: Upkeep, state: 'open' | 'closed'): Promise<Found> {
  let doubtful: FoundIssue | undefined;
  for (let page = 1; page <= PAGES[state]; page += 1) {
    const answer = await client.list(state, page);
    const items = Array.isArray(answer) ? answer : [];
    for (const issue of items.map(readIssue).filter((one) => one !== undefined)) {
      const marked = isOurs(issue.body);
      if (!marked && !hasOurTitle(issue.title)) continue;
      const own = issue.trusted || (await isBy(issue, self));
      if (marked && own) return { kind: 'ours', issue };
      // Somebody else's where the token is known to write under another name.
      if (own || (await self()).kind === 'unknown') doubtful ??= issue;
    }
    if (items.length < PER_PAGE)
      return doubtful === undefined ? { kind: 'none' } : { kind: 'doubtful', issue: doubtful };
  }
  return { kind: 'too-many' };
}

async function isBy({ author }: FoundIssue, self: () => Promise<Self>): Promise<boolean> {
  const known = await self();
  return known.kind === 'user' && known.login === author;
}

export function unkept(why: string): IssueUpkeep {
  return { kind: 'warning', sentence: `The issue was not kept up to date: ${why}` };
}

/** Only the status and the pace are read: GitHub's own message is foreign and may hold the request. */
function whyUnkept(error: unknown): string {
  if (error instanceof GithubUnreachable)
    return `GitHub could not be reached: ${error.because}. ${error.remedy ?? 'The next run tries again.'}`;
  const { status, headers } = answerIn(error);
  const limited = headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0';
  if (status === 429 || (status === 403 && limited))
    return `GitHub accepts no more requests for now (rate limit). The next run tries again.`;
  switch (status) {
    case 401:
      return `GitHub does not accept the token given as github-token. Leave the input out, or pass a token that is still valid.`;
    case 403:
    case 404:
      return `the token given as github-token is not allowed to write issues. Add the line "issues: write" under the job's "permissions:".`;
    case 410:
      return `issues are switched off in this repository. Switch them on in its settings, or leave out open-issue.`;
    default:
      return typeof status === 'number'
        ? `GitHub answered with status ${status}. The next run tries again.`
        : `GitHub could not be reached. The next run tries again.`;
  }
}

/** What GitHub answered; no status where it did not: Octokit calls that 500, without an answer. */
function answerIn(error: unknown): { readonly status: unknown; readonly headers: Fields } {
  const { status, response } = fields(error);
  return response === undefined
    ? { status: status === 500 ? undefined : status, headers: {} }
    : { status, headers: fields(fields(response)['headers']) };
}
