import { describe, expect, test } from '@jest/globals';
import type { HttpAnswer } from '../../src/outside.ts';
import type { OriginDial } from '../../src/probe/origin-dial.ts';
import { EDGE } from '../main/support/box.ts';
import type { Box } from '../main/support/box.ts';
import { demanding, refusal, run } from './support/run.ts';
import type { Scene } from './support/run.ts';

const dialled =
  (status: number, body: string): OriginDial =>
  () =>
    Promise.resolve({ kind: 'http', status, headers: {}, body });
const open = { dial: dialled(200, 'hello') };
const closed = { dial: dialled(400, 'No required SSL certificate was sent') };
const zone = { operation: 'disable', level: 'zone', origin: '192.0.2.7' };
const host = {
  operation: 'disable',
  level: 'hostname',
  hostnames: 'www.example.com',
  origin: '192.0.2.7',
};
const probed = { ...zone, 'probe-urls': 'https://api.example.com/' };
const hostProbed = { ...host, 'probe-urls': 'https://www.example.com/' };

const zoneIsOff = ({ zone: { enabled }, model }: Box): boolean => enabled.at(model.now()) !== true;
const hostIsOff = ({ zone: { associations }, model }: Box): boolean =>
  associations.get('www.example.com')?.row.at(model.now())?.enabled !== true;
const page = (status: number, headers: Readonly<Record<string, string>> = {}, body = 'x'): HttpAnswer => ({
  status,
  headers: { ...EDGE, 'cf-cache-status': 'DYNAMIC', ...headers },
  body,
});

const SWITCH_OFF = 'PUT /origin_tls_client_auth/settings {"enabled":false}';
const SWITCH_ON = 'PUT /origin_tls_client_auth/settings {"enabled":true}';

type Row = readonly [what: string, scene: Scene, result: string, reason: string];

describe('before anything is switched off', () => {
  test.each<Row>([
    [
      'a zone that is off already needs nothing',
      { inputs: zone, prepare: (box) => box.model.setEnabled(box.zone, false), parts: open },
      'unchanged',
      'ALREADY_OFF',
    ],
    ['a dry run plans', { inputs: { ...zone, 'dry-run': 'true' }, parts: open }, 'planned', 'TO_DISABLE'],
    [
      'an origin that demands one refuses',
      { inputs: zone, parts: closed },
      'failed',
      'ORIGIN_DEMANDS_CERTIFICATE',
    ],
    ['an origin out of reach refuses', { inputs: zone }, 'failed', 'ORIGIN_NOT_SEEN'],
    [
      'a hostname without a certificate of its own cannot be switched off',
      { inputs: { ...host, mode: 'off', hostnames: 'www.example.com,api.example.com' }, parts: open },
      'failed',
      'HOSTNAME_WITHOUT_CERTIFICATE',
    ],
    [
      'a hostname that is off already needs nothing',
      {
        inputs: { ...host, mode: 'off' },
        prepare: (box, ids) => box.model.associate(box.zone, 'www.example.com', ids.two, false),
        parts: open,
      },
      'unchanged',
      'ALREADY_OFF',
    ],
    [
      'nothing is withdrawn from a hostname that has nothing',
      { inputs: { ...host, mode: 'withdraw', hostnames: 'api.example.com' }, parts: open },
      'unchanged',
      'ALREADY_OFF',
    ],
    [
      'a probe on a hostname with its own certificate would see nothing of the zone',
      { inputs: { ...zone, 'probe-urls': 'https://www.example.com/' }, parts: open },
      'failed',
      'PROBE_SEES_OTHER_CERTIFICATE',
    ],
    [
      'a site that is down stops it',
      { inputs: probed, site: () => () => page(500), parts: open },
      'failed',
      'BASELINE_FAILING',
    ],
    [
      'a redirect proves nothing',
      { inputs: probed, site: () => () => page(302, { location: 'https://example.org/' }), parts: open },
      'failed',
      'PROBE_PROVES_NOTHING',
    ],
    [
      'a cancelled run sends nothing',
      { inputs: zone, parts: { ...open, stop: AbortSignal.abort() } },
      'failed',
      'CANCELLED',
    ],
  ])('%s', async (_, scene, result, reason) => {
    const ended = await run(scene);
    expect(ended.result).toBe(result);
    expect(ended.report['reason']).toBe(reason);
    expect(ended.writes).toEqual([]);
    expect(ended.outputs['changed']).toBe('false');
  });
});

