import { expect, test } from '@jest/globals';
import type { IssueClient } from '../../src/github/issue-client.ts';
import { keepIssue } from '../../src/github/issue-upkeep.ts';
import { explained } from '../../src/world/github-issues.ts';

const wrapped = (cause: unknown): Error =>
  Object.assign(new Error('hunter2', { cause: new TypeError('fetch failed: hunter2', { cause }) }), {
    status: 500,
  });
const coded = (code: string, words = 'hunter2'): Error =>
  Object.assign(new Error(words), { name: 'Error', code });

/** What the upkeep of the issue says where its client throws. */
async function said(thrown: unknown): Promise<string> {
  const fails = async (): Promise<never> => {
    throw explained(thrown, 'github.acme.example');
  };
  const client: IssueClient = { list: fails, create: fails, update: fails, comment: fails, self: fails };
  const kept = await keepIssue(
    client,
    () => ({ kind: 'open', title: 't', body: 'b', comment: 'c' }),
    (text) => text,
  );
  return kept.kind === 'warning' ? kept.sentence : kept.kind;
}

test.each<readonly [string, unknown, string, string]>([
  [
    'TLS inspection',
    wrapped(coded('SELF_SIGNED_CERT_IN_CHAIN')),
    'this runner does not trust',
    'NODE_EXTRA_CA_CERTS',
  ],
  [
    'another name',
    wrapped(coded('ERR_TLS_CERT_ALTNAME_INVALID')),
    'for another name',
    'reach github.acme.example.',
  ],
  [
    'a wrong clock',
    wrapped(coded('CERT_NOT_YET_VALID')),
    'has expired or is not valid yet',
    "Check this runner's clock",
  ],
  [
    'a proxy that wants a login',
    wrapped(coded('UND_ERR_ABORTED', 'Proxy response (407) !== 200 when HTTP Tunneling')),
    'the proxy wants a login',
    'user and password',
  ],
  [
    'a proxy that says no',
    wrapped(coded('UND_ERR_ABORTED', 'Proxy response (403) !== 200 when HTTP Tunneling')),
    'the proxy refused the connection',
    'Allow github.acme.example on port 443',
  ],
  ['no name', wrapped(coded('ENOTFOUND')), 'could not be resolved', 'The next run tries again.'],
  ['nobody there', wrapped(coded('ECONNREFUSED')), 'the connection was refused', 'The next run tries again.'],
  [
    'a broken connection',
    wrapped(coded('ECONNRESET')),
    'the connection was reset',
    'The next run tries again.',
  ],
  [
    'an answer that takes too long',
    Object.assign(new Error('hunter2'), { name: 'AbortError', status: 500 }),
    'no complete answer came in time',
    'The next run tries again.',
  ],
])('GitHub cannot be reached because of %s: cause and cure are told', async (_, error, cause, cure) => {
  const sentence = await said(error);
  expect(sentence).toContain(`GitHub could not be reached: `);
  expect(sentence).toContain(cause);
  expect(sentence).toContain(cure);
  expect(sentence).not.toContain('hunter2');
});

test('what GitHub answers is told as before, and so is what has no cause', async () => {
  const answer = { status: 410, response: { status: 410, headers: {} } };
  expect(await said(Object.assign(coded('ECONNRESET'), answer))).toContain('issues are switched off');
  expect(await said(new Error('bare'))).toContain('GitHub could not be reached. The next run tries again.');
});
