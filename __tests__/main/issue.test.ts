import { describe, expect, test } from '@jest/globals';
import type { IssueClient } from '../../src/github/issue-client.ts';
import type { Workflow } from '../github/workflow.ts';
import type { HttpAnswer } from '../../src/outside.ts';
import { leafOf, rotationInputs, TOKEN } from './support/material.ts';
import { NOW } from '../certificate/support/certificates.ts';
import { play } from './support/play.ts';
import type { Played } from './support/play.ts';
import { before, inputs, rotation } from './support/rotation.ts';

const DAY = 86_400_000;
const ISSUE_INPUTS = { 'open-issue': 'true', 'github-token': 'ghs_8fQ2vXwZ0pLr5TnB7' };
const context: Workflow = {
  eventName: 'schedule',
  repository: 'acme/site',
  runId: 7,
  serverUrl: 'https://github.com',
};

/** One repository's issues; records what was asked of them. */
function repository(
  fault?: Error,
  home = 'https://github.com/acme/site/issues/',
): {
  readonly issues: () => Promise<IssueClient>;
  readonly all: { number: number; title: string; body: string; state: string }[];
} {
  const all: { number: number; title: string; body: string; state: string }[] = [];
  const answer = <T>(value: T): Promise<T> =>
    fault === undefined ? Promise.resolve(value) : Promise.reject(fault);
  const shown = (one: { readonly number: number }): object => ({
    ...one,
    user: { type: 'Bot' },
    html_url: `${home}${one.number}`,
  });
  const client: IssueClient = {
    list: (state) => answer(all.filter((issue) => issue.state === state).map(shown)),
    create: (issue) => {
      all.push({ number: all.length + 1, state: 'open', ...issue });
      return answer(all.slice(-1).map(shown)[0]);
    },
    update: (number, change) => answer(Object.assign(all.find((one) => one.number === number) ?? {}, change)),
    comment: () => answer({}),
    self: () => answer({}),
  };
  return { issues: () => Promise.resolve(client), all };
}

const run = async (
  more: Readonly<Record<string, string>>,
  around: Parameters<typeof rotation>[0] = {},
): Promise<Played> => {
  const all = { ...inputs, ...ISSUE_INPUTS, ...more };
  return (await rotation({ inputs: all, context, ...around })).played;
};

