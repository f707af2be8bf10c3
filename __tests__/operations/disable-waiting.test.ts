import { describe, expect, test } from '@jest/globals';
import { demanding, refusal, run, through } from './support/run.ts';
import type { Scene } from './support/run.ts';

const open = {
  dial: () => Promise.resolve({ kind: 'http', status: 200, headers: {}, body: 'hello' } as const),
};
const zone = { operation: 'disable', level: 'zone', origin: '192.0.2.7' };
const host = { ...zone, level: 'hostname', hostnames: 'www.example.com', mode: 'off' };
const hosts = { ...host, hostnames: 'www.example.com,api.example.com' };

/** Cloudflare takes the change and never shows it: what was read once is read for ever. */
function never(): NonNullable<Scene['instead']> {
  const bodies = new Map<string, string>();
  return (request, box) => {
    if (request.method !== 'GET') return undefined;
    const answer = through(box, request);
    const body = bodies.get(request.url) ?? answer.body;
    bodies.set(request.url, body);
    return { ...answer, body };
  };
}

describe('what it waits for is told', () => {
  test.each<readonly [string, Scene['inputs'], string]>([
    ['the switch', zone, 'waiting for the switch of the zone to be off: still on ('],
    ['a hostname', host, 'waiting for www.example.com to follow: 0 of 1 done ('],
    ['hostnames', hosts, 'waiting for 2 hostnames to follow: 0 of 2 done ('],
    ['a withdrawal', { ...host, mode: 'withdraw' }, 'waiting for www.example.com to follow: 0 of 1 done ('],
  ])('%s', async (_, inputs, what) => {
    const ended = await run({
      inputs,
      prepare: (box, ids) => box.model.associate(box.zone, 'api.example.com', ids.two, true),
      instead: never(),
      parts: open,
    });
    expect(ended.stage.stdout()).toContain(what);
    expect(ended.report).toMatchObject({
      reason: 'ACTIVATION_TIMED_OUT',
      failure: {
        happened: 'Cloudflare accepted the change, but did not show it within `activation-timeout`.',
        remedy: 'Run again: it continues from what Cloudflare shows then.',
      },
    });
  });
});

test('where going back is never shown either, both are told', async () => {
  const off = '{"success":true,"errors":[],"messages":[],"result":{"enabled":false}}';
  let wrote = false;
  const ended = await run({
    inputs: { ...zone, 'probe-urls': 'https://api.example.com/', 'activation-timeout': '5m' },
    site: demanding(({ zone: { enabled }, model }) => enabled.at(model.now()) !== true),
    instead: ({ method, url }) => {
      wrote ||= method === 'PUT';
      if (!wrote || method !== 'GET' || !url.endsWith('_auth/settings')) return undefined;
      return { status: 200, headers: {}, body: off };
    },
    parts: open,
  });
  expect(ended.stage.stdout()).toContain('waiting for the switch of the zone to be on: still off (');
  expect(ended.report).toMatchObject({
    reason: 'ROLLBACK_FAILED',
    failure: {
      happened: expect.stringContaining(
        'Restoring the previous state failed as well. Cloudflare accepted the change,',
      ),
    },
  });
});

describe('what is not asked for', () => {
  test('a hostname that is off already is not among those that are changed', async () => {
    const ended = await run({
      inputs: hosts,
      prepare: (box, ids) => box.model.associate(box.zone, 'api.example.com', ids.two, false),
      parts: open,
    });
    expect(ended.report['hostnames']).toEqual(['www.example.com']);
  });

  test('of one hostname whose change is refused nobody asks whether a part was applied', async () => {
    const ended = await run({
      inputs: host,
      instead: ({ method }) => (method === 'PUT' ? refusal(403, 10_000, 'no') : undefined),
      parts: open,
    });
    expect(JSON.stringify(ended.report['calls'])).not.toContain('/hostnames/{hostname}');
  });
});

describe('before anything is seen', () => {
  test('each address of the origin is asked under the name of each hostname, and told as such', async () => {
    const ended = await run({ inputs: { ...hosts, mode: 'withdraw' }, parts: open });
    const { evidence } = ended.report as unknown as { evidence: readonly { to: string }[] };
    expect(evidence.map(({ to }) => to).toSorted()).toEqual([
      'api.example.com@192.0.2.7:443',
      'www.example.com@192.0.2.7:443',
    ]);
  });

  test('what would apply afterwards is asked for only where it may come to that', async () => {
    const calls = async (inputs: Scene['inputs']): Promise<string> =>
      JSON.stringify((await run({ inputs, parts: open })).report['calls']);
    expect(await calls(host)).not.toContain('/settings/tls_client_auth');
    const ofZone = await calls(zone);
    expect(ofZone).toContain('/settings/tls_client_auth');
    expect(ofZone).not.toContain('/origin_tls_client_auth":');
    const withdrawn = await calls({ ...host, mode: 'withdraw' });
    expect(withdrawn).toContain('/origin_tls_client_auth":');
  });

  test.each([
    ['a token that may not read whether the shared certificate is shown', refusal(403, 9109, 'no')],
    ['a value nobody knows', { status: 200, headers: {}, body: '{"success":true,"result":{"value":"odd"}}' }],
  ])('%s: nothing is said to be shown', async (_, answer) => {
    const ended = await run({
      inputs: { ...host, mode: 'withdraw' },
      prepare: (box) => box.model.setEnabled(box.zone, false),
      instead: ({ url }) => (url.endsWith('/settings/tls_client_auth') ? answer : undefined),
      parts: open,
    });
    expect(ended.report['sentence']).toContain('and no client certificate is sent.');
  });
});
