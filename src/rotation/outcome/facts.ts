import { isProspective } from '../../issue/issuing.ts';
import { dueAt } from '../../issue/renewal.ts';
import { nameOfSigner } from '../../issue/signers/open-signer.ts';
import { factsOfLeaf } from '../../zone/certificate-facts.ts';
import type { Renewal, TargetResult } from '../result.ts';
import type { Target } from '../target.ts';

/** Who signs a target's certificates, and when the next one is due. */
export function renewalOf({ issuing, successor: { leaf } }: Target): Renewal | undefined {
  if (issuing === undefined) return undefined;
  const signer = nameOfSigner(issuing.signer);
  return { signer, dueAt: isProspective(leaf) ? undefined : dueAt(leaf, issuing.rule) };
}

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
    stood: undefined,
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
