import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { isBack, playRefusing } from './refusing.ts';
import type { SimulatedWorld } from './simulated-world.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

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
