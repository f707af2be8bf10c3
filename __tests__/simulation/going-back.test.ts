import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { isBack, playRefusing, REFUSING } from './refusing.ts';
import { runOnce } from './run-once.ts';
import type { Run } from './run-once.ts';
import { copiesOf } from './truth.ts';
import { SimulatedWorld } from './simulated-world.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

/** Killed once visitors are served with what the origin refuses; then a run without any disturbance. */
async function playKilled(
  level: 'zone' | 'hostname',
  deletePrevious = false,
): Promise<readonly [SimulatedWorld, Run]> {
  const world = new SimulatedWorld({ ...REFUSING, level, deletePrevious }, cast);
  const call = level === 'zone' ? 0 : 1;
  await runOnce(world, cast, { name: 'run 1', ending: { kind: 'kill', call, when: 'after', of: 'writes' } });
  await world.time.pass(60_000);
  return [world, await runOnce(world, cast, { name: 'run 2' })];
}

test.each(['zone', 'hostname'] as const)(
  'killed after the cut-over to a refused certificate: the next run never calls it unchanged at the %s level',
  async (level) => {
    const [, { result }] = await playKilled(level);
    expect(['failed', 'rolled-back']).toContain(result?.outcome);
    expect(result?.reason).toBe('VERIFICATION_FAILED');
    expect(result?.sentence).toContain('visitors are refused');
  },
);

test.each([true, false])(
  'killed after the cut-over to a refused certificate: the next run goes back to an older one of the zone (to be deleted: %s)',
  async (deletePrevious) => {
    const [world, { result }] = await playKilled('zone', deletePrevious);
    const predecessor = world.ids.get('predecessor') ?? '';
    expect(result?.outcome).toBe('rolled-back');
    expect(copiesOf(world, cast.foreign.fingerprint, world.time.now)).toEqual([]);
    expect(world.zone.certificates.get(predecessor)?.status.at(world.time.now)).toBe('active');
    expect(result?.inForce).toContain(`${predecessor} is the newest certificate of the zone again.`);
    expect(result?.inForce).not.toContain('As before the run');
    expect(result?.outputs.get('changed')).toBe('true');
  },
);

const uploaded = ({ writes }: SimulatedWorld): boolean => writes.some(({ by }) => by === 'run 1');

describe('a zone whose origin refuses the successor goes back to the newest older certificate that lives', () => {
  test('where another run takes away what was in force before', async () => {
    const ended = await playRefusing(cast, { level: 'zone', stale: true }, (world, back) => () => {
      const id = world.ids.get('predecessor') ?? '';
      if (uploaded(world) && !back) world.byHand('DELETE', `/${id}`);
      return undefined;
    });
    expect(ended.outcome).toBe('rolled-back');
    expect(isBack(cast, ended)).toBe(true);
    const stale = ended.world.zone.certificates.get(ended.world.ids.get('stale') ?? '');
    expect(stale?.status.at(ended.world.time.now)).toBe('active');
  });

  test('and stays on the successor where none is left', async () => {
    const ended = await playRefusing(cast, { level: 'zone' }, (world, back) => () => {
      const id = world.ids.get('predecessor') ?? '';
      if (uploaded(world) && !back) world.byHand('DELETE', `/${id}`);
      return undefined;
    });
    expect(ended.outcome).toBe('failed');
    expect(isBack(cast, ended)).toBe(false);
  });

  test('although the answer to the upload was lost, and no list could be read until then', async () => {
    const ended = await playRefusing(cast, { level: 'zone' }, (world, back) => ({ method }) => {
      if (method === 'POST') return 'reset-after';
      return uploaded(world) && !back ? '10000 before' : undefined;
    });
    expect(ended.outcome).toBe('rolled-back');
    expect(isBack(cast, ended)).toBe(true);
  });
});
