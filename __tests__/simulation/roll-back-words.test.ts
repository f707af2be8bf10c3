import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import type { Ending, Fault, FaultPlan } from './faults.ts';
import { isBack, KNOWN, playRefusing, REFUSING, WWW } from './refusing.ts';
import type { Ended, Wrong } from './refusing.ts';
import { runOnce } from './run-once.ts';
import type { Run } from './run-once.ts';
import type { Scenario } from './scenario.ts';
import { SimulatedWorld } from './simulated-world.ts';
import { copiesOf, rowOf } from './truth.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});
const LEVELS = ['zone', 'hostname'] as const;
const play = (more: Partial<Scenario>, wrong?: Wrong, ending?: Ending): Promise<Ended> =>
  playRefusing(cast, more, wrong, ending);

describe('what is said of a roll-back is so', () => {
  test('where the zone does not fall back, the run fails and names nothing as in force', async () => {
    const ended = await play({ level: 'zone', variants: { ...KNOWN, zoneFallback: 'nothing' } });
    expect(ended.outcome).toBe('failed');
    expect(ended.said).toContain('but visitors are still refused');
    expect(ended.run.result?.inForceId).toBeUndefined();
    expect(ended.inForce).toContain('whether Cloudflare uses it again is not confirmed');
  });

  test('at zone level a fresh certificate is asked for, since one brought back may keep its rank', async () => {
    const { run } = await play({ level: 'zone' });
    expect(run.result?.outcome).toBe('rolled-back');
    expect(run.result?.remedy).toContain('Issue a fresh certificate');
    const perHostname = await play({ level: 'hostname' });
    expect(perHostname.run.result?.remedy).not.toContain('fresh certificate');
  });

  test.each(LEVELS)('edges that lag are waited for at the %s level', async (level) => {
    const lagging = { lagMs: 100_000 };
    const ended = await play({ level, edges: [lagging, lagging] });
    expect(ended.outcome).toBe('rolled-back');
    expect(ended.inForce).toContain('the probe passed 5 times in a row');
    expect(isBack(cast, ended)).toBe(true);
  });

  test('cancelled once the hostname was pointed back', async () => {
    const ended = await play({ level: 'hostname' }, undefined, {
      kind: 'cancel',
      call: 2,
      when: 'after',
      of: 'roll-back',
    });
    expect(ended.outcome).toBe('rolled-back');
    expect(ended.inForce).toContain(
      `Pointed back to what they had before, but not seen there since: ${WWW}.`,
    );
    expect(ended.inForce).not.toContain('Pointed at the new certificate');
  });

  test('a deletion refused after a cancel is no way back', async () => {
    const ended = await play(
      { level: 'zone' },
      () =>
        ({ method }) =>
          method === 'DELETE' ? '403' : undefined,
      { kind: 'cancel', call: 0, when: 'before', of: 'roll-back' },
    );
    expect(ended.outcome).toBe('failed');
    expect(ended.said).toContain('rolling back failed too');
  });

  test('an upload that cannot be removed is named', async () => {
    const ended = await play(
      { level: 'hostname' },
      () =>
        ({ method }) =>
          method === 'DELETE' ? '403' : undefined,
    );
    const [orphan] = copiesOf(ended.world, cast.foreign.fingerprint, ended.world.time.now);
    expect(ended.outcome).toBe('rolled-back');
    expect(ended.run.result?.warnings.join()).toContain(
      `The certificate ${orphan?.id}, uploaded by this run, was not removed.`,
    );
    expect(ended.inForce).toContain(
      `The new certificate ${orphan?.id} was uploaded by this run, and is still there`,
    );
  });

  test('a way back whose answers are all lost, and which cannot be read, may have been taken', async () => {
    const ended = await play({ level: 'hostname' }, (_, back) => ({ method }) => {
      if (!back) return undefined;
      return method === 'PUT' ? 'reset-after' : '503 before';
    });
    expect(isBack(cast, ended)).toBe(true);
    expect(ended.inForce).toContain(`Perhaps pointed at it, but not seen there`);
    expect(ended.inForce).not.toContain('Pointed at the new certificate');
  });

  test('a switch whose answers are all lost is read', async () => {
    const ended = await play(
      { level: 'zone', switchOn: false },
      (_, back) =>
        ({ method }) =>
          back && method === 'PUT' ? 'reset-after' : undefined,
    );
    expect(ended.outcome).toBe('rolled-back');
    expect(ended.world.zone.enabled.at(ended.world.time.now)).toBe(false);
    expect(ended.inForce).toContain('origin pulls of the zone are off');
  });
});

describe('a refusal that was applied in part', () => {
  const PART: Partial<Scenario> = {
    level: 'hostname',
    successor: 'same-issuer',
    originTrusts: 'both',
    probed: false,
    hostnames: [WWW, 'api.other.test'],
    variants: { ...KNOWN, invalidPut: 'part', hostnameOutsideZone: 'accepted' },
  };

  async function refusedInPart(
    fault: Fault | undefined,
    more: Partial<Scenario> = {},
  ): Promise<SimulatedWorld & { readonly ended: Run }> {
    const world = new SimulatedWorld({ ...REFUSING, ...PART, ...more }, cast);
    world.model.adjust({ variants: { hostnameOutsideZone: 'refused' } });
    let refused = false;
    const faults: FaultPlan = ({ method }) => {
      const back = world.trace.some((line) => line.includes('Rolling back to what'));
      const now = refused && !back && method === 'GET' ? fault : undefined;
      refused ||= method === 'PUT';
      return now;
    };
    const ended = await runOnce(world, cast, { name: 'run 1', faults });
    await world.time.pass(300_000);
    return Object.assign(world, { ended });
  }

  test('is read and taken back, and nothing is left behind', async () => {
    const world = await refusedInPart(undefined);
    expect(world.ended.result?.outcome).toBe('rolled-back');
    expect(world.ended.result?.inForce).toContain(`${WWW} is back on what it had before.`);
    expect(rowOf(world, WWW, world.time.now)?.certificateId).toBe(world.ids.get('predecessor'));
    expect(copiesOf(world, cast.successor.fingerprint, world.time.now)).toEqual([]);
  });

  test('is taken back also where it cannot be read', async () => {
    const world = await refusedInPart('503 before');
    expect(rowOf(world, WWW, world.time.now)?.certificateId).toBe(world.ids.get('predecessor'));
    expect(world.ended.result?.outcome).toBe('failed');
    expect(world.ended.result?.inForce).not.toContain('Pointed at the new certificate');
  });

  test('is not told as seen where a cancel kept it from being read', async () => {
    const world = new SimulatedWorld({ ...REFUSING, ...PART }, cast);
    world.model.adjust({ variants: { hostnameOutsideZone: 'refused' } });
    const ending: Ending = { kind: 'cancel', of: 'writes', call: 1, when: 'after' };
    const { result } = await runOnce(world, cast, { name: 'run 1', ending });
    expect(result?.inForce).not.toContain('Pointed at the new certificate');
  });

  test('leaves a canary alone that was seen to work before', async () => {
    const world = await refusedInPart(undefined, { probed: true });
    const [successor] = copiesOf(world, cast.successor.fingerprint, world.time.now);
    expect(world.ended.result?.outcome).toBe('failed');
    expect(world.ended.result?.inForce).toContain(`Pointed at the new certificate: ${WWW}.`);
    expect(rowOf(world, WWW, world.time.now)?.certificateId).toBe(successor?.id);
  });
});
