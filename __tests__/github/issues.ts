import type { IssueChange, IssueClient } from '../../src/github/issue-client.ts';
import { keepIssue, type IssueUpkeep } from '../../src/github/issue-upkeep.ts';
import { issueWish } from '../../src/report/issue-text.ts';
import type { Findings } from '../../src/report/problems.ts';
import { MANUAL, START } from '../report/samples.ts';

export interface Stored {
  number: number;
  title: string;
  body: string;
  state: string;
  user: { type: string; login?: string };
  author_association: string | undefined;
  html_url: string;
  pull_request?: object;
}

/** A repository's issues as GitHub keeps them. */
export class Issues implements IssueClient {
  readonly all: Stored[] = [];
  readonly comments: [number, string][] = [];
  readonly calls: string[] = [];
  readonly changes: IssueChange[] = [];
  /** Whom the token belongs to; a number: the status with which the question is refused. */
  login: string | number = 403;
  /** As what new issues are opened. */
  opens: Partial<Stored> = {};

  add(rest: Partial<Stored>): void {
    const number = this.all.length + 1;
    const blank = { number, title: 't', body: '', state: 'open', user: { type: 'Bot' }, author_association: 'NONE', html_url: `https://github.com/acme/site/issues/${number}` }; // prettier-ignore
    this.all.push({ ...blank, ...rest });
  }

  list(state: 'open' | 'closed', page: number): Promise<unknown> {
    this.calls.push(`list ${state} ${page}`);
    const found = this.all.filter((issue) => issue.state === state);
    return Promise.resolve(
      (state === 'open' ? found : found.toReversed()).slice(page * 100 - 100, page * 100),
    );
  }

  create(issue: { readonly title: string; readonly body: string }): Promise<unknown> {
    this.calls.push('create');
    this.add({ ...issue, ...this.opens });
    return Promise.resolve(this.all.at(-1));
  }

  update(number: number, change: IssueChange): Promise<unknown> {
    this.calls.push(`update ${number}`);
    this.changes.push(change);
    const issue = this.all.find((one) => one.number === number);
    return Promise.resolve(Object.assign(issue ?? {}, change));
  }

  comment(number: number, body: string): Promise<unknown> {
    this.comments.push([number, body]);
    return Promise.resolve({});
  }

  self(): Promise<unknown> {
    this.calls.push('self');
    return typeof this.login === 'string'
      ? Promise.resolve({ login: this.login })
      : Promise.reject(Object.assign(new Error('refused'), { status: this.login }));
  }
}

export const BAD: Findings = {
  covers: ['a'],
  problems: [{ target: 'a', kind: 'failed', sentence: 'It broke.', remedy: 'Mend it.', seenAt: START }],
};
export const WELL: Findings = { covers: ['a'], problems: [] };

export function keep(
  client: IssueClient,
  findings: Findings,
  clean = (text: string): string => text,
): Promise<IssueUpkeep> {
  return keepIssue(client, (body) => issueWish(body, findings, MANUAL, START), clean);
}
