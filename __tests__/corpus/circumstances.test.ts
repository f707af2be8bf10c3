import { describe, expect, test } from '@jest/globals';
import { FileUnset } from '../../src/secrecy/environment.ts';
import { NOW } from '../certificate/support/certificates.ts';
import { pkcs8 } from '../certificate/support/keys.ts';
import { EDGE, createBox } from '../main/support/box.ts';
import type { StageParts } from '../main/support/fake-stage.ts';
import { leafOf, pairOf, rotationInputs, TOKEN } from '../main/support/material.ts';
import { flawsOf, leaksOf, play } from '../main/support/play.ts';
import type { Played } from '../main/support/play.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { CIRCUMSTANCES } from './circumstances.ts';
import type { CircumstanceName } from './circumstances.ts';

const live = leafOf('live');
const fresh = leafOf('fresh');
const inputs = rotationInputs(fresh);
const PROXY_PASSWORD = 'Zq8-wiregate-77xP';

type Check = (played: Played) => void;

async function over(
  parts: Partial<StageParts>,
  check: Check,
  prepare: (box: ReturnType<typeof createBox>) => void = () => undefined,
): Promise<void> {
  const time = new VirtualTime(NOW);
  const box = createBox(time, TOKEN, {
    site: ({ url }) =>
      url.includes('redirecting')
        ? { status: 302, headers: { ...EDGE, location: 'https://login.example.net/' }, body: '' }
        : { status: 200, headers: EDGE, body: 'hello' },
  });
  box.model.install(box.zone, 'zone', pairOf(live));
  box.model.setEnabled(box.zone, true);
  prepare(box);
  const played = await play({ inputs, time, http: box.http, ...parts });
  expect(leaksOf(played, { keys: [fresh.keys.privateKey], texts: [TOKEN, PROXY_PASSWORD] })).toEqual([]);
  check(played);
}

const stops =
  (...says: readonly string[]): Check =>
  (played) => {
    expect(flawsOf(played)).toEqual([]);
    expect(played.failed).toBe(true);
    expect(played.mutations).toEqual([]);
    for (const part of says) expect(played.annotated('error').join('\n')).toContain(part);
  };
const rotates: Check = (played) => {
  expect(flawsOf(played)).toEqual([]);
  expect(played.outputs['result']).toBe('rotated');
};
/** The run goes on, and its outputs are lost with a warning. */
const warns: Check = (played) => {
  expect(played.failed).toBe(false);
  expect(played.mutations.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  const warnings = played.annotated('warning').join('\n');
  expect(warnings).toContain('The output file');
  expect(warnings).toContain('The job summary');
};
const system = (code: string): Error => Object.assign(new Error(`${code}: /a/path`), { code });

const TESTS: Readonly<Record<CircumstanceName, () => Promise<void>>> = {
  'the certificate that is live already': () =>
    over({ inputs: rotationInputs(live) }, (played) => {
      expect(flawsOf(played)).toEqual([]);
      expect(played.failed).toBe(false);
      expect(played.mutations).toEqual([]);
      expect(played.outputs['result']).toBe('unchanged');
    }),
  'the same key in a new certificate': () =>
    over({ inputs: rotationInputs(leafOf('renewed', { keys: live.keys })) }, rotates),
  'a private key pasted as certificate': () =>
    over({ inputs: { ...inputs, certificate: pkcs8(fresh.keys) } }, (played) => {
      stops('`certificate` holds a private key')(played);
      expect(played.stage.happened[0]?.kind).toBe('mask');
      expect(played.requests).toEqual([]);
    }),
  'a zone of an unknown name': () =>
    over({ inputs: { ...inputs, zone: 'example.org' } }, stops('sees no zone named example.org')),
  'a zone name that two accounts have': () =>
    over({}, stops('sees 2 zones named example.com', 'Give the zone id'), ({ model }) => {
      model.addZone({ name: 'example.com', account: { id: 'b'.repeat(32), name: 'Another account' } });
    }),
  'a probe that redirects': () =>
    over({ inputs: { ...inputs, 'probe-urls': 'https://redirecting.example.com/' } }, (played) => {
      stops('https://redirecting.example.com/ proves nothing')(played);
      expect(played.requests.filter(({ url }) => url.includes('login'))).toEqual([]);
    }),
  'an output file that is not set': () =>
    over({ fileFault: new FileUnset('GITHUB_OUTPUT is not set') }, warns),
  'an output file that is a directory': () => over({ fileFault: system('EISDIR') }, warns),
  'an output file that is read-only': () => over({ fileFault: system('EACCES') }, warns),
  'RUNNER_DEBUG=1': () => over({ env: { RUNNER_DEBUG: '1', ACTIONS_STEP_DEBUG: 'true' } }, rotates),
  'a proxy with credentials': () =>
    over({ env: { HTTPS_PROXY: `http://robot:${PROXY_PASSWORD}@proxy.example.net:3128` } }, (played) => {
      rotates(played);
      const masks = played.view.commandsExecuted.filter(({ name }) => name === 'add-mask');
      expect(masks.map(({ data }) => data)).toContain(PROXY_PASSWORD);
      expect(played.stage.env['HTTPS_PROXY']).toContain(PROXY_PASSWORD);
    }),
  'NODE_TLS_REJECT_UNAUTHORIZED=0': () =>
    over({ env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } }, (played) => {
      stops('NODE_TLS_REJECT_UNAUTHORIZED')(played);
      expect(played.requests).toEqual([]);
    }),
  'variables of other tools': () =>
    over({ env: { CLOUDFLARE_API_TOKEN: 'x', CLOUDFLARE_EMAIL: 'me@example.com' } }, rotates),
  'a pull request from a fork, without secrets': () => {
    const payload = {
      pull_request: {
        head: { repo: { full_name: 'them/site' } },
        base: { repo: { full_name: 'acme/site' } },
      },
    };
    return over(
      {
        inputs: { ...inputs, 'api-token': '', certificate: '', 'private-key': '' },
        context: { eventName: 'pull_request', payload },
      },
      stops('GitHub gives no secrets to a pull request from a fork'),
    );
  },
};

describe('around the inputs, through the entry', () => {
  test.each(CIRCUMSTANCES)('%s', async (name) => {
    expect.hasAssertions();
    await TESTS[name]();
  });
});
