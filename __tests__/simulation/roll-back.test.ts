import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Variants } from '../../sandbox/model/index.ts';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import type { Ending, Fault, FaultPlan } from './faults.ts';
import { runOnce } from './run-once.ts';
import type { Run } from './run-once.ts';
import { PLAIN, SHORT_WAITS } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { SimulatedWorld } from './simulated-world.ts';
import { failedHandshakes } from './traffic.ts';
import { copiesOf, rowOf } from './truth.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

const WWW = 'www.example.com';
const KNOWN: Partial<Variants> = {
  deployment: 'plain',
  deletion: 'plain',
  zoneFallback: 'older',
  associationList: 'available',
  voidClears: 'after-linger',
  invalidPut: 'nothing',
};

/** The origin refuses the successor; nothing else is wrong but what the test adds. */
const REFUSING: Scenario = {
  ...PLAIN,
  timings: SHORT_WAITS,
  variants: KNOWN,
  successor: 'other-issuer',
  originTrusts: 'old',
  hostnames: [WWW],
};

interface Ended {
  readonly world: SimulatedWorld;
  readonly run: Run;
  readonly outcome: string | undefined;
  readonly said: string;
  readonly inForce: string;
}

/** What goes wrong with a call; `back`: only once the run goes back. */
type Wrong = (world: SimulatedWorld, back: boolean) => FaultPlan;

async function play(more: Partial<Scenario>, wrong?: Wrong, ending?: Ending): Promise<Ended> {
  const world = new SimulatedWorld({ ...REFUSING, ...more }, cast);
  const goesBack = (): boolean => world.trace.some((line) => line.includes('Going back to what'));
  const faults: FaultPlan = (call) => wrong?.(world, goesBack())(call);
  const run = await runOnce(world, cast, {
    name: 'run 1',
    faults,
    ...(ending === undefined ? {} : { ending }),
  });
  await world.time.pass(300_000);
  return {
    world,
    run,
    outcome: run.result?.outcome,
    said: [run.result?.sentence, ...run.process.said].join('\n'),
    inForce: run.result?.inForce ?? '',
  };
}

/** Whether visitors get what they had before the run, now that everything is over. */
function isBack({ world }: Ended): boolean {
  const { scenario, time } = world;
  const copies = copiesOf(world, cast.foreign.fingerprint, time.now);
  if (scenario.level === 'zone') return copies.length === 0;
  return scenario.hostnames.every(
    (hostname) => rowOf(world, hostname, time.now)?.certificateId === world.ids.get('predecessor'),
  );
}

const sentBack = ({ world, run }: Ended): number =>
  world.calls.filter(({ method, at }) => {
    const since = run.process.cancelledAt ?? Number.POSITIVE_INFINITY;
    return method !== 'GET' && at >= since;
  }).length;

const LEVELS = ['zone', 'hostname'] as const;

describe.each(LEVELS)('the call that restores is made at the %s level', (level) => {
  test('although nothing can be read', async () => {
    const ended = await play({ level }, (_, back) => ({ method }) => {
      return back && method === 'GET' ? '503 before' : undefined;
    });
    expect(isBack(ended)).toBe(true);
  });

  test('soon, although reads hang', async () => {
    const ended = await play({ level }, (_, back) => ({ method }) => {
      return back && method === 'GET' ? 'timeout-before' : undefined;
    });
    expect(isBack(ended)).toBe(true);
    const until = Math.max(...failedHandshakes(ended.world).map((one) => one.until));
    const from = Math.min(...failedHandshakes(ended.world).map((one) => one.from));
    expect(until - from).toBeLessThan(60_000);
  });

  test('after a cancel amid a read that hangs', async () => {
    const ended = await play(
      { level },
      (_, back) =>
        ({ method }) =>
          back && method === 'GET' ? 'timeout-before' : undefined,
      { kind: 'cancel', call: 0, when: 'before', of: 'roll-back', later: 8000 },
    );
    expect(ended.run.process.killed).toBe(false);
    expect(ended.outcome).toBe('rolled-back');
    expect(isBack(ended)).toBe(true);
    expect(sentBack(ended)).toBe(1);
  });

  test('after a cancel amid a back-off, ten seconds after it was first tried', async () => {
    let refused = 0;
    const ended = await play(
      { level },
      (_, back) =>
        ({ method }) => {
          if (!back || method === 'GET' || refused >= 3) return undefined;
          refused += 1;
          return '409';
        },
      { kind: 'cancel', call: level === 'zone' ? 1 : 2, when: 'after', of: 'roll-back', later: 11_000 },
    );
    expect(ended.run.process.cancelledAt).toBeDefined();
    expect(ended.run.process.killed).toBe(false);
    expect(ended.outcome).toBe('rolled-back');
    expect(isBack(ended)).toBe(true);
  });
});

