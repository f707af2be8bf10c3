import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { requestIdToken, shownClaim } from '../../../src/issue/signers/id-token.ts';
import { TransportError } from '../../../src/outside.ts';
import type { Http } from '../../../src/outside.ts';
import { failureOf, surroundings, worldOf } from './support.ts';
import type { Surroundings } from './support.ts';

let base: Surroundings;
beforeAll(async () => {
  base = await surroundings();
});
afterAll(async () => {
  await base[Symbol.asyncDispose]();
});

test('a token is asked for with its own audience, and masked with the runner’s own', async () => {
  const world = worldOf(base.github.env);
  const { jwt, claims } = await requestIdToken(world, 'https://ca.example/?a=b&c');
  expect(claims).toMatchObject({ aud: 'https://ca.example/?a=b&c', repository_id: '4711' });
  expect(world.masked).toEqual([base.github.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'], jwt]);
});

test.each<[string, Record<string, string>]>([
  ['no address', { ACTIONS_ID_TOKEN_REQUEST_URL: '' }],
  ['no token', { ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }],
  ['a token that is refused', { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'another' }],
])('with %s the line to add is named', async (_, env) => {
  const error = await failureOf(requestIdToken(worldOf({ ...base.github.env, ...env }), 'a'));
  expect(error.code).toBe('SIGNER_FAILED');
  expect(error.remedy).toContain('`id-token: write`');
});

test('an address without TLS gets no token, unless it is this machine', async () => {
  const env = { ...base.github.env, ACTIONS_ID_TOKEN_REQUEST_URL: 'http://github.example/token' };
  const connect = (): Promise<never> => Promise.reject(new Error('not to be asked'));
  const error = await failureOf(requestIdToken({ ...worldOf(env), connect }, 'a'));
  expect(error.happened).toContain('without TLS');
});

const answering = (http: Http) => ({ ...worldOf(base.github.env), connect: () => Promise.resolve(http) });
const plain =
  (status: number, body: string): Http =>
  () =>
    Promise.resolve({ status, headers: {}, body });

test.each<[string, Http, string]>([
  ['without a token', plain(200, '{}'), 'without a token'],
  ['with something that is no JSON', plain(200, '<html>'), 'without a token'],
  ['with a token that says nothing', plain(200, '{"value":"abc"}'), 'without a token'],
  ['with a token of two lines', plain(200, '{"value":"e30.e30.a\\nb"}'), 'without a token'],
  ['with a redirect', plain(302, ''), 'redirect (HTTP 302)'],
  ['503 for ever', plain(503, ''), 'answered HTTP 503'],
  [
    'nothing',
    () => Promise.reject(new TransportError({ reason: 'timeout', sent: 'perhaps' })),
    'did not answer',
  ],
])('an answer %s fails in these words', async (_, http, words) => {
  expect((await failureOf(requestIdToken(answering(http), 'a'))).happened).toContain(words);
});

test('a claim is shown on one line, without commands', () => {
  expect(shownClaim({ sub: 'a\n::error::b' }, 'sub')).toBe('`a : :error: :b`');
  expect(shownClaim({ list: ['a'] }, 'list')).toBe('`["a"]`');
  expect(shownClaim({}, 'sub')).toBe('nothing');
});
