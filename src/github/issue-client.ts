import { fields } from './fields.ts';

/** The four things the upkeep of the issue asks of GitHub. What comes back is read with mistrust. */
export interface IssueClient {
  /**
   * One page of a hundred issues (and pull requests, which GitHub lists with them): open ones oldest
   * first, so that a page does not shift while it is read; closed ones with the latest change first.
   */
  list(state: 'open' | 'closed', page: number): Promise<unknown>;
  create(issue: { readonly title: string; readonly body: string }): Promise<unknown>;
  update(number: number, change: IssueChange): Promise<unknown>;
  comment(number: number, body: string): Promise<unknown>;
}

export interface IssueChange {
  readonly title?: string;
  readonly body?: string;
  readonly state?: 'open' | 'closed';
  readonly state_reason?: 'completed' | 'not_planned' | 'reopened';
}

/** An issue of ours as far as the upkeep needs it. */
export interface FoundIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly url: string | undefined;
  readonly trusted: boolean;
}

/** Reads one issue of an answer; undefined for a pull request or something else. */
export function readIssue(value: unknown): FoundIssue | undefined {
  const issue = fields(value);
  const { number, body, title, html_url: url } = issue;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) return undefined;
  if (issue['pull_request'] !== undefined && issue['pull_request'] !== null) return undefined;
  // Anyone may open an issue with our marker in a public repository: only those are believed whom
  // the repository knows, and apps, as which the workflow token writes.
  const known = ['OWNER', 'MEMBER', 'COLLABORATOR'];
  const association = issue['author_association'];
  const trusted =
    fields(issue['user'])['type'] === 'Bot' ||
    (typeof association === 'string' && known.includes(association));
  return {
    number,
    title: typeof title === 'string' ? title : '',
    // An issue edited in the browser comes back with CRLF.
    body: typeof body === 'string' ? body.replaceAll('\r\n', '\n') : '',
    url: typeof url === 'string' ? url : undefined,
    trusted,
  };
}
