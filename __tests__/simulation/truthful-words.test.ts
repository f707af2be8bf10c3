import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { noFaults } from './faults.ts';
import type { Ending, FaultPlan } from './faults.ts';
import { KNOWN, REFUSING, WWW } from './refusing.ts';
import { runOnce } from './run-once.ts';
import type { Run } from './run-once.ts';
import type { Scenario } from './scenario.ts';
import { SimulatedWorld } from './simulated-world.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

/** Nothing is wrong with the certificate, and nobody probes. */
const QUIET = { probed: false, successor: 'same-issuer', originTrusts: 'both' } as const;

interface Ended {
  readonly world: SimulatedWorld;
  readonly run: Run;
}

async function play(
  more: Partial<Scenario>,
  prepare: (world: SimulatedWorld) => void = () => undefined,
  ending?: Ending,
  faults: (world: SimulatedWorld) => FaultPlan = () => noFaults,
): Promise<Ended> {
  const world = new SimulatedWorld({ ...REFUSING, ...more }, cast);
  prepare(world);
  const run = await runOnce(world, cast, {
    name: 'run 1',
    faults: faults(world),
    ...(ending === undefined ? {} : { ending }),
  });
  return { world, run };
}

describe('what is said of certificates is so', () => {
  test('an upload whose removal was accepted before a cancel is not called there still', async () => {
    const { run } = await play({ level: 'hostname' }, undefined, {
      kind: 'cancel',
      of: 'writes',
      call: 3,
      when: 'after',
    });
    const id = run.result?.outputs.get('report')?.match(/"successor":\{"id":"([0-9a-f-]+)"/u)?.[1];
    expect(run.result?.outcome).toBe('rolled-back');
    expect(run.result?.inForce).toContain(
      `The new certificate ${id} was uploaded by this run; its deletion was asked for and is not confirmed`,
    );
    expect(run.result?.inForce).not.toContain('is still there');
    expect(run.result?.warnings.join()).toContain('is not confirmed');
    expect(run.result?.warnings.join()).not.toContain('was not removed');
  });

  test('nor one whose removal was accepted and takes longer than the run waits', async () => {
    const { run } = await play({ level: 'hostname', timings: { deletion: 600_000 } });
    expect(run.result?.outcome).toBe('rolled-back');
    expect(run.result?.inForce).toContain('; its deletion was asked for and is not confirmed');
    expect(run.result?.inForce).not.toContain('is still there');
    expect(run.result?.warnings.join()).not.toContain('was not removed');
  });

  test('an upload whose removal was accepted, and cannot be read, is not called there still', async () => {
    const { world, run } = await play(
      { level: 'hostname' },
      undefined,
      undefined,
      (standing) =>
        ({ method }) => {
          const withdrawn = standing.writes.some(({ event }) => event.kind === 'certificate-deleted');
          return withdrawn && method === 'GET' ? '503 before' : undefined;
        },
    );
    const id = world.writes.flatMap(({ event }) =>
      event.kind === 'certificate-uploaded' ? [event.certificateId] : [],
    )[0];
    expect(run.result?.outcome).toBe('rolled-back');
    expect(run.result?.inForce).toContain(
      `The new certificate ${id} was uploaded by this run; its deletion was asked for`,
    );
    expect(run.result?.warnings.join()).toContain('whether it is gone could not be read');
    expect(run.result?.warnings.join()).not.toContain('still there');
  });

  test.each(['zone', 'hostname'] as const)(
    'a predecessor whose deletion by somebody else was given up is there still, at the %s level',
    async (level) => {
      const { world, run } = await play(
        {
          level,
          ...QUIET,
          stale: true,
          variants: { ...KNOWN, deletion: 'times-out' },
          timings: { deletion: 1000 },
        },
        (standing) => {
          const path = level === 'zone' ? '' : '/hostnames/certificates';
          standing.time.at(standing.time.now + 40_000, () => {
            standing.byHand('DELETE', `${path}/${standing.ids.get('stale')}`);
            standing.model.adjust({ variants: { deletion: 'plain' } });
          });
        },
      );
      const [stale, predecessor] = ['stale', 'predecessor'].map((part) => world.ids.get(part));
      expect(run.result?.outcome).toBe('rotated');
      expect(run.result?.predecessors).toContainEqual({ id: stale, fate: 'kept' });
      expect(run.result?.predecessors).toContainEqual({ id: predecessor, fate: 'deleted' });
    },
  );

  test('no certificate is called in force where only some of the hostnames had it', async () => {
    const { world, run } = await play(
      { level: 'hostname', hostnames: [WWW, 'api.example.com'] },
      (standing) => {
        const config = [
          { hostname: 'api.example.com', cert_id: standing.ids.get('predecessor'), enabled: null },
        ];
        standing.byHand('PUT', '/hostnames', { config });
      },
    );
    expect(run.result?.outcome).toBe('rolled-back');
    expect(run.result?.before.get(WWW)?.certificateId).toBe(world.ids.get('predecessor'));
    expect(run.result?.outputs.get('certificate-id')).toBe('');
  });

  test('a deletion that was under way already is waited for, and not taken for done', async () => {
    const { world, run } = await play(
      {
        ...QUIET,
        stale: true,
        variants: { ...KNOWN, deletion: 'times-out' },
        timings: { deployment: 3000, deletion: 30_000, listLag: 60_000 },
      },
      (standing) => {
        standing.time.at(standing.time.now + 110_000, () => {
          standing.byHand('DELETE', `/${standing.ids.get('stale')}`);
          standing.model.adjust({ variants: { deletion: 'plain' } });
        });
      },
    );
    const id = world.ids.get('stale') ?? '';
    expect(world.calls.some(({ method, path }) => method === 'DELETE' && path.endsWith(id))).toBe(true);
    expect(run.result?.predecessors).toContainEqual({ id, fate: 'delete-unconfirmed' });
  });
});

describe('a stuck copy that a run removed is a change', () => {
  const stuck = { ...QUIET, variants: { ...KNOWN, deployment: 'times-out' } } as const;
  const timings = { deploymentTimeout: 5000, deletion: 3000 };

  test.each(['zone', 'hostname'] as const)(
    'also where all else was taken back, at the %s level',
    async (level) => {
      const { world } = await play({ ...stuck, level, timings }, undefined, {
        kind: 'kill',
        of: 'writes',
        call: 0,
        when: 'after',
      });
      await world.time.pass(60_000);
      const again = await runOnce(world, cast, { name: 'run 2' });
      expect(world.writes.map(({ event }) => event.kind)).toEqual([
        'certificate-uploaded',
        'certificate-deleted',
        'certificate-revived',
        'certificate-deleted',
      ]);
      expect(again.result?.outcome).toMatch(/^(?:failed|rolled-back)$/u);
      expect(again.result?.outputs.get('changed')).toBe('true');
    },
  );

  test("and what is uploaded under its id counts as this run's own, also where the answer was lost", async () => {
    const { world } = await play({ ...stuck, timings }, undefined, {
      kind: 'kill',
      of: 'writes',
      call: 0,
      when: 'after',
    });
    await world.time.pass(60_000);
    const again = await runOnce(world, cast, {
      name: 'run 2',
      faults: ({ method }) => (method === 'POST' ? 'cut' : undefined),
    });
    expect(again.result?.outcome).toBe('rolled-back');
    expect(world.writes.at(-1)?.event.kind).toBe('certificate-deleted');
  });

  test('also where the run ends before the removal was confirmed', async () => {
    const { world } = await play({ ...stuck, timings }, undefined, {
      kind: 'kill',
      of: 'writes',
      call: 0,
      when: 'after',
    });
    await world.time.pass(60_000);
    const again = await runOnce(world, cast, {
      name: 'run 2',
      faults: ({ method }) =>
        method === 'GET' && world.writes.some(({ by }) => by === 'run 2') ? '403' : undefined,
    });
    expect(world.writes.filter(({ by }) => by === 'run 2').length).toBe(1);
    expect(again.result?.outputs.get('changed')).toBe('true');
  });
});
