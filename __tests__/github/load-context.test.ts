import { expect, test } from '@jest/globals';
import { loadContext } from '../../src/github/load-context.ts';

test('the real context is read, and nothing beside what is needed', async () => {
  const context = await loadContext();
  expect(Object.keys(context ?? {}).toSorted()).toEqual([
    'actor', 'eventName', 'payload', 'ref', 'repo', 'runId', 'serverUrl', 'sha', 'workflow',
  ]);
}); // prettier-ignore

test('a repository that cannot be told is left out', async () => {
  const context = {
    eventName: 'push',
    get repo(): unknown {
      throw new Error('context.repo requires GITHUB_REPOSITORY');
    },
  };
  expect(await loadContext(async () => ({ context }))).toMatchObject({ eventName: 'push', repo: undefined });
});

test('an event file that is not JSON leaves no context', async () => {
  expect(
    await loadContext(() => Promise.reject(new SyntaxError('Unexpected end of JSON input'))),
  ).toBeUndefined();
});