describe('switching off', () => {
  test.each<readonly [string, Scene['inputs'], unknown]>([
    ['`withdraw` leaves the hostname to the zone level', { ...host, mode: 'withdraw' }, null],
    ['`off` sends it no certificate even if the zone level is on', { ...host, mode: 'off' }, false],
  ])('%s', async (_, inputs, enabled) => {
    const ended = await run({ inputs, parts: open });
    expect(ended.result).toBe('disabled');
    expect(ended.mutations.map(({ body }) => JSON.parse(body ?? ''))).toEqual([
      { config: [{ hostname: 'www.example.com', cert_id: ended.ids.two, enabled }] },
    ]);
  });

  test.each<readonly [string, Scene, string]>([
    [
      'no origin given, as told',
      { inputs: { operation: 'disable', level: 'zone', 'accept-unauthenticated': 'true' } },
      'No `origin` was given',
    ],
    [
      'an origin that demands one, as told',
      { inputs: { ...zone, 'accept-unauthenticated': 'true' }, parts: closed },
      'still demands a client certificate',
    ],
    [
      'a site that lacked its certificate before',
      {
        inputs: probed,
        site: (box) => () =>
          zoneIsOff(box) ? page(200) : page(400, {}, 'No required SSL certificate was sent'),
        parts: open,
      },
      'fails as it does without a good client certificate',
    ],
    [
      'a probe that proves nothing afterwards',
      {
        inputs: probed,
        site: (box) => () => page(200, zoneIsOff(box) ? { 'cf-cache-status': 'HIT' } : {}),
        parts: open,
      },
      'did not pass 5 times in a row',
    ],
  ])('goes on with a warning: %s', async (_, scene, warning) => {
    const ended = await run(scene);
    expect(ended.result).toBe('disabled');
    expect(ended.writes).toEqual([SWITCH_OFF]);
    expect(ended.warnings).toContain(warning);
  });

  test('a passing probe is evidence, without a warning', async () => {
    const ended = await run({ inputs: probed, parts: open });
    expect(ended.result).toBe('disabled');
    expect(ended.warnings).toBe('');
    expect(ended.summary).toContain('https://api.example.com/');
  });
});

describe('where visitors are refused afterwards', () => {
  test.each<readonly [string, Scene, readonly unknown[]]>([
    ['the switch is turned on again', { inputs: probed, site: demanding(zoneIsOff) }, [false, true]],
    [
      'a hostname is switched on again',
      { inputs: { ...hostProbed, mode: 'off' }, site: demanding(hostIsOff) },
      [false, true],
    ],
    [
      'a hostname gets its certificate back',
      { inputs: { ...hostProbed, mode: 'withdraw' }, site: demanding(hostIsOff) },
      [null, true],
    ],
  ])('%s', async (_, scene, steps) => {
    const ended = await run({ ...scene, parts: open });
    expect(ended.result).toBe('rolled-back');
    expect(ended.outputs['changed']).toBe('false');
    const enabled = ended.mutations.map(({ body }): unknown => {
      const sent: { enabled?: unknown; config?: readonly { enabled: unknown }[] } = JSON.parse(body ?? '');
      return sent.config?.[0]?.enabled === undefined ? sent.enabled : sent.config[0].enabled;
    });
    expect(enabled).toEqual(steps);
    expect(ended.errors).toContain('As before the run.');
    expect(zoneIsOff(ended.box) || hostIsOff(ended.box)).toBe(false);
  });

  test('a way back that is refused is tried again while there is time, and said with what to do by hand', async () => {
    const ended = await run({
      inputs: probed,
      site: demanding(zoneIsOff),
      instead: ({ method, body }) =>
        method === 'PUT' && body === '{"enabled":true}' ? refusal(403, 9109, 'no') : undefined,
      parts: open,
    });
    expect(ended.result).toBe('failed');
    expect(ended.outputs['changed']).toBe('true');
    expect(ended.writes.length).toBeGreaterThan(10);
    expect(new Set(ended.writes.slice(1))).toEqual(new Set([SWITCH_ON]));
    expect(ended.report['reason']).toBe('ROLLBACK_FAILED');
    expect(ended.errors).toContain('Switch it on again in the dashboard');
  });
});

describe('where Cloudflare does not do as asked', () => {
  test.each<readonly [string, Scene['inputs']]>([
    ['the switch', zone],
    ['a hostname', { ...host, mode: 'off' }],
  ])('a refused change of %s has changed nothing', async (_, inputs) => {
    const ended = await run({
      inputs,
      instead: ({ method }) => (method === 'PUT' ? refusal(403, 10_000, 'no') : undefined),
      parts: open,
    });
    expect(ended.result).toBe('failed');
    expect(ended.outputs['changed']).toBe('false');
    expect(ended.report['reason']).toBe('API_UNAUTHORIZED');
  });

  test('a change that never shows may have taken effect, and is said to stay', async () => {
    const on = '{"success":true,"errors":[],"messages":[],"result":{"enabled":true}}';
    const ended = await run({
      inputs: zone,
      instead: ({ method, url }) =>
        method === 'GET' && url.endsWith('/settings') ? { status: 200, headers: {}, body: on } : undefined,
      parts: open,
    });
    expect(ended.report['reason']).toBe('ACTIVATION_TIMED_OUT');
    expect(ended.outputs['changed']).toBe('true');
    expect(ended.errors).toContain('was not undone; whether it took effect');
  });
});
