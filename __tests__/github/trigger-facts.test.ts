import { expect, test } from '@jest/globals';
import { readTrigger } from '../../src/github/trigger.ts';
import { variablesOf } from './workflow.ts';
import type { Workflow } from './workflow.ts';

const CONTEXT: Workflow = {
  eventName: 'workflow_dispatch',
  payload: {},
  actor: 'octocat',
  ref: 'refs/heads/main',
  sha: 'ffac537e6cbbf934b08745a378932722df287a53',
  workflow: 'Rotate',
  runId: 42,
  serverUrl: 'https://github.com',
  repository: 'acme/site',
};
const told = { repository: { name: 'other', owner: { login: 'acme' } } };
const SITE = { owner: 'acme', name: 'site' };
const OTHER = { owner: 'acme', name: 'other' };

test.each<readonly [string, Partial<Workflow>, object]>([
  ['nothing at all', { eventName: undefined }, { event: undefined, about: undefined, repository: SITE }],
  [
    'another server',
    { serverUrl: 'http://ghe.test/x' },
    { runUrl: 'http://ghe.test/acme/site/actions/runs/42' },
  ],
  ['a server that is none of the web', { serverUrl: 'ftp://ghe.test' }, { runUrl: undefined }],
  ['a server that is no address', { serverUrl: 'ghe' }, { runUrl: undefined }],
  ['no server', { serverUrl: '' }, { runUrl: 'https://github.com/acme/site/actions/runs/42' }],
  ['a run of no number', { runId: 0 }, { runUrl: undefined }],
  ['a run of a negative number', { runId: -1 }, { runUrl: undefined }],
  ['a run of a broken number', { runId: 1.5 }, { runUrl: undefined }],
  ['a run of the first number', { runId: 1 }, { runUrl: 'https://github.com/acme/site/actions/runs/1' }],
  ['a run in words', { runId: 'forty-two' }, { runUrl: undefined }],
  ['a repository of the payload', { repository: undefined, payload: told }, { repository: OTHER }],
  ['a repository told by halves', { repository: 'acme', payload: told }, { repository: OTHER }],
  ['a repository told by the other half', { repository: '/site', payload: told }, { repository: OTHER }],
  ['no repository', { repository: undefined }, { repository: undefined, runUrl: undefined }],
  [
    'a repository without a name',
    { repository: undefined, payload: { repository: { owner: { login: 'a' } } } },
    { repository: undefined },
  ],
  [
    'a repository without an owner',
    { repository: undefined, payload: { repository: { name: 'a' } } },
    { repository: undefined },
  ],
  [
    'a repository with dots',
    { repository: 'acme/.github' },
    { repository: { owner: 'acme', name: '.github' } },
  ],
  ['a repository of two dots', { repository: 'acme/..' }, { repository: undefined }],
  ['a ref of a tag', { ref: 'refs/tags/v1' }, { ref: 'v1' }],
  ['a ref with another inside', { ref: 'x/refs/heads/main' }, { ref: 'x/refs/heads/main' }],
  ['a name of any length', { actor: 'a'.repeat(501) }, { actor: 'a'.repeat(500) }],
  [
    'an actor of the payload',
    { actor: undefined, payload: { sender: { login: 'hubot' } } },
    { actor: 'hubot' },
  ],
  [
    'a pull request by its number',
    { eventName: 'pull_request', payload: { number: 7 } },
    { event: 'pull_request', about: '7', url: 'https://github.com/acme/site/pull/7' },
  ],
  [
    'a pull request by the number within',
    { eventName: 'pull_request', payload: { pull_request: { number: 8 } } },
    { about: '8', url: 'https://github.com/acme/site/pull/8' },
  ],
  ['a pull request without a number', { eventName: 'pull_request' }, { about: undefined, url: undefined }],
  [
    'a pull request without a repository',
    { eventName: 'pull_request', repository: undefined, payload: { number: 7 } },
    { about: '7', url: undefined },
  ],
  ['a pull request whose base is unknown', { eventName: 'pull_request' }, { secretsWithheld: undefined }],
  ['Dependabot by hand', { actor: 'dependabot[bot]' }, { secretsWithheld: undefined }],
  [
    'a push of Dependabot',
    { eventName: 'push', actor: 'dependabot[bot]' },
    { secretsWithheld: 'dependabot' },
  ],
])('%s', (_, change, expected) => {
  const trigger: object = readTrigger(
    variablesOf({ ...CONTEXT, ...change }),
    { ...CONTEXT, ...change }.payload,
  );
  for (const [name, value] of Object.entries(expected))
    expect([name, Object.entries(trigger).find(([key]) => key === name)?.[1]]).toStrictEqual([name, value]);
});
