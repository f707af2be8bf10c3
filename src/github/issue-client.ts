/** What the upkeep of the issue asks of GitHub. What comes back is read with caution. */
export interface IssueClient {
  /**
   * One page of a hundred issues (and pull requests, which GitHub lists with them): open ones oldest
   * first, so that a page does not shift while it is read; closed ones with the latest change first.
   */
  list(state: 'open' | 'closed', page: number): Promise<unknown>;
  create(issue: { readonly title: string; readonly body: string }): Promise<unknown>;
  update(number: number, change: IssueChange): Promise<unknown>;
  comment(number: number, body: string): Promise<unknown>;
  /** The user the token belongs to; tokens of apps, such as that of a workflow, are refused with 403. */
  self(): Promise<unknown>;
}

/** GitHub gave no answer. Holds no words of the error that said so: they may hold the request. */
export class GithubUnreachable extends Error {
  readonly because: string;
  /** Undefined: another attempt may well come through. */
  readonly remedy: string | undefined;

  constructor(because: string, remedy: string | undefined) {
    super(`no answer: ${because}`);
    this.name = 'GithubUnreachable';
    this.because = because;
    this.remedy = remedy;
  }
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
  readonly author: string | undefined;
  /** By an app, as which the workflow token writes, or by somebody the repository knows; or the server tells nothing of authors. */
  readonly trusted: boolean;
}

/** Who writes with this token. */
export type Self =
  { readonly kind: 'user'; readonly login: string } | { readonly kind: 'app' } | { readonly kind: 'unknown' };

/** Asks once; never throws. */
export async function readSelf(client: IssueClient): Promise<Self> {
  try {
    const { login } = fields(await client.self());
    return typeof login === 'string' ? { kind: 'user', login } : { kind: 'unknown' };
  } catch (error) {
    return { kind: fields(error)['status'] === 403 ? 'app' : 'unknown' };
  }
}

/** Reads one issue of an answer; undefined for a pull request or something else. */
export function readIssue(value: unknown): FoundIssue | undefined {
  const issue = fields(value);
  const { number, body, title, html_url: url } = issue;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) return undefined;
  if (issue['pull_request'] !== undefined && issue['pull_request'] !== null) return undefined;
  // Anyone may open an issue with our marker in a public repository.
  const known: readonly unknown[] = ['OWNER', 'MEMBER', 'COLLABORATOR', undefined];
  const { type, login } = fields(issue['user']);
  return {
    number,
    title: typeof title === 'string' ? title : '',
    // An issue edited in the browser comes back with CRLF.
    body: typeof body === 'string' ? body.replaceAll('\r\n', '\n') : '',
    url: typeof url === 'string' ? url : undefined,
    author: typeof login === 'string' ? login : undefined,
    trusted: type === 'Bot' || known.includes(issue['author_association']),
  };
}

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of what came from outside; none where it is no object. */
export function fields(value: unknown): Fields {
  return typeof value === 'object' ? { ...value } : {};
}
