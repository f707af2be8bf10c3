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

interface Times {
  readonly deployment: number;
  readonly deletion: number;
  readonly grace: number;
}

const SHORT: Times = { deployment: DEPLOYMENT, deletion: DELETION, grace: GRACE };
/** As it is over the Internet, with the default grace. */
const REAL: Times = { deployment: 30_000, deletion: 10_000, grace: 120_000 };

async function open({ deployment, deletion }: Times): Promise<SimulatedWorld> {
  const timings = {
    deployment,
    association: ASSOCIATION,
    deletion,
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
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const began = world.time.now;
  const run = await playOperation(world, { inputs: { zone: '', ...inputs }, env });
  expect(run.problems).toEqual([]);
  expect(run.outputs.get('result')).toBe('rotated');
  return world.time.now - began;
}

/** Milliseconds for all zones, and those of the critical path of one; and the calls for all. */
async function rotateZones(
  count: number,
  times: Times,
  onFailure: 'stop' | 'continue' = 'stop',
): Promise<{ readonly took: number; readonly path: number; readonly calls: number }> {
  const world = await open(times);
  const [former, next] = [await issue(90), await issue(3)];
  const entries = Array.from({ length: count }, (_, index) => {
    const zone = world.model.addZone({ name: `zone-${String(index)}.test`, enabled: true });
    world.model.install(zone, 'zone', former, BEGIN - 80 * DAY);
    return `  - zone: ${zone.name}\n    targets: [{ level: zone, certificate-env: NEXT }]\n`;
  });
  const inputs = {
    manifest: `zones:\n${entries.join('')}`,
    'grace-period': `${String(times.grace / 1000)}s`,
    'on-failure': onFailure,
  };
  const took = await rotate(world, inputs, { NEXT: next.certificate + next.privateKey });
  // Name, list, upload, a look that shows it active, the second look, delete, a look that shows it gone.
  const path = 7 * CALL + times.deployment + times.grace + times.deletion;
  return { took, path, calls: world.calls.length };
}

describe('zones', () => {
  test.each([1, 10, 16])('%i at once take hardly longer than the critical path of one', async (count) => {
    const { took, path } = await rotateZones(count, SHORT);
    expect(took / path).toBeLessThan(MOST);
  });

  // With `stop` the others begin once sixteen have ended, since one mistake is to reach no more.
  test.each([
    ['continue', REAL, 1, 1.05],
    ['stop', REAL, 2, 1.05],
    ['continue', SHORT, 1, 1.15],
    ['stop', SHORT, 2, 1.15],
  ] as const)(
    '100 take hardly more calls than fit into one window of the rate limit, since one looks for all: %s, %j',
    async (onFailure, times, waves, most) => {
      const { took, path, calls } = await rotateZones(100, times, onFailure);
      expect(calls).toBeLessThan(waves === 1 ? 1180 : 1300);
      expect(took / (waves * path)).toBeLessThan(most);
    },
  );
});

describe('hostnames of one zone, set up', () => {
  test.each([1, 100, 1000])('%i take hardly longer than the critical path', async (count) => {
    const world = await open(SHORT);
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
    const took = await rotate(world, { manifest, 'grace-period': '1s' }, env);
    const batches = Math.ceil(Math.min(count, 100) / 25);
    // Name, lists, an upload for each certificate, a look; a PUT and a look for each batch.
    const calls = 4 + (entries.length / 3 - 1) + 2 * batches;
    expect(took / (calls * CALL + DEPLOYMENT + batches * ASSOCIATION)).toBeLessThan(MOST);
    // The targets of one zone look together: ten of them poll hardly more often than one.
    expect(world.calls.length).toBeLessThan(400);
  });
});
