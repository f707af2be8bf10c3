import type { Association } from '../../cloudflare/associations.ts';
import type { ErrorText } from '../../errors.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import type { Warning } from '../../zone/result-parts.ts';
import type { SparedCertificate, Succession } from './succession.ts';

/**
 * What is to be done, decided once, from what was observed. Apply executes it, the dry run prints it.
 *
 * ```
 * observe ─▶ checks ─┬─ a check refuses ──────────────▶ refused
 *                    ├─ all in force, nothing to remove ▶ idle
 *                    └─ otherwise ─────────────────────▶ rotate
 * ```
 */
export type Plan = RefusedPlan | IdlePlan | RotationPlan;

export interface RefusedPlan {
  readonly kind: 'refused';
  readonly reason: string;
  readonly text: ErrorText;
  readonly warnings: readonly Warning[];
}

/** Nothing is left to do but to keep what an earlier run did. */
export interface IdlePlan extends Steps {
  readonly kind: 'idle';
  readonly reason: 'ALREADY_IN_FORCE';
  readonly adopt: ObservedCertificate;
}

export interface RotationPlan extends Steps {
  readonly kind: 'rotate';
  readonly reason: 'FIRST_SET_UP' | 'REPLACE' | 'FINISH_EARLIER_RUN' | 'SWITCH_ON';
}

interface Steps {
  /** A copy of the successor that will never become active: removed first, so that it can be uploaded again. */
  readonly discard: ObservedCertificate | undefined;
  /** A live copy of the successor, taken over instead of uploading. */
  readonly adopt: ObservedCertificate | undefined;
  /** Zone level: the switch is off and is to be on. */
  readonly switchOn: boolean;
  /** Hostname level: hostnames not yet in place. */
  readonly moves: readonly Move[];
  /** Moved and probed before the others. */
  readonly canary: string | undefined;
  readonly remove: readonly ObservedCertificate[];
  readonly spared: readonly SparedCertificate[];
  readonly warnings: readonly Warning[];
}

export interface Move {
  readonly hostname: string;
  /** What it was before; undefined if it had no association, or one that was voided. */
  readonly before: Association | undefined;
  readonly enabled: boolean;
  /** Already pointed at the successor by an earlier run: only waited for. */
  readonly pointed: boolean;
}

/** Certificates that hostnames are moved off. */
export function movedOff(moves: readonly Move[]): ReadonlySet<string> {
  return new Set(moves.flatMap(({ before }) => before?.certificateId ?? []));
}

/** The successor's copy at Cloudflare, to be taken over, unless it is stuck. */
export interface Copy {
  readonly adopt: ObservedCertificate | undefined;
  readonly stuck: ObservedCertificate | undefined;
}

/** What a level makes of a target. What both levels decide alike is decided from it. */
export interface Draft extends Pick<RotationPlan, 'switchOn' | 'moves' | 'canary'> {
  readonly succession: Succession;
  /** Somebody is or will be served with the successor: unused, it replaces nothing. */
  readonly replaces: boolean;
  /** There was nothing before it. */
  readonly isFirst: boolean;
  /** Nothing but its activation is missing. */
  readonly isInPlace: boolean;
  readonly warnings: readonly Warning[];
}
