import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readTrigger, withheldSentence } from '../../src/github/trigger.ts';
import { triggerLine } from '../../src/report/trigger-line.ts';
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
const triggerOf = (one: Workflow) => readTrigger(variablesOf(one), one.payload);
const RUN = '([this run](https://github.com/acme/site/actions/runs/42))';

function context(eventName: string, payload: unknown, rest: Partial<Workflow> = {}): Workflow {
  return { ...CONTEXT, eventName, payload, ...rest };
}

function pull(head: unknown): unknown {
  return { number: 5, pull_request: { number: 5, head: { repo: head }, base: { repo: { full_name: 'acme/site' } } } };
} // prettier-ignore

describe('what started the run', () => {
  test.each([
    [
      'a release with its tag',
      context('release', { release: { tag_name: 'v1.4.0' } }),
      `Started by release [\`v1.4.0\`](https://github.com/acme/site/releases/tag/v1.4.0), published by \`octocat\` ${RUN}.`,
    ],
    [
      'a pre-release whose tag has odd marks',
      context('release', { release: { tag_name: "a/b (c)_'", prerelease: true } }),
      `Started by pre-release [\`a/b (c)_'\`](https://github.com/acme/site/releases/tag/a/b%20%28c%29%5F%27), published by \`octocat\` ${RUN}.`,
    ],
    [
      'a tag that would climb out of its folder, without a link',
      context('release', { release: { tag_name: '../../evil' } }),
      `Started by release \`../../evil\`, published by \`octocat\` ${RUN}.`,
    ],
    ['a release of which nothing is known', context('release', null, { actor: '' }), `Started by release ${RUN}.`],
    ['a person', CONTEXT, `Started by hand, by \`octocat\` on \`main\` ${RUN}.`],
    ['somebody', context('workflow_dispatch', {}, { actor: '', ref: '' }), `Started by hand ${RUN}.`],
    ['a schedule', context('schedule', { schedule: '0 5 * * 1' }), `Started by schedule \`0 5 * * 1\` on \`main\` ${RUN}.`],
    ['a schedule without a time', context('schedule', {}, { ref: '' }), `Started by schedule ${RUN}.`],
    ['a repository dispatch', context('repository_dispatch', { action: 'rotate' }), `Started by repository dispatch \`rotate\`, sent by \`octocat\` ${RUN}.`],
    ['a bare repository dispatch', context('repository_dispatch', [], { actor: undefined }), `Started by repository dispatch ${RUN}.`],
    ['another workflow', context('workflow_call', {}), `Started by another workflow, run by \`octocat\` ${RUN}.`],
    ['another workflow, by nobody', context('workflow_call', {}, { actor: ' ' }), `Started by another workflow ${RUN}.`],
    ['the end of a run', context('workflow_run', { workflow_run: { name: 'CI' } }), `Started by the end of a workflow run of \`CI\` ${RUN}.`],
    ['the end of some run', context('workflow_run', 'x'), `Started by the end of a workflow run ${RUN}.`],
    ['a push', context('push', {}), `Started by a push of \`ffac537e6cbb\` by \`octocat\` on \`main\` ${RUN}.`],
    ['a push of nothing known', context('push', {}, { sha: '' }), `Started by a push by \`octocat\` on \`main\` ${RUN}.`],
    ['a pull request', context('pull_request', pull({ full_name: 'acme/site' })), `Started by pull request [no. 5](https://github.com/acme/site/pull/5) by \`octocat\` ${RUN}.`],
    ['a pull request without number', context('pull_request_target', {}), `Started by pull request by \`octocat\` ${RUN}.`],
    ['another event', context('issue_comment', {}), `Started by event \`issue_comment\` by \`octocat\` ${RUN}.`],
    ['nothing', { ...CONTEXT, eventName: undefined }, ''],
    ['no context', {}, ''],
  ])('%s', (_, given, line) => expect(triggerLine(triggerOf(given))).toBe(line)); // prettier-ignore
});

describe('secrets', () => {
  const dependabot = { actor: 'dependabot[bot]' };
  test.each([
    ['are kept from a fork', context('pull_request', pull({ full_name: 'eve/site' })), 'fork'],
    ['are kept from the review of a fork', context('pull_request_review', pull({ full_name: 'eve/site' })), 'fork'],
    ['are kept from a fork that is gone', context('pull_request', pull(null)), 'fork'],
    ['are kept from Dependabot', context('push', {}, dependabot), 'dependabot'],
    ['are kept from a pull request of Dependabot', context('pull_request', pull({ full_name: 'acme/site' }), dependabot), 'dependabot'],
    ['are given to the own repository', context('pull_request', pull({ full_name: 'acme/site' })), undefined],
    ['are given to a target event', context('pull_request_target', pull({ full_name: 'eve/site' })), undefined],
    ['are given where the payload says nothing', context('pull_request', {}), undefined],
    ['are given to a person', CONTEXT, undefined],
  ])('%s', (_, given, why) => {
    const trigger = triggerOf(given);
    expect(trigger.secretsWithheld).toBe(why);
    expect(withheldSentence(trigger) !== undefined).toBe(why !== undefined);
    expect(triggerLine(trigger).includes('GitHub gives')).toBe(why !== undefined);
  }); // prettier-ignore
});

describe('the place', () => {
  test('falls back to the payload', () => {
    const payload = { repository: { owner: { login: 'acme' }, name: 'site' }, sender: { login: 'mona' } };
    const trigger = triggerOf(context('push', payload, { repository: undefined, actor: undefined, serverUrl: undefined }));
    expect(trigger).toMatchObject({ actor: 'mona', runUrl: 'https://github.com/acme/site/actions/runs/42' });
  }); // prettier-ignore

  test.each([
    ['an Enterprise server', { serverUrl: 'https://ghe.example:8443/' }, 'https://ghe.example:8443/acme/site/actions/runs/42'],
    ['no web server', { serverUrl: 'javascript:alert(1)' }, undefined],
    ['no address', { serverUrl: 'x' }, undefined],
    ['an odd repository', { repository: 'a b/c' }, undefined],
    ['a repository of dots', { repository: '../c' }, undefined],
    ['no repository', { repository: undefined }, undefined],
    ['no run', { runId: Number.NaN }, undefined],
  ])('%s', (_, rest, url) => expect(triggerOf({ ...CONTEXT, ...rest }).runUrl).toBe(url)); // prettier-ignore
});

test('whatever the context holds, reading it never throws and every text has something in it', () => {
  const property =
    fc.property(
      fc.record({ eventName: fc.constantFrom('release', 'push', 'pull_request', 'schedule', 'x'), payload: fc.anything(), actor: fc.string(), ref: fc.string(), sha: fc.string(), runId: fc.string(), serverUrl: fc.string(), repository: fc.string() }),
      (given) => !Object.values(triggerOf(given)).includes(''),
    );
  expect(() => fc.assert(property)).not.toThrow();
}); // prettier-ignore
