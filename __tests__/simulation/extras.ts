import { createRandom } from '../../sandbox/model/index.ts';
import type { Random } from '../../sandbox/model/index.ts';
import { PASSING_FAULTS, RARE_FAULTS } from './faults.ts';
import type { Ending, Fault, FaultPlan } from './faults.ts';
import { HICCUPS } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * What may vary beside what `drawScenario` draws, by a random stream of its own: a seed that once showed
 * something keeps its world where it is played without them.
 */
export function drawExtras(scenario: Scenario): Scenario {
  const random = createRandom(scenario.seed + 1009);
  // Half of the worlds stay plain, so that what is odd does not hide what is ordinary.
  if (random.next() < 0.5) return scenario;
  const perHostname = scenario.level === 'hostname';
  const keeps = perHostname && scenario.predecessor && random.next() < 0.15;
  const lag = Math.max(...scenario.edges.map(({ lagMs = 0, jitterMs = 0 }) => lagMs + jitterMs));
  const refuses = random.next() < 0.2;
  return {
    ...scenario,
    ...(refuses ? { successor: 'other-issuer', originTrusts: 'old' } : {}),
    ...(refuses && random.next() < 0.7 ? { probed: true, site: 'fine', flaky: 0 } : {}),
    // A shorter grace than edges lag is asking for trouble.
    grace: Math.max(random.pick([0, 30 * SECOND, 2 * MINUTE, 5 * MINUTE]), lag > 0 ? 2 * MINUTE : 0),
    timeout: random.pick([4 * MINUTE, 8 * MINUTE, 30 * MINUTE, 30 * MINUTE]),
    enable: random.next() < 0.8,
    formerEnabled: !perHostname || random.next() < 0.75,
    replace: keeps,
    acceptIssuerChange: random.next() < 0.6,
    origin: random.pick([undefined, undefined, 'unreachable', 'enforcing', 'open'] as const),
    hiccup: random.pick(HICCUPS),
    refusesInPart: random.next() < 0.5,
    // Which hostnames are on a certificate only the list tells.
    ...(keeps
      ? { otherHostnames: [], variants: { ...scenario.variants, associationList: 'available' } }
      : {}),
    timings: {
      ...scenario.timings,
      associationListLag: random.pick<number | readonly [number, number]>([0, 0, [0, 5 * SECOND]]),
    },
  };
}

/** Now and then a fault that the ordinary plan does not know. */
export function withRareFaults(scenario: Scenario, nth: number, plan: FaultPlan): FaultPlan {
  const random = createRandom(scenario.seed * 13 + nth + 1009);
  const rate = random.pick([0, 0, 0.02, 0.1]);
  return (call, cancelled) => rareFault(random, rate) ?? plan(call, cancelled);
}

/** Errors that strike good calls now and then: most often one alone, as people met them. */
export function withPassingFaults(scenario: Scenario, nth: number, plan: FaultPlan): FaultPlan {
  const random = createRandom(scenario.seed * 19 + nth + 6007);
  const fault = random.pick(PASSING_FAULTS);
  const call = random.between(0, 40);
  const rate = random.pick([0, 0, 0.02, 0.1]);
  return (facts, cancelled) => {
    if (facts.index === call) return fault;
    return random.next() < rate ? random.pick(PASSING_FAULTS) : plan(facts, cancelled);
  };
}

/** What goes wrong with a run, and how it ends. */
export interface Course {
  readonly faults: FaultPlan;
  readonly ending?: Ending;
}

const SILENT: readonly [Fault, ...Fault[]] = ['timeout-before', 'timeout-after', 'timeout-later'];

/** Now and then a run that is cancelled while a change of it gets no answer. */
export function withRareEnding(scenario: Scenario, nth: number, course: Course): Course {
  const random = createRandom(scenario.seed * 17 + nth + 4001);
  if (random.next() >= 0.04) return course;
  const of = random.pick(['writes', 'writes', 'roll-back'] as const);
  const call = random.between(0, 3);
  const ending: Ending = { kind: 'cancel', call, when: 'before', of };
  const fault = random.pick(SILENT);
  const hangs: FaultPlan = (facts, cancelled) =>
    cancelled && facts.write !== undefined ? fault : course.faults(facts, cancelled);
  return { ending, faults: hangs };
}

function rareFault(random: Random, rate: number): (typeof RARE_FAULTS)[number] | undefined {
  return random.next() < rate ? random.pick(RARE_FAULTS) : undefined;
}
