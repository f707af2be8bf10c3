import { describe, expect, test } from '@jest/globals';
import { readContext } from '../../src/github/context.ts';
import { readTrigger } from '../../src/github/trigger.ts';

const ENV = {
  GITHUB_ACTOR: 'octocat',
  GITHUB_EVENT_NAME: 'release',
  GITHUB_EVENT_PATH: '/home/runner/event.json',
  GITHUB_REF: 'refs/tags/v1',
  GITHUB_REPOSITORY: 'acme/site',
  GITHUB_RUN_ID: '42',
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_SHA: 'c0ffee',
  GITHUB_WORKFLOW: 'Rotate',
};
const EVENT = '{"release":{"tag_name":"v1","prerelease":false}}';

describe('the context of a workflow', () => {
  test('is read from the variables of the runner and the file of the event', () => {
    const paths: string[] = [];
    const context = readContext(ENV, (path) => {
      paths.push(path);
      return EVENT;
    });
    expect(paths).toEqual(['/home/runner/event.json']);
    expect(readTrigger(context)).toEqual({
      kind: 'release',
      tag: 'v1',
      url: 'https://github.example/acme/site/releases/tag/v1',
      prerelease: false,
      actor: 'octocat',
      ref: 'v1',
      workflow: 'Rotate',
      repository: { owner: 'acme', name: 'site' },
      runUrl: 'https://github.example/acme/site/actions/runs/42',
      secretsWithheld: undefined,
    });
    expect(context.sha).toBe('c0ffee');
  });

  test.each([
    ['cannot be read', undefined],
    ['is not JSON', '{"release":'],
    ['is no object', 'null'],
  ])('of an event whose file %s has all that the variables tell', (_, text) => {
    const trigger = readTrigger(readContext(ENV, () => text));
    expect(trigger).toMatchObject({ kind: 'release', tag: undefined, actor: 'octocat', workflow: 'Rotate' });
  });

  test.each([
    ['no variable at all', {}],
    ['variables that are empty', Object.fromEntries(Object.keys(ENV).map((name) => [name, '']))],
  ])('is empty with %s, and no file is asked for', (_, env) => {
    const asked = (): never => {
      throw new Error('no file is to be read');
    };
    expect(readTrigger(readContext(env, asked))).toEqual({
      kind: 'none',
      actor: undefined,
      ref: undefined,
      workflow: undefined,
      repository: undefined,
      runUrl: undefined,
      secretsWithheld: undefined,
    });
  });
});
