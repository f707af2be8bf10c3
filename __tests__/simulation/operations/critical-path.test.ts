import { describe, expect, jest, test } from '@jest/globals';
import { createAuthority } from '../../../sandbox/authority/index.ts';
import type { Pair } from '../../../sandbox/authority/index.ts';
import { defaultVariants } from '../../../sandbox/model/index.ts';
import { BEGIN, makeCast } from '../cast.ts';
import { PLAIN } from '../scenario.ts';
import { SimulatedWorld } from '../simulated-world.ts';
import { playOperation } from './whole-run.ts';

/*
 * How long runs take on virtual time with Cloudflare's usual times and the default grace: what is left above
 * the critical path are calls that wait for each other without need, and the intervals between polls.
 */
jest.setTimeout(60_000);

const DAY = 86_400_000;
const CALL = 50;
const TIMES = { deployment: 30_000, association: 5_000, deletion: 10_000 };
const GRACE = 120_000;
/** Calls in five minutes, less the reserve that the action keeps. */
const BUDGET = 1180;

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
  const timings = { ...TIMES, release: 0, voidLinger: 0, listLag: 0 };
  const scenario = { ...PLAIN, variants: defaultVariants, timings, predecessor: false };
  const world = new SimulatedWorld(scenario, await makeCast());
  world.latency = () => CALL / 2;
  return world;
}

interface Took {
  readonly took: number;
  /** Milliseconds of the critical path of one zone. */
  readonly path: number;
  readonly calls: readonly string[];
}

async function rotate(
  world: SimulatedWorld,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
  path: number,
): Promise<Took> {
  const began = world.time.now;
  const run = await playOperation(world, { inputs: { zone: '', ...inputs }, env });
  expect(run.problems).toEqual([]);
  expect(run.outputs.get('result')).toBe('rotated');
  const calls = world.calls.map(({ method, path: asked }) => `${method} ${nameOf(asked)}`);
  return { took: world.time.now - began, path, calls };
}

/** A path without ids and query. */
function nameOf(path: string): string {
  return path
    .replace(/\?.*/u, '')
    .replace(/^.*?\/zones(?:\/[0-9a-f]{32})?/u, '')
    .replace(/[0-9a-f-]{32,}$/u, '{id}');
}

async function rotateZones(
  count: number,
  grace = GRACE,
  onFailure: 'stop' | 'continue' = 'stop',
): Promise<Took> {
  const world = await open();
  const [former, next] = [await issue(90), await issue(3)];
  const entries = Array.from({ length: count }, (_, index) => {
    const zone = world.model.addZone({ name: `zone-${String(index)}.test`, enabled: true });
    world.model.install(zone, 'zone', former, BEGIN - 80 * DAY);
    return `  - zone: ${zone.name}\n    targets: [{ level: zone, certificate-env: NEXT }]\n`;
  });
  const inputs = {
    manifest: `zones:\n${entries.join('')}`,
    'grace-period': `${String(grace / 1000)}s`,
    'on-failure': onFailure,
  };
  // Name, list, upload, a look that shows it active, the second look, delete, a look that shows it gone.
  const path = 7 * CALL + TIMES.deployment + grace + TIMES.deletion;
  return await rotate(world, inputs, { NEXT: next.certificate + next.privateKey }, path);
}

/** Hostnames of one zone, a hundred on each certificate; a thousand fill the quota, so they can only be set up. */
async function rotateHostnames(count: number, grace = GRACE, setUp = false): Promise<Took> {
  const world = await open();
  const zone = world.model.addZone({ name: 'large.test' });
  const env: Record<string, string> = {};
  const entries: string[] = [];
  for (let first = 0; first < count; first += 100) {
    const next = await issue(3);
    const names = Array.from(
      { length: Math.min(100, count - first) },
      (_, index) => `h${String(first + index)}.${zone.name}`,
    );
    if (!setUp) {
      const id = world.model.install(zone, 'hostname', await issue(90), BEGIN - 80 * DAY);
      for (const name of names) world.model.associate(zone, name, id, true, BEGIN - 70 * DAY);
    }
    env[`PEM_${String(first)}`] = next.certificate + next.privateKey;
    entries.push(
      `      - { level: hostname, hostnames: [${names.join(', ')}], certificate-env: PEM_${String(first)} }`,
    );
  }
  const inputs = {
    manifest: ['zones:', `  - zone: ${zone.name}`, '    targets:', ...entries].join('\n'),
    'grace-period': `${String(grace / 1000)}s`,
  };
  const batches = Math.ceil(Math.min(count, 100) / 25);
  // Name, lists, upload, a look; a PUT and a look for each batch; changes of a zone follow each other.
  const toMove = 3 + entries.length + 2 * batches;
  const path = toMove * CALL + TIMES.deployment + batches * TIMES.association;
  // The second look, delete, a look that shows it gone.
  const toRemove = (2 + entries.length) * CALL + grace + TIMES.deletion;
  return await rotate(world, inputs, env, setUp ? path : path + toRemove);
}

describe('calls of one rotation without grace', () => {
  test('at zone level: forty at most, and each but the polls has its reason', async () => {
    const { calls } = await rotateZones(1, 0);
    expect(calls.length).toBeLessThanOrEqual(40);
    const polls = calls.filter((call) => call === 'GET /origin_tls_client_auth/{id}').length;
    expect(calls.length - polls).toBe(7);
  });

  test('at hostname level: forty at most as well', async () => {
    const { calls } = await rotateHostnames(2, 0);
    expect(calls.length).toBeLessThanOrEqual(40);
  });
});

describe('the wall time against the critical path', () => {
  test.each([1, 10])('%i zones: hardly longer', async (count) => {
    const { took, path, calls } = await rotateZones(count);
    expect(took / path).toBeLessThan(1.05);
    expect(calls.length).toBeLessThanOrEqual(40 * count);
  });

  // With `stop` the others begin once sixteen have ended, since one mistake is to reach no more.
  test.each([
    ['continue', 1, BUDGET],
    ['stop', 2, 1.1 * BUDGET],
  ] as const)('100 zones: hardly longer, nor more calls: %s', async (onFailure, waves, most) => {
    const { took, path, calls } = await rotateZones(100, GRACE, onFailure);
    expect(took / (waves * path)).toBeLessThan(1.05);
    expect(calls.length).toBeLessThan(most);
  });

  test.each([
    [1, 'rotated', 40],
    [500, 'rotated', 250],
    [1000, 'set up', 350],
  ] as const)('%i hostnames of one zone, %s: hardly longer', async (count, what, most) => {
    const { took, path, calls } = await rotateHostnames(count, GRACE, what === 'set up');
    expect(took / path).toBeLessThan(what === 'rotated' ? 1.05 : 1.1);
    // Ten targets of a zone that look for the same thing ask together.
    expect(calls.length).toBeLessThan(most);
  });
});
