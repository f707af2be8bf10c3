import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { KNOWN, WWW } from './refusing.ts';
import { runOnce } from './run-once.ts';
import type { Run } from './run-once.ts';
import { PLAIN, SHORT_WAITS } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { SimulatedWorld } from './simulated-world.ts';
import { rowOf } from './truth.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

interface Played {
  readonly world: SimulatedWorld;
  readonly first: Run;
  readonly second: Run;
}

/** The site demands a certificate, so that a probe fails wherever none is presented. */
async function play(more: Partial<Scenario>, byHand?: (world: SimulatedWorld) => void): Promise<Played> {
  const world = new SimulatedWorld(
    {
      ...PLAIN,
      timings: SHORT_WAITS,
      variants: KNOWN,
      level: 'hostname',
      hostnames: [WWW, 'api.example.com'],
      enable: false,
      ...more,
    },
    cast,
  );
  byHand?.(world);
  const first = await runOnce(world, cast, { name: 'run 1' });
  const second = await runOnce(world, cast, { name: 'run 2' });
  return { world, first, second };
}

const id = ({ world }: Played): string | undefined =>
  [...world.zone.certificates.values()].find(({ facts }) => facts.fingerprint === cast.successor.fingerprint)
    ?.id;

describe('with `enable: false`, where nobody is shown the successor', () => {
  test('hostnames without an association get none: it is uploaded, and replaces nothing', async () => {
    const played = await play({ predecessor: false, stale: true });
    const { world, first, second } = played;
    expect(first.result?.outcome).toBe('rotated');
    expect(first.result?.sentence).toContain('not presented for www.example.com, api.example.com');
    expect(first.result?.outputs.get('certificate-id')).toBe('');
    expect(second.result?.outcome).toBe('unchanged');
    expect(second.result?.sentence).toContain('not presented');
    expect(world.writes.map(({ event }) => event.kind)).toEqual(['certificate-uploaded']);
  });

  test('hostnames that are off are re-pointed and stay off, and no probe of them turns the run back', async () => {
    const played = await play({ formerEnabled: false });
    const { world, first, second } = played;
    expect(first.result?.outcome).toBe('rotated');
    expect(first.result?.outputs.get('certificate-id')).toBe('');
    expect(first.result?.predecessors).toEqual([{ id: world.ids.get('predecessor'), fate: 'deleted' }]);
    expect(rowOf(world, WWW, world.time.now)).toMatchObject({ certificateId: id(played), enabled: false });
    expect(second.result?.outcome).toBe('unchanged');
  });

  test('of two hostnames one had none: it is told apart, and the other is served', async () => {
    const played = await play({ predecessor: false, stranger: true }, (world) => {
      const config = [{ hostname: WWW, cert_id: world.ids.get('stranger'), enabled: true }];
      expect(world.byHand('PUT', '/hostnames', { config })).toBe(true);
    });
    const { first, second } = played;
    expect(first.result?.outcome).toBe('rotated');
    expect(first.result?.sentence).toBe(
      `The new certificate is in force for ${WWW}. Not presented for api.example.com.`,
    );
    expect(second.result?.sentence).toBe(
      `The certificate is already in force for ${WWW}; there was nothing to do. Not presented for api.example.com.`,
    );
    expect(second.result?.outputs.get('certificate-id')).toBe(id(played));
  });

  test('a zone that is off stays off', async () => {
    const { world, first, second } = await play({ level: 'zone', switchOn: false, predecessor: false });
    expect(first.result?.outcome).toBe('rotated');
    expect(first.result?.sentence).toContain('not presented for the zone');
    expect(first.result?.outputs.get('certificate-id')).toBe('');
    expect(second.result?.outcome).toBe('unchanged');
    expect(world.zone.enabled.at(world.time.now)).toBe(false);
  });
});
