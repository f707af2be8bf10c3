import { createRandom } from '../../../sandbox/model/index.ts';
import type { Random } from '../../../sandbox/model/index.ts';
import { withRareFaults } from '../extras.ts';
import { FAULTS } from '../faults.ts';
import type { Ending, FaultPlan } from '../faults.ts';
import { drawExtras } from '../extras.ts';
import { drawOddAnswers } from '../odd-answers.ts';
import { drawScenario } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';
import { SIGNER_FAULTS } from './signing.ts';
import type { SignerFault } from './signing.ts';
import { DAY, NAMES } from './terms.ts';
import type { Terms } from './terms.ts';

/**
 * What was in force before the first run: made by people, issued once and due by now, or issued by a former authority
 * that the origin no longer trusts.
 */
export type Before = 'pasted' | 'due' | 'refused';

export interface DrawnRun {
  readonly faults: FaultPlan;
  readonly ending: Ending | undefined;
  readonly fault: SignerFault | undefined;
  readonly dryRun: boolean;
  readonly always: boolean;
  /** Milliseconds until the next run. */
  readonly pause: number;
}

/** One world whose certificate is issued. */
export interface Drawn {
  readonly scenario: Scenario;
  readonly terms: Terms;
  readonly before: Before;
  /** At least one; the rest of faults and endings comes before they stop. */
  readonly runs: readonly DrawnRun[];
  /** So many milliseconds after the first of them a second one begins. */
  readonly twin: number | undefined;
  /** Somebody in the dashboard, from the beginning of one of the runs on. */
  readonly person?: { readonly before: number; readonly seed: number };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** By a random stream of its own, so that the worlds whose certificate was given stay as they are. */
export function drawIssuing(seed: number): Drawn {
  const random = createRandom(seed * 37 + 11);
  const drawn = drawOddAnswers(drawExtras(drawScenario(seed)));
  const refusing = random.next() < 0.2;
  const signer = random.pick(['authority', 'command', 'vault', 'step-ca'] as const);
  const { level } = drawn;
  const quota =
    level === 'hostname' && random.next() < 0.15 ? random.pick(['full', 'full-expired'] as const) : 'free';
  const scenario: Scenario = {
    ...drawn,
    issued: NAMES[level],
    successor: refusing ? 'other-issuer' : 'same-issuer',
    originTrusts: refusing ? 'old' : 'both',
    ...(refusing && random.next() < 0.7 ? { probed: true, site: 'fine', flaky: 0 } : {}),
    // The guard is met by `client-ca` and by `origin`: consent for ever is refused beside issuing.
    acceptIssuerChange: true,
    replace: false,
    stale: false,
    skew: random.pick([0, 0, -1, 1, -24, 24]) * HOUR,
    quota,
    vanished: quota === 'free' ? drawn.vanished : 'none',
  };
  const validity = random.pick([30, 90, 100]) * DAY;
  const terms: Terms = {
    signer,
    commonName: NAMES[level],
    validity,
    renewBefore: random.next() < 0.2 ? random.between(10, 25) * DAY : undefined,
    clientCa: signer !== 'authority' || refusing || random.next() < 0.5,
  };
  return {
    scenario,
    terms,
    before: random.pick(['pasted', 'due'] as const),
    runs: Array.from({ length: random.between(1, 3) }, (_, nth) => drawRun(random, scenario, terms, nth)),
    twin: random.next() < 0.15 ? random.between(0, 400_000) : undefined,
  };
}

/** What came to these worlds later, by a random stream of its own: a seed from before keeps its world without it. */
export function drawTrouble(drawn: Drawn): Drawn {
  const { scenario, runs, terms } = drawn;
  const random = createRandom(scenario.seed * 41 + 17);
  const person =
    random.next() < 0.25
      ? { before: random.between(0, runs.length - 1), seed: random.between(0, 1_000_000) }
      : undefined;
  const more = person === undefined ? drawn : { ...drawn, person };
  const known = scenario.successor === 'same-issuer' && scenario.predecessor;
  if (scenario.level === 'hostname' && scenario.quota === 'free' && known && random.next() < 0.25) {
    const variants = { ...scenario.variants, ...KEEPS_NOTHING };
    return { ...more, before: 'due', scenario: { ...scenario, ...NARROW, variants } };
  }
  if (!known || random.next() >= 0.15) return more;
  const former = { ...scenario, ...IN_FORCE, originTrusts: 'old' } as const;
  return { ...drawn, before: 'refused', scenario: former, terms: { ...terms, clientCa: true } };
}

/** Shown to the origin, and looked at. */
const IN_FORCE = {
  probed: true,
  site: 'fine',
  flaky: 0,
  enable: true,
  formerEnabled: true,
  switchOn: true,
} as const;

/**
 * One place is left for what is to come, and what is there stays. What nobody can vouch for, or only memory could tell
 * as a predecessor, would need another.
 */
const NARROW = {
  quota: 'nearly-full',
  vanished: 'none',
  stranger: false,
  otherHostnames: [],
  deletePrevious: true,
  // What nobody is shown replaces nothing, and needs another place each time.
  enable: true,
} as const;

const KEEPS_NOTHING = {
  associationList: 'available',
  deletion: 'plain',
  quotaCountsTombstones: false,
} as const;

function drawRun(random: Random, scenario: Scenario, { signer, validity }: Terms, nth: number): DrawnRun {
  const faults = SIGNER_FAULTS[signer];
  const rate = random.pick([0, 0, 0.03, 0.1, 0.3]);
  return {
    faults: withRareFaults(scenario, nth, randomFaults(random.between(0, 1_000_000), rate)),
    ending: random.next() < 0.5 ? randomEnding(random) : undefined,
    fault: faults !== undefined && random.next() < 0.25 ? random.pick(faults) : undefined,
    dryRun: random.next() < 0.05,
    always: random.next() < 0.1,
    pause: random.pick([random.between(1000, 2 * MINUTE), 20 * MINUTE, DAY, Math.ceil(validity * 0.7)]),
  };
}

function randomFaults(seed: number, rate: number): FaultPlan {
  const random = createRandom(seed);
  const only = random.next() < 0.25 ? random.pick(FAULTS) : undefined;
  return () => (random.next() < rate ? (only ?? random.pick(FAULTS)) : undefined);
}

/** Mostly between issue, upload, cut-over and deletion. */
function randomEnding(random: Random): Ending {
  const of = random.pick([undefined, 'writes', 'writes', 'roll-back'] as const);
  return {
    kind: random.pick(['kill', 'kill', 'cancel'] as const),
    call: random.between(0, of === undefined ? 60 : 5),
    when: random.pick(['before', 'after'] as const),
    ...(of === undefined ? {} : { of }),
  };
}
