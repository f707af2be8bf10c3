import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import type { Ending } from './faults.ts';
import { isBack, playRefusing, WWW } from './refusing.ts';
import type { Ended, Wrong } from './refusing.ts';
import type { Scenario } from './scenario.ts';
import { failedHandshakes } from './traffic.ts';
import { copiesOf } from './truth.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});
const LEVELS = ['zone', 'hostname'] as const;
const play = (more: Partial<Scenario>, wrong?: Wrong, ending?: Ending): Promise<Ended> =>
  playRefusing(cast, more, wrong, ending);

const sentBack = ({ world, run }: Ended): number =>
  world.calls.filter(({ method, at }) => {
    const since = run.process.cancelledAt ?? Number.POSITIVE_INFINITY;
    return method !== 'GET' && at >= since;
  }).length;

describe.each(LEVELS)('the call that restores is made at the %s level', (level) => {
  test('although nothing can be read', async () => {
    const ended = await play({ level }, (_, back) => ({ method }) => {
      return back && method === 'GET' ? '503 before' : undefined;
    });
    expect(isBack(cast, ended)).toBe(true);
  });

  test('soon, although reads hang', async () => {
    const ended = await play({ level }, (_, back) => ({ method }) => {
      return back && method === 'GET' ? 'timeout-before' : undefined;
    });
    expect(isBack(cast, ended)).toBe(true);
    const until = Math.max(...failedHandshakes(ended.world).map((one) => one.until));
    const from = Math.min(...failedHandshakes(ended.world).map((one) => one.from));
    expect(until - from).toBeLessThan(60_000);
  });

  test('after a cancel amid a read that hangs', async () => {
    const ended = await play(
      { level },
      (_, back) =>
        ({ method }) =>
          back && method === 'GET' ? 'timeout-before' : undefined,
      { kind: 'cancel', call: 0, when: 'before', of: 'roll-back', later: 8000 },
    );
    expect(ended.run.process.killed).toBe(false);
    expect(ended.outcome).toBe('rolled-back');
    expect(isBack(cast, ended)).toBe(true);
    expect(sentBack(ended)).toBe(1);
  });

  test('after a cancel amid a back-off, ten seconds after it was first tried', async () => {
    let first: number | undefined;
    const ended = await play(
      { level },
      ({ time }, back) =>
        ({ method }) => {
          if (!back || method === 'GET') return undefined;
          first ??= time.now;
          return time.now - first < 11_000 ? '409' : undefined;
        },
      { kind: 'cancel', call: level === 'zone' ? 1 : 2, when: 'after', of: 'roll-back', later: 11_000 },
    );
    expect(ended.run.process.cancelledAt).toBeDefined();
    expect(ended.run.process.killed).toBe(false);
    expect(ended.outcome).toBe('rolled-back');
    expect(isBack(cast, ended)).toBe(true);
  });
});

describe('a cut-over that arrives late', () => {
  test('is pointed back before the upload is removed', async () => {
    let first = true;
    const ended = await play({ level: 'hostname' }, () => ({ method }) => {
      if (method !== 'PUT' || !first) return undefined;
      first = false;
      return 'timeout-later';
    });
    expect(ended.outcome).toBe('rolled-back');
    expect(isBack(cast, ended)).toBe(true);
    expect(copiesOf(ended.world, cast.foreign.fingerprint, ended.world.time.now)).toEqual([]);
  });

  test('each time ends the run as failed', async () => {
    const ended = await play({ level: 'hostname' }, (world, back) => ({ method, write }) => {
      if (!back || method !== 'PUT' || write === undefined) return undefined;
      const [upload] = copiesOf(world, cast.foreign.fingerprint, world.time.now);
      const config = [{ hostname: WWW, cert_id: upload?.id, enabled: true }];
      world.time.at(world.time.now + 2000, () => world.byHand('PUT', '/hostnames', { config }));
      return undefined;
    });
    expect(ended.outcome).toBe('failed');
    expect(ended.said).toContain(`and still or again have what this run gave them: ${WWW}`);
    expect(ended.inForce).toContain(`Pointed at the new certificate: ${WWW}.`);
    expect(ended.run.result?.inForceId).toBeUndefined();
  });
});