describe('the one issue', () => {
  test('is opened when a rotation fails, updated when it fails again, and closed when it succeeds', async () => {
    const github = repository();
    const failing = { zone: 'example.org' };
    const first = await run(failing, { issues: github.issues });
    expect(first.stage.stdout()).toContain('Issue no. 1 was opened.');
    expect(github.all[0]?.body).toContain('The token sees no zone named example.org.');
    expect(first.outputs['issue-url']).toBe('https://github.com/acme/site/issues/1');
    const second = await run(failing, { issues: github.issues });
    expect(second.stage.stdout()).toContain('Issue no. 1 was updated.');
    expect(github.all).toHaveLength(1);
  });

  test('is opened for a certificate that is due, closed once it is renewed, and opened again', async () => {
    const github = repository();
    const old = leafOf('soon over', { to: NOW + 12 * DAY });
    const due = { ...rotationInputs(old), ...ISSUE_INPUTS };
    const dueRun = (): Promise<Played> => run(due, { issues: github.issues });
    expect((await dueRun()).outputs['result']).toBe('rotated');
    expect(github.all[0]).toMatchObject({ state: 'open' });
    expect(github.all[0]?.body).toContain('2026-12-05');
    const renewed = await run({}, { issues: github.issues });
    expect(renewed.stage.stdout()).toContain('Issue no. 1 was closed.');
    expect((await dueRun()).stage.stdout()).toContain('Issue no. 1 was reopened.');
    expect(github.all.map(({ state }) => state)).toEqual(['open']);
  });

  test('has no address where what GitHub says is none of a page', async () => {
    const github = repository(undefined, 'javascript:alert');
    const { outputs, stage } = await run({ zone: 'example.org' }, { issues: github.issues });
    expect(stage.stdout()).toContain('Issue no. 1 was opened.');
    expect(outputs['issue-url']).toBe('');
  });

  test('is not touched while all is well', async () => {
    const github = repository();
    const played = await run({}, { issues: github.issues });
    expect(github.all).toEqual([]);
    expect(played.stage.stdout()).not.toContain('Issue no.');
  });

  test('is not touched by a dry run', async () => {
    const github = repository();
    await run({ 'dry-run': 'true', zone: 'example.org' }, { issues: github.issues });
    expect(github.all).toEqual([]);
  });

  test('hears also of inputs that are wrong', async () => {
    const github = repository();
    const played = await play({
      inputs: { ...inputs, ...ISSUE_INPUTS, zone: 'https://x' },
      context,
      issues: github.issues,
    });
    expect(played.failed).toBe(true);
    expect(github.all[0]?.body).toContain('begins with a scheme');
  });

  test('stays open while the rotation that could not begin has not succeeded', async () => {
    const github = repository();
    const other = { level: 'hostname', hostnames: 'www.example.com' };
    await run({ ...other, certificate: 'no PEM' }, { issues: github.issues });
    expect(github.all[0]?.body).toContain('Failed: `example.com` (`www.example.com`)');
    await run({}, { issues: github.issues });
    expect(github.all[0]?.state).toBe('open');
    await run(other, { issues: github.issues });
    expect(github.all[0]?.state).toBe('closed');
  });

  test('of a run whose inputs do not say what it was for stays open until its workflow has a result', async () => {
    const github = repository();
    const by = (workflow: string): Partial<Parameters<typeof rotation>[0]> => ({
      issues: github.issues,
      context: { ...context, workflow },
    });
    await run({ zone: 'https://x' }, by('Rotate'));
    expect(github.all[0]?.body).toContain('Failed: workflow Rotate');
    await run({}, by('Another'));
    expect(github.all[0]?.state).toBe('open');
    await run({}, by('Rotate'));
    expect(github.all[0]?.state).toBe('closed');
  });

  test('never holds a secret', async () => {
    const github = repository();
    const pem = String(before.keys.privateKey.export({ format: 'pem', type: 'pkcs8' }));
    await play({
      inputs: { ...inputs, ...ISSUE_INPUTS, zone: pem },
      context,
      issues: github.issues,
    });
    const told = JSON.stringify(github.all);
    expect(told).toContain('`zone`');
    for (const line of pem.split('\n').filter((one) => one.length > 20 && !one.includes('-'))) {
      expect(told).not.toContain(line);
    }
  });

  test('still knows of the others where a problem quoted a piece of a secret', async () => {
    const github = repository();
    const other = { level: 'hostname', hostnames: 'www.example.com', certificate: 'no PEM' };
    await run(other, { issues: github.issues });
    const piece = TOKEN.slice(3, 25);
    const errors = [{ code: 9999, message: `${piece} is no good` }];
    const body = JSON.stringify({ success: false, errors, messages: [], result: null });
    const http = (): Promise<HttpAnswer> => Promise.resolve({ status: 403, headers: {}, body });
    await run({}, { issues: github.issues, http });
    expect(github.all[0]?.body).toContain('code 9999');
    expect(github.all[0]?.body).not.toContain(piece);
    await run({}, { issues: github.issues });
    expect(github.all).toMatchObject([{ state: 'open' }]);
  });

  test.each([
    ['without permission', 403, 'Add the line "issues: write" under the job'],
    ['with a token that is no longer valid', 401, 'does not accept the token'],
    ['where issues are switched off', 410, 'switched off in this repository'],
    ['where GitHub has a bad day', 502, 'status 502'],
  ])('is a warning, and no failure, %s', async (_, status, words) => {
    const github = repository(Object.assign(new Error('secret words of GitHub'), { status }));
    const played = await run({ zone: 'example.org' }, { issues: github.issues });
    expect(played.annotated('warning').join('\n')).toContain(words);
    expect(played.stage.stdout()).not.toContain('secret words');
    const well = await run({}, { issues: github.issues });
    expect(well.failed).toBe(false);
  });

  test('is a warning where its client cannot be loaded', async () => {
    const played = await run({}, {});
    expect(played.failed).toBe(false);
    expect(played.annotated('warning').join('\n')).toContain('its client could not be loaded');
  });

  test('is a warning where the run does not know its repository', async () => {
    const played = await run({}, { context: {}, issues: repository().issues });
    expect(played.failed).toBe(false);
    expect(played.annotated('warning').join('\n')).toContain('does not know its repository');
  });
});
