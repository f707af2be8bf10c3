import { expect, jest, test } from '@jest/globals';
import { createAuthority } from '../../../sandbox/authority/index.ts';
import { defaultVariants } from '../../../sandbox/model/index.ts';
import { BEGIN, makeCast } from '../cast.ts';
import { PLAIN, SHORT_WAITS } from '../scenario.ts';
import { SimulatedWorld } from '../simulated-world.ts';
import { playOperation } from './whole-run.ts';

jest.setTimeout(60_000);

const DAY = 86_400_000;
const ZONES = 100;
const SERVICES = ['www', 'api', 'shop'] as const;
const WINDOW = 300_000;
const MOST = 1200;
/** What the action allows itself of it. */
const BUDGET = 1180;
/** Three targets of a zone, one after another, each with its two minutes of grace, some of it within a forced wait. */
const OWN_TIME = { continue: 300_000, stop: 360_000 } as const;

test.each(['stop', 'continue'] as const)(
  '100 zones with 3 hostname certificates each never exceed the budget, and lose no time beyond it: %s',
  async (onFailure) => {
    const world = new SimulatedWorld(
      { ...PLAIN, variants: defaultVariants, timings: SHORT_WAITS },
      await makeCast(),
    );
    const authority = await createAuthority({ subject: 'CN=Estate authority', notBefore: BEGIN - 900 * DAY });
    const pairs = await Promise.all(
      SERVICES.map(async (service) => {
        const issue = (days: number) =>
          authority.issue({
            subject: `CN=${service}`,
            notBefore: BEGIN - days * DAY,
            notAfter: BEGIN + 400 * DAY,
          });
        return { service, former: await issue(90), next: await issue(3) };
      }),
    );
    const zones = Array.from({ length: ZONES }, (_, index) => {
      const name = `zone-${String(index)}.test`;
      const zone = world.model.addZone({ name });
      for (const { service, former } of pairs) {
        const id = world.model.install(zone, 'hostname', former, BEGIN - 80 * DAY);
        world.model.associate(zone, `${service}.${name}`, id, true, BEGIN - 70 * DAY);
      }
      return zone;
    });
    const target = (name: string, service: string): string =>
      `      - { level: hostname, hostnames: [${service}.${name}], certificate-env: ${service.toUpperCase()} }\n`;
    const manifest = zones.map(
      ({ name }) =>
        `  - zone: ${name}\n    targets:\n${SERVICES.map((service) => target(name, service)).join('')}`,
    );
    const began = world.time.now;
    const run = await playOperation(world, {
      inputs: { zone: '', manifest: `zones:\n${manifest.join('')}`, timeout: '3h', 'on-failure': onFailure },
      env: Object.fromEntries(
        pairs.map(({ service, next }) => [service.toUpperCase(), next.certificate + next.privateKey]),
      ),
    });
    const took = world.time.now - began;

    expect(run.problems).toEqual([]);
    expect(run.outputs.get('result')).toBe('rotated');
    const times = world.calls.map(({ at }) => at);
    const crowded = times.filter(
      (at, index) => (times[index + MOST] ?? Number.POSITIVE_INFINITY) - at < WINDOW,
    );
    expect(crowded).toEqual([]);
    expect(world.trace.filter((line) => line.includes('→ 429'))).toEqual([]);
    // The calls beyond the first window have to wait for theirs. Beside that there is the time that the targets
    // of a zone take by themselves, and with `stop` the same once more, until the first zones are done.
    const forced = Math.floor((times.length - 1) / BUDGET) * (WINDOW + 1000);
    expect(forced).toBeGreaterThan(0);
    expect(took).toBeLessThan(forced + OWN_TIME[onFailure]);
  },
);

test('100 zones with a certificate at zone level fit into one window, and wait for nothing', async () => {
  const world = new SimulatedWorld(
    { ...PLAIN, variants: defaultVariants, timings: { deployment: 2000, deletion: 500 } },
    await makeCast(),
  );
  const authority = await createAuthority({ subject: 'CN=Estate authority', notBefore: BEGIN - 900 * DAY });
  const [former, next] = await Promise.all(
    [90, 3].map((days) =>
      authority.issue({
        subject: 'CN=estate',
        notBefore: BEGIN - days * DAY,
        notAfter: BEGIN + 400 * DAY,
      }),
    ),
  );
  if (former === undefined || next === undefined) throw new Error('no certificates');
  const entries = Array.from({ length: ZONES }, (_, index) => {
    const zone = world.model.addZone({ name: `zone-${String(index)}.test`, enabled: true });
    world.model.install(zone, 'zone', former, BEGIN - 80 * DAY);
    return `  - zone: ${zone.name}\n    targets: [{ level: zone, certificate-env: NEXT }]\n`;
  });
  const began = world.time.now;
  const run = await playOperation(world, {
    inputs: { zone: '', manifest: `zones:\n${entries.join('')}`, 'grace-period': '1s' },
    env: { NEXT: next.certificate + next.privateKey },
  });
  expect(run.problems).toEqual([]);
  expect(run.outputs.get('result')).toBe('rotated');
  expect(world.calls.length).toBeLessThan(BUDGET);
  expect(world.time.now - began).toBeLessThan(WINDOW);
});
