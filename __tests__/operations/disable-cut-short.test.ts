import { describe, expect, test } from '@jest/globals';
import type { HttpAnswer } from '../../src/outside.ts';
import { EDGE } from '../main/support/box.ts';
import type { Box } from '../main/support/box.ts';
import { demanding, run } from './support/run.ts';
import type { Scene } from './support/run.ts';

const open = {
  dial: () => Promise.resolve({ kind: 'http', status: 200, headers: {}, body: 'hello' } as const),
};
const probed = {
  operation: 'disable',
  level: 'zone',
  origin: '192.0.2.7',
  'probe-urls': 'https://api.example.com/',
};
const zoneIsOff = ({ zone: { enabled }, model }: Box): boolean => enabled.at(model.now()) !== true;
const page = (status: number): HttpAnswer => ({
  status,
  headers: { ...EDGE, 'cf-cache-status': 'DYNAMIC' },
  body: 'x',
});

const SWITCH_OFF = 'PUT /origin_tls_client_auth/settings {"enabled":false}';
const SWITCH_ON = 'PUT /origin_tls_client_auth/settings {"enabled":true}';

describe('where the run is cancelled', () => {
  const cancelled = (
    when: (box: Box, method: string, url: string) => boolean,
    site: Scene['site'],
  ): Scene => {
    const stop = new AbortController();
    return {
      inputs: probed,
      ...(site === undefined ? {} : { site }),
      instead: ({ method, url }, box) => {
        if (when(box, method, url)) stop.abort();
        return undefined;
      },
      parts: { ...open, stop: stop.signal },
    };
  };

  test('while the origin is looked at, nothing is sent, and nothing was changed', async () => {
    const stop = new AbortController();
    const dial = async () => {
      for (let turns = 0; turns < 50; turns += 1) await Promise.resolve();
      stop.abort();
      return await open.dial();
    };
    const inputs = { operation: 'disable', level: 'zone', origin: '192.0.2.7' };
    const ended = await run({ inputs, parts: { dial, stop: stop.signal } });
    expect(ended.report).toMatchObject({ outcome: 'failed', reason: 'CANCELLED', changed: false });
    expect(ended.writes).toEqual([]);
  });

  test('while it is being probed, the change stays and is said not to be verified', async () => {
    const stop = new AbortController();
    const ended = await run({
      inputs: probed,
      site: (box) => () => {
        if (zoneIsOff(box)) stop.abort();
        return page(200);
      },
      parts: { ...open, stop: stop.signal },
    });
    expect(ended.result).toBe('failed');
    expect(ended.report['reason']).toBe('CANCELLED');
    expect(ended.writes).toEqual([SWITCH_OFF]);
    expect(ended.errors).toContain('was not undone; whether it took effect');
  });

  test('while visitors are refused, it is still switched on again', async () => {
    const stop = new AbortController();
    let refused = 0;
    const ended = await run({
      inputs: probed,
      site: (box) => (request) => {
        if (zoneIsOff(box)) refused += 1;
        if (refused === 2) stop.abort();
        return demanding(zoneIsOff)(box)(request);
      },
      parts: { ...open, stop: stop.signal },
    });
    expect(ended.result).toBe('rolled-back');
    expect(ended.writes).toEqual([SWITCH_OFF, SWITCH_ON]);
    expect(ended.errors).toContain('cancelled before it was confirmed');
  });

  test('while it is switched on again, the call is made and not waited for', async () => {
    const ended = await run(
      cancelled(
        (box, method, url) => method === 'PUT' && url.endsWith('/settings') && zoneIsOff(box),
        demanding(zoneIsOff),
      ),
    );
    expect(ended.writes).toEqual([SWITCH_OFF, SWITCH_ON]);
    expect(zoneIsOff(ended.box)).toBe(false);
  });
});

test('a run whose time is up while visitors are refused is still switched on again', async () => {
  const ended = await run({
    inputs: { ...probed, timeout: '1m' },
    parts: open,
    site: (box) => () => page(zoneIsOff(box) ? 503 : 200),
  });
  expect([ended.result, ended.report['reason']]).toEqual(['rolled-back', 'VERIFICATION_FAILED']);
  expect(ended.writes).toEqual([SWITCH_OFF, SWITCH_ON]);
});
