import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { BEGIN, makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { violations } from './properties.ts';
import { KNOWN } from './refusing.ts';
import { runOnce } from './run-once.ts';
import type { Run } from './run-once.ts';
import { PLAIN, SHORT_WAITS } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { SimulatedWorld } from './simulated-world.ts';
import { copiesOf } from './truth.ts';

jest.setTimeout(60_000);

const SECOND = 1000;
const WWW = 'www.example.com';

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

async function play(
  more: Partial<Scenario>,
  before: (world: SimulatedWorld) => void = () => undefined,
): Promise<{ readonly world: SimulatedWorld; readonly run: Run; readonly problems: readonly string[] }> {
  const world = new SimulatedWorld(
    {
      ...PLAIN,
      level: 'hostname',
      hostnames: [WWW],
      timings: { ...SHORT_WAITS, listLag: 0 },
      ...more,
      variants: { ...KNOWN, ...more.variants },
    },
    cast,
  );
  before(world);
  const run = await runOnce(world, cast, { name: 'run 1' });
  await world.time.pass(600 * SECOND);
  return { world, run, problems: violations(world, cast, [run]) };
}

/** When each was deleted, in seconds since the world began. */
const deletions = ({ writes }: SimulatedWorld): readonly (readonly [id: string, seconds: number])[] =>
  writes.flatMap(({ at, event }) =>
    event.kind === 'certificate-deleted' ? [[event.certificateId, (at - BEGIN) / SECOND] as const] : [],
  );

describe('the row of the certificate that a hostname leaves, on its way out', () => {
  test.each([30, 200])('is waited for, for %i seconds beyond the cut-over', async (release) => {
    const { world, run, problems } = await play({
      variants: { formerAssociation: 'leaving' },
      timings: { ...SHORT_WAITS, listLag: 0, release: release * SECOND },
    });
    expect([run.result?.outcome, problems]).toEqual(['rotated', []]);
    const [[id, seconds] = ['', 0], ...others] = deletions(world);
    expect([id, others]).toEqual([world.ids.get('predecessor'), []]);
    expect(seconds).toBeGreaterThan(Math.max(release, 120));
  });

  test('keeps the predecessor where it outlasts ten minutes beyond the grace, and is named', async () => {
    const { world, run, problems } = await play({
      variants: { formerAssociation: 'leaving' },
      timings: { ...SHORT_WAITS, listLag: 0, release: 3600 * SECOND },
    });
    expect([run.result?.outcome, problems]).toEqual(['rotated', []]);
    expect(deletions(world)).toEqual([]);
    const id = world.ids.get('predecessor') ?? '';
    const told = [...(run.result?.warnings ?? []), run.result?.outputs.get('report')].join('\n');
    expect(told).toContain(`certificate-id: ${id}`);
    expect(told).toContain(WWW);
  });
});

describe('the first rotation of a hostname off a certificate of another lineage', () => {
  /** Somebody puts it there a moment before the run looks, or long before. */
  const foreign =
    (secondsAgo: number) =>
    (world: SimulatedWorld): void => {
      const { model, zone } = world;
      const id = model.install(zone, 'hostname', cast.stranger, BEGIN - 86_400 * SECOND);
      model.associate(zone, WWW, id, true, BEGIN - secondsAgo * SECOND);
      world.ids.set('foreign', id);
    };
  const left = (world: SimulatedWorld): number =>
    copiesOf(world, cast.stranger.fingerprint, world.time.now).length;

  test('deletes it, though nothing but the run itself knows that it is the predecessor', async () => {
    const { world, run, problems } = await play({ predecessor: false }, foreign(86_000));
    expect([run.result?.outcome, problems, left(world)]).toEqual(['rotated', [], 0]);
  });

  test.each([1, 20])(
    'where a list lags that began to show it %i seconds before, deletes or names it',
    async (ago) => {
      const { world, run, problems } = await play(
        { predecessor: false, timings: { ...SHORT_WAITS, listLag: 0, associationListLag: 45 * SECOND } },
        foreign(ago),
      );
      expect([run.result?.outcome, problems]).toEqual(['rotated', []]);
      const told = run.result?.outputs.get('report') ?? '';
      const named = told.includes(`certificate-id ${world.ids.get('foreign') ?? ''}`);
      expect(left(world) === 0 || named).toBe(true);
    },
  );
});
