import { describe, expect, test } from '@jest/globals';
import { issueWish } from '../../src/report/issue-text.ts';
import { MANUAL, START } from '../report/samples.ts';
import { BAD, Issues, keep, WELL } from './issues.ts';
import type { Stored } from './issues.ts';

function openOurs(issues: Issues): readonly Stored[] {
  return issues.all.filter(({ body, state }) => state === 'open' && body.includes('origin-pull-certificates:issue'));
} // prettier-ignore

describe('the one issue of a repository', () => {
  test('lives through bad, bad, well, well and bad again', async () => {
    const issues = new Issues();
    issues.add({ body: 'somebody else’s' });
    const url = 'https://github.com/acme/site/issues/2';
    expect(await keep(issues, WELL)).toEqual({ kind: 'nothing' });
    expect(await keep(issues, BAD)).toEqual({ kind: 'opened', number: 2, url });
    expect(await keep(issues, BAD)).toEqual({ kind: 'updated', number: 2, url });
    expect(issues.comments).toEqual([]);
    expect(await keep(issues, WELL)).toEqual({ kind: 'closed', number: 2, url });
    expect(await keep(issues, WELL)).toEqual({ kind: 'nothing' });
    expect(await keep(issues, BAD)).toEqual({ kind: 'reopened', number: 2, url });
    expect(issues.comments.map(([, body]) => body.replace(/^.*\) /u, ''))).toEqual([
      'found that all is well again.',
      'needs attention: `a`.',
    ]);
    expect(issues.all).toHaveLength(2);
    expect(issues.all[0]).toMatchObject({ title: 't', body: 'somebody else’s' });
    const wish = {
      title: expect.any(String),
      body: expect.stringContaining('origin-pull-certificates:issue'),
    };
    expect(issues.changes).toEqual([
      wish,
      { ...wish, state: 'closed', state_reason: 'completed' },
      { ...wish, state: 'open', state_reason: 'reopened' },
    ]);
  });

  test('is found among hundreds, also with other line ends', async () => {
    const issues = new Issues();
    for (let at = 0; at < 250; at += 1) issues.add({});
    await keep(issues, BAD);
    const ours = issues.all.at(-1);
    if (ours !== undefined) ours.body = ours.body.replaceAll('\n', '\r\n');
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'updated', number: 251 });
    expect(openOurs(issues)).toHaveLength(1);
  });

  test('is not one that a stranger opened with our marker, nor a pull request', async () => {
    const issues = new Issues();
    const { body } = issueWish(undefined, BAD, MANUAL, START);
    issues.add({ body, user: { type: 'User' } });
    issues.add({ body, pull_request: {} });
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'opened', number: 3 });
    expect(issues.all[0]?.state).toBe('open');
  });

  test('stays ours when a person writes a line above it', async () => {
    const issues = new Issues();
    await keep(issues, BAD);
    const [ours] = issues.all;
    if (ours !== undefined) ours.body = `@alice please see to it\r\n\r\n${ours.body}`;
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'updated', number: 1 });
    expect(issues.all).toHaveLength(1);
  });

  test('is not one that only quotes ours', async () => {
    const issues = new Issues();
    const { body } = issueWish(undefined, BAD, MANUAL, START);
    issues.add({ body: body.replaceAll(/^/gmu, '> ') });
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'opened', number: 2 });
  });

  test('may be one that a member opened with a token of their own', async () => {
    const issues = new Issues();
    const { body } = issueWish(undefined, BAD, MANUAL, START);
    issues.add({ body, user: { type: 'User' }, author_association: 'MEMBER' });
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'updated', number: 1 });
  });

  test('stays one when two jobs open it at the same moment', async () => {
    const issues = new Issues();
    const create = issues.create.bind(issues);
    issues.create = async (issue) => {
      await create(issueWish(undefined, { covers: [], problems: [{ ...BAD.problems[0]!, target: 'b' }] }, MANUAL, START));
      return create(issue);
    };
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'updated', number: 1 });
    expect(issues.changes[0]).toEqual({
      title: 'Duplicate of #1',
      body: 'Two jobs opened this at the same moment. See #1.',
      state: 'closed',
      state_reason: 'not_planned',
    });
    expect(openOurs(issues)).toHaveLength(1);
    expect(issues.all[0]?.title).toContain('2 targets need attention');
  }); // prettier-ignore

  test('is not opened twice where the list never ends', async () => {
    const issues = new Issues();
    const full = Array.from({ length: 100 }, () => 'x');
    issues.list = () => Promise.resolve(full);
    expect(await keep(issues, BAD)).toEqual({
      kind: 'warning',
      sentence:
        'The issue was not kept up to date: it was not found among the first 5000 open issues, and a second one is never opened.',
    });
    expect(issues.calls).toEqual([]);
  });

  test('is opened anew where the closed ones never end', async () => {
    const issues = new Issues();
    for (let at = 0; at < 301; at += 1) issues.add({ state: 'closed' });
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'opened', number: 302 });
    expect(issues.calls.filter((call) => call.startsWith('list closed'))).toHaveLength(3);
  });

  test.each([
    ['an answer that is no list', { list: () => Promise.resolve({}) }],
    [
      'odd entries',
      { list: () => Promise.resolve([null, { number: 'x' }, { number: 1, title: 2, html_url: 3 }]) },
    ],
  ])('survives %s', async (_, odd) => {
    const issues = Object.assign(new Issues(), odd, { create: () => Promise.resolve(null) });
    expect(await keep(issues, BAD)).toEqual({ kind: 'nothing' });
  });

  test('holds no text that was not looked over', async () => {
    const issues = new Issues();
    await keep(issues, BAD, (text) => text.replaceAll('broke', '[withheld]'));
    expect(issues.all[0]?.body).toContain('[withheld]');
    expect(issues.all[0]?.body).not.toContain('broke');
  });
});

const answered = (status: number, headers = {}): object => ({ status, response: { status, headers } });

describe('without permission or connection a warning says what to do', () => {
  test.each([
    ['401', { status: 401 }, 'does not accept the token'],
    ['403', { status: 403 }, 'Add the line "issues: write" under the job'],
    ['404', { status: 404 }, 'Add the line "issues: write" under the job'],
    ['410', { status: 410 }, 'issues are switched off'],
    ['500', answered(500), 'answered with status 500'],
    ['502', answered(502), 'answered with status 502'],
    ['429', answered(429), 'rate limit'],
    ['403 of the secondary rate limit', answered(403, { 'retry-after': '60' }), 'rate limit'],
    ['403 of the rate limit', answered(403, { 'x-ratelimit-remaining': '0' }), 'rate limit'],
    ['a 502 with a pace', answered(502, { 'retry-after': '60' }), 'answered with status 502'],
    ['403 with requests left', answered(403, { 'x-ratelimit-remaining': '4999' }), '"issues: write"'],
    ['the 500 Octokit makes of no answer', { status: 500 }, 'could not be reached'],
    ['none', {}, 'could not be reached'],
  ])('status %s', async (_, more, words) => {
    const error = Object.assign(new Error('getaddrinfo'), more);
    const issues = Object.assign(new Issues(), { list: () => Promise.reject(error) });
    const upkeep = await keep(issues, BAD);
    const sentence = upkeep.kind === 'warning' ? upkeep.sentence : '';
    expect(sentence).toMatch(/^The issue was not kept up to date: /u);
    expect(sentence).toContain(words);
  });

  test('whatever was thrown', async () => {
    const issues = Object.assign(new Issues(), {
      list: () => Promise.reject(new Error('x', { cause: null })),
    });
    expect((await keep(issues, BAD)).kind).toBe('warning');
  });
});
