import type { Variants } from '../../sandbox/model/index.ts';
import { trustedBy } from './cast.ts';
import type { Cast } from './cast.ts';
import type { CallFacts, Ending, FaultPlan } from './faults.ts';
import { GOES_BACK } from './process.ts';
import { runOnce } from './run-once.ts';
import type { Run } from './run-once.ts';
import { PLAIN, SHORT_WAITS } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { SimulatedWorld } from './simulated-world.ts';
import { copiesOf, rowOf } from './truth.ts';

export const WWW = 'www.example.com';
export const KNOWN: Partial<Variants> = {
  deployment: 'plain',
  deletion: 'plain',
  zoneFallback: 'older',
  associationList: 'available',
  voidClears: 'after-linger',
  invalidPut: 'nothing',
};

/** The origin refuses the successor; nothing else is wrong but what the test adds. */
export const REFUSING: Scenario = {
  ...PLAIN,
  timings: SHORT_WAITS,
  variants: KNOWN,
  successor: 'other-issuer',
  originTrusts: 'old',
  hostnames: [WWW],
};

export interface Ended {
  readonly world: SimulatedWorld;
  readonly run: Run;
  readonly outcome: string | undefined;
  readonly said: string;
  readonly inForce: string;
}

/** What goes wrong with a call; `back`: only once the run goes back. */
export type Wrong = (world: SimulatedWorld, back: boolean) => FaultPlan;

export async function playRefusing(
  cast: Cast,
  more: Partial<Scenario>,
  wrong?: Wrong,
  ending?: Ending,
): Promise<Ended> {
  const world = new SimulatedWorld({ ...REFUSING, ...more }, cast);
  const goesBack = (): boolean => world.trace.some((line) => GOES_BACK.test(line));
  const faults: FaultPlan = (call, cancelled) => wrong?.(world, goesBack())(call, cancelled);
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
export function isBack(cast: Cast, { world }: Ended): boolean {
  const { scenario, time } = world;
  const copies = copiesOf(world, cast.foreign.fingerprint, time.now);
  if (scenario.level === 'zone') return copies.length === 0;
  return scenario.hostnames.every(
    (hostname) => rowOf(world, hostname, time.now)?.certificateId === world.ids.get('predecessor'),
  );
}

export const OTHER = 'shop.example.com';
/** Somebody points another hostname shortly before the grace ends. */
export const REFUSES_LATER = {
  level: 'hostname',
  hostnames: [WWW],
  stranger: true,
  originTrusts: 'both',
  acceptIssuerChange: true,
} as const satisfies Partial<Scenario>;

/** While that one is waited for, the origin begins to refuse the successor. */
export function refuseOnceWaiting(world: SimulatedWorld, cast: Cast): (call: CallFacts) => undefined {
  return ({ method }) => {
    const config = [{ hostname: OTHER, cert_id: world.ids.get('stranger'), enabled: true }];
    const begins = method === 'PUT' && !world.trace.some((line) => line.includes(OTHER));
    if (begins) world.time.at(world.time.now + 100_000, () => world.byHand('PUT', '/hostnames', { config }));
    if (world.trace.some((line) => line.includes(`${OTHER} changed a moment ago`)))
      Object.assign(world.trust, { authorities: trustedBy(cast).old });
    return undefined;
  };
}