describe('a cut-over that arrives late', () => {
  test('is pointed back before the upload is removed', async () => {
    let first = true;
    const ended = await play({ level: 'hostname' }, () => ({ method }) => {
      if (method !== 'PUT' || !first) return undefined;
      first = false;
      return 'timeout-later';
    });
    expect(ended.outcome).toBe('rolled-back');
    expect(isBack(ended)).toBe(true);
    expect(copiesOf(ended.world, cast.foreign.fingerprint, ended.world.time.now)).toEqual([]);
  });

  test('each time ends the run as failed', async () => {
    const ended = await play({ level: 'hostname' }, (world, back) => ({ method, write }) => {
      if (!back || method !== 'PUT' || write === undefined) return undefined;
      const [upload] = copiesOf(world, cast.foreign.fingerprint, world.time.now);
      const config = [{ hostname: WWW, cert_id: upload?.id, enabled: true }];
      world.time.at(world.time.now + 2000, () => world.byHand('PUT', '/hostnames', { config }));
      return undefined;
    });
    expect(ended.outcome).toBe('failed');
    expect(ended.said).toContain(`${WWW} is on the new certificate again, or still`);
    expect(ended.inForce).toContain(`Pointed at the new certificate: ${WWW}.`);
    expect(ended.run.result?.inForceId).toBeUndefined();
  });
});

describe('what is said of a roll-back is so', () => {
  test('where the zone does not fall back, the run fails and names nothing as in force', async () => {
    const ended = await play({ level: 'zone', variants: { ...KNOWN, zoneFallback: 'nothing' } });
    expect(ended.outcome).toBe('failed');
    expect(ended.said).toContain('visitors are not served with it');
    expect(ended.run.result?.inForceId).toBeUndefined();
    expect(ended.inForce).toContain('whether Cloudflare uses it again is not confirmed');
  });

  test.each(LEVELS)('edges that lag are waited for at the %s level', async (level) => {
    const lagging = { lagMs: 100_000 };
    const ended = await play({ level, edges: [lagging, lagging] });
    expect(ended.outcome).toBe('rolled-back');
    expect(ended.inForce).toContain('the probe passed 5 times in a row');
    expect(isBack(ended)).toBe(true);
  });

  test('cancelled once the hostname was pointed back', async () => {
    const ended = await play({ level: 'hostname' }, undefined, {
      kind: 'cancel',
      call: 2,
      when: 'after',
      of: 'roll-back',
    });
    expect(ended.outcome).toBe('rolled-back');
    expect(ended.inForce).toContain(`Pointed back to what they had before: ${WWW}.`);
    expect(ended.inForce).not.toContain('Pointed at the new certificate');
  });

  test('a deletion refused after a cancel is no way back', async () => {
    const ended = await play(
      { level: 'zone' },
      () =>
        ({ method }) =>
          method === 'DELETE' ? '403' : undefined,
      { kind: 'cancel', call: 0, when: 'before', of: 'roll-back' },
    );
    expect(ended.outcome).toBe('failed');
    expect(ended.said).toContain('going back failed too');
  });

  test('an upload that cannot be removed is named', async () => {
    const ended = await play(
      { level: 'hostname' },
      () =>
        ({ method }) =>
          method === 'DELETE' ? '403' : undefined,
    );
    const [orphan] = copiesOf(ended.world, cast.foreign.fingerprint, ended.world.time.now);
    expect(ended.outcome).toBe('rolled-back');
    expect(ended.said).toContain(
      `Warning: The certificate ${orphan?.id}, uploaded by this run, was not removed.`,
    );
    expect(ended.inForce).toContain(`The certificate ${orphan?.id}, uploaded by this run, is there still`);
  });

  test('a switch whose answers are all lost is read', async () => {
    const ended = await play(
      { level: 'zone', switchOn: false },
      (_, back) =>
        ({ method }) =>
          back && method === 'PUT' ? 'reset-after' : undefined,
    );
    expect(ended.outcome).toBe('rolled-back');
    expect(ended.world.zone.enabled.at(ended.world.time.now)).toBe(false);
    expect(ended.inForce).toContain('origin pulls of the zone are off');
  });
});

describe('a refusal that was applied in part', () => {
  const PART: Partial<Scenario> = {
    level: 'hostname',
    successor: 'same-issuer',
    originTrusts: 'both',
    probed: false,
    hostnames: [WWW, 'api.other.test'],
    variants: { ...KNOWN, invalidPut: 'part', hostnameOutsideZone: 'accepted' },
  };

  async function refusedInPart(fault: Fault | undefined): Promise<SimulatedWorld & { readonly ended: Run }> {
    const world = new SimulatedWorld({ ...REFUSING, ...PART }, cast);
    world.model.adjust({ variants: { hostnameOutsideZone: 'refused' } });
    let refused = false;
    const faults: FaultPlan = ({ method }) => {
      const back = world.trace.some((line) => line.includes('Going back to what'));
      const now = refused && !back && method === 'GET' ? fault : undefined;
      refused ||= method === 'PUT';
      return now;
    };
    const ended = await runOnce(world, cast, { name: 'run 1', faults });
    await world.time.pass(300_000);
    return Object.assign(world, { ended });
  }

  test('is read and taken back, and nothing is left behind', async () => {
    const world = await refusedInPart(undefined);
    expect(world.ended.result?.outcome).toBe('rolled-back');
    expect(world.ended.result?.inForce).toContain(`${WWW} is back on what it had before.`);
    expect(rowOf(world, WWW, world.time.now)?.certificateId).toBe(world.ids.get('predecessor'));
    expect(copiesOf(world, cast.successor.fingerprint, world.time.now)).toEqual([]);
  });

  test('is taken back also where it cannot be read', async () => {
    const world = await refusedInPart('503 before');
    expect(rowOf(world, WWW, world.time.now)?.certificateId).toBe(world.ids.get('predecessor'));
    expect(world.ended.result?.outcome).toBe('failed');
    expect(world.ended.result?.inForce).not.toContain('Pointed at the new certificate');
  });
});
