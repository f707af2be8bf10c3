import { describe, expect, jest, test } from '@jest/globals';
import { createAuthority } from '../../../sandbox/authority/index.ts';
import type { Pair } from '../../../sandbox/authority/index.ts';
import { defaultVariants } from '../../../sandbox/model/index.ts';
import { BEGIN, makeCast } from '../cast.ts';
import { PLAIN } from '../scenario.ts';
import { SimulatedWorld } from '../simulated-world.ts';
import { playOperation } from './whole-run.ts';

/*
 * How long runs take on virtual time, where computing takes none: what is left above the critical path are calls
 * that wait for each other without need, and the intervals between polls. The same world as in `bench/`.
 */
jest.setTimeout(60_000);

const DAY = 86_400_000;
const CALL = 50;
const DEPLOYMENT = 2000;
const ASSOCIATION = 1000;
const DELETION = 500;
const GRACE = 1000;
/** Name, list, upload, a look that shows it active, the second look, delete, a look that shows it gone. */
const ZONE_PATH = 7 * CALL + DEPLOYMENT + GRACE + DELETION;
const MOST = 1.06;

const authority = createAuthority({ subject: 'CN=Estate authority', notBefore: BEGIN - 900 * DAY });

async function issue(daysAgo: number): Promise<Pair> {
  const { issue: sign } = await authority;
  return await sign({
    subject: 'CN=origin pull',
    notBefore: BEGIN - daysAgo * DAY,
    notAfter: BEGIN + 400 * DAY,
  });
}

async function open(): Promise<SimulatedWorld> {
  const timings = {
    deployment: DEPLOYMENT,
    association: ASSOCIATION,
    deletion: DELETION,
    release: 0,
    voidLinger: 0,
    listLag: 0,
  };
  const scenario = { ...PLAIN, variants: defaultVariants, timings, predecessor: false };
  const world = new SimulatedWorld(scenario, await makeCast());
  world.latency = () => CALL / 2;
  return world;
}

async function rotate(
  world: SimulatedWorld,
  manifest: string,
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const began = world.time.now;
  const run = await playOperation(world, { inputs: { zone: '', manifest, 'grace-period': '1s' }, env });
  expect(run.problems).toEqual([]);
  expect(run.outputs.get('result')).toBe('rotated');
  return world.time.now - began;
}

async function rotateZones(count: number): Promise<{ readonly took: number; readonly calls: number }> {
  const world = await open();
  const [former, next] = [await issue(90), await issue(3)];
  const entries = Array.from({ length: count }, (_, index) => {
    const zone = world.model.addZone({ name: `zone-${String(index)}.test`, enabled: true });
    world.model.install(zone, 'zone', former, BEGIN - 80 * DAY);
    return `  - zone: ${zone.name}\n    targets: [{ level: zone, certificate-env: NEXT }]\n`;
  });
  const env = { NEXT: next.certificate + next.privateKey };
  const took = await rotate(world, `zones:\n${entries.join('')}`, env);
  return { took, calls: world.calls.length };
}

describe('zones', () => {
  test.each([1, 10, 16])('%i at once take hardly longer than the critical path of one', async (count) => {
    const { took } = await rotateZones(count);
    expect(took / ZONE_PATH).toBeLessThan(MOST);
  });

  test('60 take two waves, since a mistake is to reach sixteen at most, and little more', async () => {
    const { took } = await rotateZones(60);
    expect(took / (2 * ZONE_PATH)).toBeLessThan(1.3);
  });

  test('100 leave fewer than two polls for each: they wait, but for no other window', async () => {
    const { took, calls } = await rotateZones(100);
    expect(calls).toBeLessThan(1100);
    expect(took).toBeLessThan(30_000);
  });
});

describe('hostnames of one zone, set up', () => {
  test.each([1, 100, 1000])('%i take hardly longer than the critical path', async (count) => {
    const world = await open();
    const zone = world.model.addZone({ name: 'large.test' });
    const env: Record<string, string> = {};
    const entries: string[] = [];
    for (let first = 0; first < count; first += 100) {
      const { certificate, privateKey } = await issue(3);
      const names = Array.from(
        { length: Math.min(100, count - first) },
        (_, index) => `h${String(first + index)}.${zone.name}`,
      );
      env[`PEM_${String(first)}`] = certificate + privateKey;
      entries.push(
        '      - level: hostname',
        `        hostnames: [${names.join(', ')}]`,
        `        certificate-env: PEM_${String(first)}`,
      );
    }
    const manifest = ['zones:', `  - zone: ${zone.name}`, '    targets:', ...entries].join('\n');
    const took = await rotate(world, manifest, env);
    const batches = Math.ceil(Math.min(count, 100) / 25);
    // Name, lists, an upload for each certificate, a look; a PUT and a look for each batch.
    const calls = 4 + (entries.length / 3 - 1) + 2 * batches;
    expect(took / (calls * CALL + DEPLOYMENT + batches * ASSOCIATION)).toBeLessThan(MOST);
    // The targets of one zone look together: ten of them poll hardly more often than one.
    expect(world.calls.length).toBeLessThan(400);
  });
});
