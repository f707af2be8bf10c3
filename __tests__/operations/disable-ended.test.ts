import { describe, expect, test } from '@jest/globals';
import type { HttpAnswer } from '../../src/cloudflare/http.ts';
import { EDGE } from '../main/support/box.ts';
import type { Box } from '../main/support/box.ts';
import { demanding, refusal, run, through } from './support/run.ts';
import type { Ended, Scene } from './support/run.ts';

const open = {
  dial: () => Promise.resolve({ kind: 'http', status: 200, headers: {}, body: 'hello' } as const),
};
const zone = { operation: 'disable', level: 'zone', origin: '192.0.2.7' };
const probed = { ...zone, 'probe-urls': 'https://api.example.com/' };
const host = { ...zone, level: 'hostname', hostnames: 'www.example.com', mode: 'off' };
const hosts = { ...host, hostnames: 'www.example.com,api.example.com' };
const zoneIsOff = ({ zone: { enabled }, model }: Box): boolean => enabled.at(model.now()) !== true;
const page = (status: number): HttpAnswer => ({
  status,
  headers: { ...EDGE, 'cf-cache-status': 'DYNAMIC' },
  body: 'x',
});

interface Told {
  readonly outcome: string;
  readonly changed: boolean;
  readonly reason: string;
  readonly sentence: string;
  readonly failure?: Readonly<Record<string, string>>;
}
const told = ({ report }: Ended): Told => {
  const { outcome, changed, reason, sentence, failure } = report as unknown as Told;
  return { outcome, changed, reason, sentence, ...(failure === undefined ? {} : { failure }) };
};
const refused = expect.stringMatching(
  /^After switching off, visitors were refused\. https:\/\/api\.example\.com\/ fails\. Seen from/u,
);

describe('how it ended is told', () => {
  test('done', async () => {
    const ended = await run({ inputs: zone, parts: open });
    expect(told(ended)).toMatchObject({ outcome: 'disabled', changed: true, reason: 'DISABLED' });
    expect(ended.stage.stdout()).toContain('example.com: switched off\n');
  });

  test('withdrawn', async () => {
    const ended = await run({ inputs: { ...host, mode: 'withdraw' }, parts: open });
    expect(ended.stage.stdout()).toContain('example.com: withdrawn\n');
    expect(ended.report['hostnames']).toEqual(['www.example.com']);
  });

  test('planned', async () => {
    expect(told(await run({ inputs: { ...host, 'dry-run': 'true' }, parts: open }))).toEqual({
      outcome: 'planned',
      changed: false,
      reason: 'TO_DISABLE',
      sentence:
        'To be done: No client certificate is sent for www.example.com, even if the zone level is on.',
    });
  });

  test('refused by what was seen', async () => {
    const { sentence, failure } = told(await run({ inputs: zone }));
    expect(failure).toMatchObject({
      code: 'PLAN_REFUSED',
      happened: sentence,
      inForce: 'Nothing was changed.',
      remedy: 'Give every address of the origin in `origin`, or set `accept-unauthenticated: true`.',
    });
  });

  test('refused by Cloudflare', async () => {
    const ended = await run({
      inputs: zone,
      instead: ({ method }) => (method === 'PUT' ? refusal(403, 10_000, 'no') : undefined),
      parts: open,
    });
    expect(told(ended)).toMatchObject({
      changed: false,
      sentence: 'Nothing was switched off.',
      failure: { inForce: 'Nothing was changed.' },
    });
  });

  test('gone back', async () => {
    const ended = await run({ inputs: probed, site: demanding(zoneIsOff), parts: open });
    expect(told(ended)).toMatchObject({
      outcome: 'rolled-back',
      changed: false,
      reason: 'VERIFICATION_FAILED',
      sentence: 'Switching off was undone, since visitors were refused.',
      failure: {
        code: 'VERIFICATION_FAILED',
        happened: refused,
        inForce: expect.stringMatching(/^As before the run\. Seen from the runner's edge, the probe passed/u),
        remedy: 'Let the origin accept visitors without a client certificate, then run again.',
      },
    });
    expect(ended.stage.stdout()).toContain(
      'example.com: Going back to what was there before. After switching off, visitors were refused.',
    );
    const { evidence } = ended.report as unknown as { evidence: readonly { when: string }[] };
    expect(new Set(evidence.map(({ when }) => when))).toEqual(new Set(['before', 'after', 'after-rollback']));
  });

  test('not gone back', async () => {
    const ended = await run({
      inputs: probed,
      site: demanding(zoneIsOff),
      instead: ({ method, body }) =>
        method === 'PUT' && body === '{"enabled":true}' ? refusal(403, 10_000, 'no') : undefined,
      parts: open,
    });
    expect(told(ended)).toMatchObject({
      outcome: 'failed',
      changed: true,
      reason: 'ROLLBACK_FAILED',
      sentence: 'Visitors are refused, and going back failed.',
      failure: {
        code: 'ROLLBACK_FAILED',
        happened: expect.stringMatching(
          /before the change\. Going back failed as well\. Cloudflare refused `PUT /u,
        ),
        inForce: 'Switched off, though visitors are refused.',
        remedy:
          'Switch it on again in the dashboard, or let the origin accept visitors without a certificate.',
      },
    });
  });

  test('cut short while it was probed: the time was up', async () => {
    const ended = await run({
      inputs: { ...probed, timeout: '1m' },
      parts: open,
      site: (box) => () => {
        if (!zoneIsOff(box)) return page(200);
        return { ...page(200), headers: { ...EDGE, 'cf-cache-status': 'HIT' } };
      },
    });
    expect(told(ended)).toMatchObject({
      outcome: 'failed',
      changed: true,
      reason: 'TIMED_OUT',
      sentence: 'Switched off, but not verified.',
      failure: { inForce: 'The change was sent to Cloudflare and stays; it was not verified.' },
    });
  });
});

/** Cloudflare takes the change and never shows it. */
const never = (request: Parameters<NonNullable<Scene['instead']>>[0], box: Box): HttpAnswer | undefined => {
  if (request.method !== 'GET') return undefined;
  const answer = through(box, request);
  return { ...answer, body: answer.body.replaceAll('"enabled":false', '"enabled":true') };
};

describe('what it waits for is told', () => {
  test.each<readonly [string, Scene['inputs'], string]>([
    ['the switch', zone, 'the switch of the zone to be off'],
    ['a hostname', host, 'www.example.com to follow'],
    ['hostnames', hosts, '2 hostnames to follow'],
  ])('%s', async (_, inputs, what) => {
    const ended = await run({
      inputs,
      prepare: (box, ids) => box.model.associate(box.zone, 'api.example.com', ids.two, true),
      instead: never,
      parts: open,
    });
    expect(ended.stage.stdout()).toContain(what);
    expect(told(ended)).toMatchObject({
      reason: 'ACTIVATION_TIMED_OUT',
      failure: {
        happened: 'Cloudflare took the change, but does not show it within `activation-timeout`.',
        remedy: 'Run again: it carries on from what Cloudflare shows then.',
      },
    });
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
    expect(told(ended).sentence).toContain('and no client certificate is sent.');
  });
});
