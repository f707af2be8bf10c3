import { describe, expect, test } from '@jest/globals';
import { withPatience } from '../../../src/issue/signers/open-signer.ts';
import { askServer, isToken, quoted } from '../../../src/issue/signers/signing-server.ts';
import type { Server, ServerWorld } from '../../../src/issue/signers/signing-server.ts';
import { TransportError } from '../../../src/outside.ts';
import type { Http, HttpAnswer, TransportFault } from '../../../src/outside.ts';
import { VirtualTime } from '../../simulation/virtual-time.ts';
import { failureOf, worldOf } from './support.ts';

const ask = {
  method: 'POST',
  url: 'https://vault.test/v1/x',
  headers: { 'x-vault-token': 'hvs.a' },
} as const;
const vault = (world: ServerWorld, http: Http): Server => ({ ...world, http, name: 'Vault' });
const answer = (status: number, body = '{}'): HttpAnswer => ({ status, headers: {}, body });

/** A server that answers in turn, and for ever as at last. */
function serverOf(...answers: readonly (HttpAnswer | TransportFault['reason'])[]): {
  readonly http: Http;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const http: Http = ({ url }) => {
    const next = answers[Math.min(asked.push(url), answers.length) - 1] ?? 'reset';
    return typeof next === 'string'
      ? Promise.reject(new TransportError({ reason: next, sent: 'perhaps' }))
      : Promise.resolve(next);
  };
  return { http, asked };
}

describe('a server that signs', () => {
  test.each<[TransportFault['reason'], number, string, string]>([
    ['dns', 3, 'was not found', '`address`'],
    ['refused', 3, 'refused the connection', '`address`'],
    ['tls', 3, 'TLS handshake failed', '`server-ca`'],
    ['reset', 3, 'reset the connection', '`address`'],
    ['timeout', 3, 'did not answer within half a minute', '`address`'],
    ['cut', 3, 'stopped in the middle', '`address`'],
    ['too-large', 3, 'sent more than a signer would', "the signer's"],
    ['not-utf8', 3, 'not text', "the signer's"],
    ['untrusted', 1, 'not trusted here', '`server-ca`'],
    ['ca-file', 1, 'NODE_EXTRA_CA_CERTS cannot be read', '`server-ca`'],
    ['other-name', 1, 'for another name', 'name in `address`'],
    ['out-of-date', 1, 'expired or is not valid yet', 'Renew it'],
    ['proxy-login', 1, 'proxy wants a login', 'HTTPS_PROXY'],
    ['proxy-refused', 1, 'proxy refused', 'NO_PROXY'],
    ['proxy-failed', 3, 'proxy could not connect', 'HTTPS_PROXY'],
  ])('and fails by %s is asked as often as helps: %i', async (reason, times, happened, remedy) => {
    const { http, asked } = serverOf(reason);
    const error = await failureOf(askServer(vault(worldOf({}), http), () => ask));
    expect(error.happened).toContain(happened);
    expect(error.remedy).toContain(remedy);
    expect(asked).toHaveLength(times);
  });

  test.each([408, 412, 425, 429, 500, 502, 503, 504])(
    'and answers %i for a moment is asked again',
    async (status) => {
      const { http, asked } = serverOf(answer(status), answer(200));
      const world = worldOf({});
      expect((await askServer(vault(world, http), () => ask)).status).toBe(200);
      expect(asked).toHaveLength(2);
      expect(world.waits).toEqual([2000]);
    },
  );

  test.each([301, 302, 303, 307, 308])('and answers with a redirect (%i) is not followed', async (status) => {
    const { http, asked } = serverOf({ ...answer(status), headers: { location: 'https://elsewhere.test/' } });
    const error = await failureOf(askServer(vault(worldOf({}), http), () => ask));
    expect(error.happened).toContain(`redirect (HTTP ${status})`);
    expect(asked).toEqual([ask.url]);
  });

  test('is not asked again once the job was cancelled, whatever broke', async () => {
    const stop = new AbortController();
    const { http, asked } = serverOf('reset');
    const cancelled: Http = (request) => {
      stop.abort();
      return http(request);
    };
    const error = await failureOf(askServer(vault(worldOf({}, stop.signal), cancelled), () => ask));
    expect(error.happened).toContain('the job was cancelled');
    expect(asked).toHaveLength(1);
  });
});

test('a signer that always needs one more answer is waited for two minutes', async () => {
  const time = new VirtualTime(0);
  const world: ServerWorld = {
    ...worldOf({}),
    sleep: (milliseconds, signal) => time.sleep(milliseconds, signal),
  };
  const slow: Http = async ({ signal }) => {
    await time.sleep(25_000, signal);
    if (signal?.aborted === true) throw new TransportError({ reason: 'aborted', sent: 'perhaps' });
    return answer(200);
  };
  const signer = withPatience(
    (within) => ({
      name: 'Vault',
      check: async () => {
        for (;;) await askServer(vault(within, slow), () => ask);
      },
      sign: () => Promise.reject(new Error('not asked')),
    }),
    world,
  );
  const failed = failureOf(signer.check());
  await time.pass(119_999);
  const state = { ended: false };
  void failed.then(() => (state.ended = true));
  await time.pass(0);
  expect(state.ended).toBe(false);
  await time.pass(1);
  expect((await failed).happened).toContain('longer than the two minutes');
});

test('text of a server stays between its quotes', () => {
  expect(quoted('role "a" could not be found')).toBe(`"role 'a' could not be found"`);
});

test.each<[string | undefined, boolean]>([
  ['hvs.CAESIJ', true],
  [undefined, false],
  ['', false],
  ['hvs.a\r\nX-Evil: b', false],
  ['two words', false],
  ['hvs.ä', false],
  ['a'.repeat(16_385), false],
])('%j is a token: %s', (text, expected) => {
  expect(isToken(text)).toBe(expected);
});
