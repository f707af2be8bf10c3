import { assumptionsOf, guardsOf, MODELS } from './guards.ts';
import type { Model } from './guards.ts';

/** One exact search of a model. */
export interface Search {
  readonly model: Model;
  readonly name: string;
  readonly defines: Readonly<Record<string, number | string>>;
  /** `clean`: no violation in any state. `violation`: there must be one. */
  readonly expected: 'clean' | 'violation';
  /** States are packed: slower, and in a third of the memory. */
  readonly packed: boolean;
}

type Defines = Search['defines'];

const QUIET: Defines = { KILLS: 0, FAULTS: 0 };
const KILLED: Defines = { KILLS: 1, FAULTS: 0 };
const SHARED: Defines = { HOSTS_0: 3, HOSTS_1: 3 };
const SAME: Defines = { SUCCESSOR_1: 'C' };
const UNLISTED: Defines = { LISTED: 0 };

/** Searches that take seconds; every guard is taken away in one of them. */
const SMALL: readonly (readonly [Model, string, Defines])[] = [
  ['hostname', 'two successors, a hostname each', QUIET],
  ['hostname', 'one successor, a hostname each', { ...QUIET, ...SAME }],
  ['hostname', 'no list of associations', { ...QUIET, ...UNLISTED }],
  ['hostname', 'two lineages', { ...QUIET, LINEAGE_1: 4 }],
  ['hostname', 'no list of associations, a run killed', { ...QUIET, ...UNLISTED, KILLS: 1 }],
  ['zone', 'two successors', QUIET],
  ['zone', 'two successors, a run killed', { ...QUIET, KILLS: 1 }],
  ['zone', 'two successors, a request lost or late', { ...QUIET, FAULTS: 1 }],
  ['zone', 'one successor, a kill and a fault', { ...SAME, KILLS: 1, FAULTS: 1 }],
  ['issuing', 'per hostname, one run killed', KILLED],
  ['issuing', 'per hostname with origin, one run killed', { ...KILLED, ORIGIN: 1 }],
  ['issuing', 'at zone level, one run killed', { ...KILLED, ZONE: 1 }],
  ['issuing', 'renewed always, a request lost', { ...QUIET, ALWAYS: 1, FAULTS: 1 }],
  ['issuing', 'one run, killed twice, and a fault', { RUNS: 1, KILLS: 2, FAULTS: 1 }],
];

/** Searches that take minutes, besides the small ones. */
const LARGE: readonly (readonly [Model, string, Defines])[] = [
  ['hostname', 'one successor, a run killed', { ...QUIET, ...SAME, KILLS: 1 }],
  ['hostname', 'two successors, the same hostnames', { ...QUIET, ...SHARED }],
  ['hostname', 'two successors, a run killed', { ...QUIET, KILLS: 1 }],
  ['hostname', 'two successors, a request lost or late', { ...QUIET, FAULTS: 1 }],
  ['hostname', 'a list that lags', { ...QUIET, LAG: 1 }],
  ['zone', 'two successors, a kill and a fault', { KILLS: 1, FAULTS: 1 }],
  ['zone', 'a person', { ...QUIET, PERSONS: 1 }],
  ['issuing', 'per hostname, kills and faults', { KILLS: 2, FAULTS: 1 }],
  ['issuing', 'per hostname with origin, kills and faults', { ORIGIN: 1, KILLS: 2, FAULTS: 1 }],
  ['issuing', 'at zone level, kills and faults, always', { ZONE: 1, ALWAYS: 1, KILLS: 2, FAULTS: 1 }],
];

/** Where a guard is taken away; elsewhere in the first search of the model. */
const SHOWN_IN: Readonly<Record<string, Defines>> = {
  'hostname IN_PLACE': { ...QUIET, ...SHARED },
  'hostname LIST': { ...QUIET, ...UNLISTED },
  'issuing ORDER_DUE': { ...QUIET, ZONE: 1 },
  'issuing UNFINISHED': { ...KILLED, RUNS: 1 },
  'issuing REFUSED_DUE': { ...KILLED, RUNS: 1 },
  'issuing TAKEN_BACK': { ...KILLED, RUNS: 1 },
  'issuing DISCARD': { ...KILLED, RUNS: 1, ORIGIN: 1 },
  'issuing UNUSED': { ...QUIET, ORIGIN: 1 },
  'issuing UPLOAD_ORDER': KILLED,
};

/** What was found in the code of November 2026 by checking the protocol: the guards that rule it out. */
export const FINDINGS: Readonly<Record<string, string>> = {
  'hostname WHOLE_ZONE': 'a hostname of another run still pending on the certificate that replaces it',
  'hostname LONG_SETTLED': 'the grace counted from the PUT',
  'hostname FROM_SETTLED': 'the grace counted from a first look at a pending association',
  'hostname LIST': 'without a list, DELETE repeated until 1433 clears',
  'hostname TAKE_BACK': 'an upload taken back while a hostname is only being pointed back from it',
  'hostname RESTART': 'killed after the cut-over to a refused certificate: `unchanged`',
  'hostname SEEN': 'a PUT told as done that no list ever showed',
  'zone RESTART': 'killed after the cut-over to a refused certificate: no later run goes back',
  'zone BY_ID': 'the way back removed by another run, though an older one lives',
  'zone READ_AFTER': 'both look, both delete: the zone is empty and one says `rotated`',
  'zone SAME_UPLOAD': 'withdrawn and uploaded again under one id during the grace of another run',
  'zone FOUND': 'found taken for uploaded',
  'zone ORDER': 'of two with unknown order one told as in force',
};

function without(model: Model, name: string): Search {
  const defines = SHOWN_IN[`${model} ${name}`] ?? QUIET;
  return {
    model,
    name: `without ${name}`,
    defines: { ...defines, [name]: 0 },
    expected: 'violation',
    packed: false,
  };
}

/** What is searched: with every guard in place, and with each of them taken away. */
export function searches(small: boolean): readonly Search[] {
  const withAll =
    (packed: boolean) =>
    ([model, name, defines]: (typeof SMALL)[number]): Search => ({
      model,
      name,
      defines,
      expected: 'clean',
      packed,
    });
  const clean = [...SMALL.map(withAll(false)), ...(small ? [] : LARGE.map(withAll(true)))];
  const missing = MODELS.flatMap((model) =>
    [...guardsOf(model), ...assumptionsOf(model)].map(({ name }) => without(model, name)),
  );
  // An hour is not enough: what turns active at its very end is shown by edges for a grace beyond it.
  const late: Search = {
    model: 'hostname',
    name: 'without ACTIVE_BY',
    defines: { ...QUIET, ...SAME, GRACE: 2, ACTIVE_BY: 3 },
    expected: 'violation',
    packed: false,
  };
  return [...clean, ...missing, late];
}
