import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import type { Ending } from './faults.ts';
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

interface Ended {
  readonly world: SimulatedWorld;
  readonly run: Run;
}

async function play(
  more: Partial<Scenario>,
  prepare: (world: SimulatedWorld) => void = () => undefined,
  ending?: Ending,
): Promise<Ended> {
  const world = new SimulatedWorld({ ...REFUSING, ...more }, cast);
  prepare(world);
  const run = await runOnce(world, cast, { name: 'run 1', ...(ending === undefined ? {} : { ending }) });
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
      `The deletion of the certificate ${id}, uploaded by this run, was asked for and is not confirmed`,
    );
    expect(run.result?.inForce).not.toContain('is there still');
    expect(run.result?.warnings.join()).toContain('is not confirmed');
    expect(run.result?.warnings.join()).not.toContain('was not removed');
  });

  test.each(['zone', 'hostname'] as const)(
    'a predecessor whose deletion by somebody else was given up is there still, at the %s level',
    async (level) => {
      const { world, run } = await play(
        {
          level,
          stale: true,
          probed: false,
          successor: 'same-issuer',
          originTrusts: 'both',
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
});
