import { factsOfLeaf } from './facts.ts';
import { renewalOf } from './renewal.ts';
import type { TargetResult } from '../result.ts';
import type { Target } from '../target.ts';

export const EARLIER_FAILED = 'an earlier target of its zone failed';

/** The result of a target that was held back, in the words that follow "since". */
export function notStarted(target: Target, why: string, now: number): TargetResult {
  const { name, zone, level, hostnames, successor } = target;
  return {
    name,
    zone: { asked: zone, id: undefined, name: undefined },
    level,
    hostnames,
    outcome: 'not-started',
    changed: false,
    reason: 'NOT_STARTED',
    sentence: `Not started, since ${why}.`,
    firstSetUp: false,
    successor: factsOfLeaf(undefined, successor.leaf, now),
    inForce: undefined,
    before: [],
    predecessors: [],
    spared: [],
    phases: [],
    evidence: [],
    warnings: [],
    renewal: renewalOf(target),
    failure: undefined,
  };
}
