import { describe, expect, test } from '@jest/globals';
import { issueWish } from '../../src/report/issue-text.ts';
import { MANUAL, START } from '../report/samples.ts';
import { BAD, Issues, keep, WELL } from './issues.ts';
import type { Stored } from './issues.ts';

describe('the one issue of a repository', () => {
  const ofContributor = { user: { type: 'User', login: 'ann' }, author_association: 'CONTRIBUTOR' };

  test('is known by the name of the token, whatever the association reads', async () => {
    const issues = new Issues();
    issues.opens = ofContributor;
    issues.login = 'ann';
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'opened', number: 1 });
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'updated', number: 1 });
    expect(await keep(issues, WELL)).toMatchObject({ kind: 'closed', number: 1 });
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'reopened', number: 1 });
    expect(issues.all).toHaveLength(1);
  });

  test('is not one of another user with our marker and title, where the token has a name', async () => {
    const issues = new Issues();
    issues.login = 'ben';
    issues.add({ ...issueWish(undefined, BAD, MANUAL, START), ...ofContributor, state: 'open' });
    issues.opens = { ...ofContributor, user: { type: 'User', login: 'ben' } };
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'opened', number: 2 });
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'updated', number: 2 });
  });

  test('is known on a server that is no GitHub, and tells nothing of authors', async () => {
    const issues = new Issues();
    issues.login = 404;
    issues.opens = { user: { type: 'User' }, author_association: undefined };
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'opened', number: 1 });
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'updated', number: 1 });
    expect(await keep(issues, WELL)).toMatchObject({ kind: 'closed', number: 1 });
    expect(await keep(issues, BAD)).toMatchObject({ kind: 'reopened', number: 1 });
  });

  test('is asked for the name of the token only where it makes a difference', async () => {
    const issues = new Issues();
    await keep(issues, BAD);
    await keep(issues, BAD);
    expect(issues.calls).not.toContain('self');
  });

  test.each<readonly [string, Partial<Stored>]>([
    ['whose author nobody can tell', ofContributor],
    ['whose marker is taken out', { body: '' }],
    ['of a member whose marker is taken out', { body: '', author_association: 'MEMBER' }],
  ])('%s is opened once, with a warning, and never a second time', async (_, opens) => {
    const issues = new Issues();
    issues.login = 500;
    issues.opens = opens;
    const opened = await keep(issues, BAD);
    expect(opened).toMatchObject({ kind: 'warning' });
    expect(JSON.stringify(opened)).toContain('Issue no. 1 was opened, but the next run will not be sure');
    for (let run = 0; run < 2; run += 1) {
      const again = await keep(issues, BAD);
      expect(JSON.stringify(again)).toContain('issue no. 1 looks like it');
    }
    expect(issues.all).toHaveLength(1);
  });
});
