import { describe, expect, test } from '@jest/globals';
import { readTrigger } from '../../src/github/trigger.ts';

const ENV = {
  GITHUB_ACTOR: 'octocat',
  GITHUB_EVENT_NAME: 'release',
  GITHUB_REF: 'refs/tags/v1',
  GITHUB_REPOSITORY: 'acme/site',
  GITHUB_RUN_ID: '42',
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_SHA: 'c0ffee',
  GITHUB_WORKFLOW: 'Rotate',
};
const EVENT = { release: { tag_name: 'v1', prerelease: false } };

describe('the context of a workflow', () => {
  test('is read from the variables of the runner and the payload of the event', () => {
    expect(readTrigger(ENV, EVENT)).toEqual({
      event: 'release',
      about: 'v1',
      url: 'https://github.example/acme/site/releases/tag/v1',
      prerelease: false,
      actor: 'octocat',
      ref: 'v1',
      workflow: 'Rotate',
      repository: { owner: 'acme', name: 'site' },
      runUrl: 'https://github.example/acme/site/actions/runs/42',
      secretsWithheld: undefined,
    });
  });

  test.each([undefined, null])('of an event that is %j has all that the variables tell', (event) => {
    const trigger = readTrigger(ENV, event);
    expect(trigger).toMatchObject({
      event: 'release',
      about: undefined,
      actor: 'octocat',
      workflow: 'Rotate',
    });
  });

  test.each([
    ['no variable at all', {}],
    ['variables that are empty', Object.fromEntries(Object.keys(ENV).map((name) => [name, '']))],
  ])('is empty with %s', (_, env) => {
    expect(readTrigger(env, undefined)).toEqual({
      event: undefined,
      about: undefined,
      url: undefined,
      prerelease: false,
      actor: undefined,
      ref: undefined,
      workflow: undefined,
      repository: undefined,
      runUrl: undefined,
      secretsWithheld: undefined,
    });
  });
});
