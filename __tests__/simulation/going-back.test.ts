import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { violations } from './properties.ts';
import {
  isBack,
  KNOWN,
  OTHER,
  playRefusing,
  refuseOnceWaiting,
  REFUSES_LATER,
  REFUSING,
  WWW,
} from './refusing.ts';
import { runOnce } from './run-once.ts';
import type { Run } from './run-once.ts';
import type { Scenario } from './scenario.ts';
import { copiesOf, rowOf } from './truth.ts';
import { SimulatedWorld } from './simulated-world.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

/** Killed once visitors are served with what the origin refuses; then a run without any disturbance. */
async function playKilled(
  level: 'zone' | 'hostname',
  more: Partial<Scenario> = {},
): Promise<readonly [world: SimulatedWorld, second: Run, problems: readonly string[]]> {
  const world = new SimulatedWorld({ ...REFUSING, level, deletePrevious: false, ...more }, cast);
  const call = level === 'zone' ? 0 : 1;
  const ending = { kind: 'kill', call, when: 'after', of: 'writes' } as const;
  const first = await runOnce(world, cast, { name: 'run 1', ending });
  await world.time.pass(60_000);
  const second = await runOnce(world, cast, { name: 'run 2' });
  return [world, second, violations(world, cast, [first, second])];
}

test.each(['zone', 'hostname'] as const)(
  'killed after the cut-over to a refused certificate: the next run never calls it unchanged at the %s level',
  async (level) => {
    const [, { result }] = await playKilled(level);
    expect(['failed', 'rolled-back']).toContain(result?.outcome);
    expect(result?.reason).toBe('VERIFICATION_FAILED');
    expect(result?.outputs.get('report')).toContain('visitors are refused');
  },
);

const PINNED = { originTrusts: 'pinned', successor: 'same-issuer' } as const;

test.each<readonly [string, Partial<Scenario>]>([
  ['', {}],
  [', which was to be deleted', { deletePrevious: true }],
  [', where others were still to follow', { hostnames: [WWW, 'api.example.com'] }],
  [
    ', and keeps what it took over, as no list is to be had',
    { variants: { ...KNOWN, associationList: 'status-404' } },
  ],
])(
  'killed after the cut-over to a refused certificate: the next run points its hostname back to an older one of its lineage%s',
  async (_, more) => {
    const [world, { result }, problems] = await playKilled('hostname', { ...PINNED, ...more });
    const predecessor = world.ids.get('predecessor') ?? '';
    expect([result?.outcome, result?.reason]).toEqual(['rolled-back', 'VERIFICATION_FAILED']);
    expect(problems).toEqual([]);
    expect(rowOf(world, WWW, world.time.now)?.certificateId).toBe(predecessor);
    const kept = more.variants?.associationList === 'status-404';
    expect(copiesOf(world, cast.successor.fingerprint, world.time.now)).toHaveLength(kept ? 1 : 0);
    expect(result?.inForce).toContain(`Pointed back to ${predecessor}: ${WWW}.`);
    expect(result?.inForce).not.toContain('As before the run');
    expect(result?.outputs.get('changed')).toBe('true');
  },
);

test.each([true, false])(
  'killed after the cut-over to a refused certificate: the next run goes back to an older one of the zone (to be deleted: %s)',
  async (deletePrevious) => {
    const [world, { result }] = await playKilled('zone', { deletePrevious });
    const predecessor = world.ids.get('predecessor') ?? '';
    expect(result?.outcome).toBe('rolled-back');
    expect(copiesOf(world, cast.foreign.fingerprint, world.time.now)).toEqual([]);
    expect(world.zone.certificates.get(predecessor)?.status.at(world.time.now)).toBe('active');
    expect(result?.inForce).toContain(`${predecessor} is the newest certificate of the zone again.`);
    expect(result?.inForce).not.toContain('As before the run');
    expect(result?.outputs.get('changed')).toBe('true');
  },
);

test.each<readonly [string, Partial<Scenario>, string]>([
  ['it fails and writes nothing without an older one of its lineage', {}, 'failed'],
  ['it cannot judge without probes', { ...PINNED, probed: false }, 'unchanged'],
])('killed after the cut-over to a refused certificate: %s', async (_, more, outcome) => {
  const [world, { result }, problems] = await playKilled('hostname', more);
  expect([result?.outcome, problems]).toEqual([outcome, []]);
  expect(world.calls.filter(({ by, method }) => by === 'run 2' && method !== 'GET')).toEqual([]);
});

test('an origin that begins to refuse while another hostname is waited for: it goes back, and deletes nothing', async () => {
  const ended = await playRefusing(cast, REFUSES_LATER, (world) => refuseOnceWaiting(world, cast));
  expect(ended.said).toContain(`${OTHER} changed a moment ago`);
  expect([ended.outcome, isBack(cast, ended)]).toEqual(['rolled-back', true]);
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
