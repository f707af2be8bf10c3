import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { KNOWN } from './refusing.ts';
import { runOnce } from './run-once.ts';
import type { Run } from './run-once.ts';
import { PLAIN, SHORT_WAITS } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { SimulatedWorld } from './simulated-world.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

const MINUTE = 60_000;

/** The successor was in the zone once and deleted; another certificate came after it. Uploaded again, it keeps its date. */
async function play(more: Partial<Scenario>): Promise<Run> {
  const world = new SimulatedWorld(
    {
      ...PLAIN,
      timings: SHORT_WAITS,
      variants: { ...KNOWN, revivedUploadedOn: 'kept', revivedDeployOrder: 'newest' },
      ...more,
    },
    cast,
  );
  const upload = ({ certificate, privateKey }: Cast['third']): boolean =>
    world.byHand('POST', '', { certificate, private_key: privateKey });
  expect(upload(cast.successor)).toBe(true);
  const own = [...world.zone.certificates.values()].find(
    ({ facts }) => facts.fingerprint === cast.successor.fingerprint,
  );
  await world.time.pass(MINUTE);
  expect(world.byHand('DELETE', `/${own?.id ?? ''}`)).toBe(true);
  await world.time.pass(10 * MINUTE);
  expect(upload(cast.third)).toBe(true);
  await world.time.pass(10 * MINUTE);
  return await runOnce(world, cast, { name: 'run 1' });
}

describe('a certificate that comes back under the date of its first upload', () => {
  test.each<readonly [string, Partial<Scenario>]>([
    ['where predecessors are deleted', {}],
    ['where predecessors are kept', { deletePrevious: false }],
    [
      'where the grace outlasts the run, so that nothing is deleted',
      { grace: 30 * MINUTE, timeout: 8 * MINUTE },
    ],
    [
      'where no probe can vouch for it, so that nothing is deleted',
      { probed: false, grace: 30 * MINUTE, timeout: 8 * MINUTE },
    ],
  ])('is not called in force while another one is newer, %s', async (_, more) => {
    const { result } = await play(more);
    expect(result?.outcome).toBe('failed');
    expect(result?.reason).toBe('WORLD_CHANGED');
    expect(result?.outputs.get('certificate-id')).toBe('');
  });

  test('is, once an echo names it, and then nothing else is asked', async () => {
    const { result } = await play({ deletePrevious: false, echo: true });
    expect(result?.outcome).toBe('rotated');
  });
});
