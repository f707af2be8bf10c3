import type { ActionError } from '../../errors.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import type { RotationPlan, IdlePlan, RefusedPlan } from '../plan/plan.ts';
import type { Presentation } from '../plan/presentation.ts';
import type { Undone } from '../roll-back/way-back.ts';
import type { Target } from '../target.ts';

/** How it ended, in one sentence, and another one for the hostnames that are not shown the successor. */
export function sentenceOf(
  ending: Ending,
  target: Target,
  { presented, dark }: Presentation,
  changed: boolean,
): string {
  const where = placeOf(target);
  switch (ending.kind) {
    case 'not-started':
      return `Not started, since ${ending.why}.`;
    case 'idle':
      if (!presented)
        return `The certificate is at Cloudflare already, not presented for ${where}; there was nothing to do.`;
      return `The certificate is already in force for ${shown(target, dark)}; there was nothing to do.${notFor(target, dark)}`;
    case 'planned':
      return planned(ending.plan, where);
    case 'rotated':
      if (!presented) return `The certificate is at Cloudflare, not presented for ${where}.`;
      return `${changed ? DONE[ending.plan.reason] : 'The certificate is already in force'} for ${shown(target, dark)}.${notFor(target, dark)}`;
    case 'refused':
      return `Stopped before any change to ${where}. ${ending.plan.text.happened}`;
    case 'stopped':
      return `The rotation for ${where} did not finish. ${ending.error.happened}`;
    case 'rolled-back':
      return rolledBack(ending, where);
    case 'roll-back-failed':
      return `The new certificate for ${where} failed, and rolling back failed too. ${ending.failure.happened}`;
  }
}

function shown(target: Target, dark: readonly string[]): string {
  const hostnames = target.hostnames.filter((hostname) => !dark.includes(hostname));
  return placeOf({ ...target, hostnames });
}

function notFor(target: Target, dark: readonly string[]): string {
  return dark.length === 0 ? '' : ` Not presented for ${placeOf({ ...target, hostnames: dark })}.`;
}

function rolledBack({ undone, error }: Ending & { readonly kind: 'rolled-back' }, where: string): string {
  switch (undone.kind) {
    case 'no-way-back':
      return `The new certificate for ${where} failed, and there was no way back. ${undone.sentence}`;
    case 'nothing-moved':
      return `The new certificate for ${where} failed. ${undone.sentence} ${error.happened}`;
    case 'restored':
    case 'one-call':
      return `The new certificate for ${where} failed, and the change was undone. ${error.happened}`;
  }
}

const DONE: Readonly<Record<RotationPlan['reason'], string>> = {
  FIRST_SET_UP: 'The first certificate is in force',
  REPLACE: 'The new certificate is in force',
  FINISH_EARLIER_RUN: 'An earlier rotation was finished',
  SWITCH_ON: 'Origin pulls were switched on',
};

const PLANNED: typeof DONE = {
  FIRST_SET_UP: 'The first certificate would be put in force',
  REPLACE: 'A new certificate would be put in force',
  FINISH_EARLIER_RUN: 'An earlier rotation would be finished',
  SWITCH_ON: 'Origin pulls would be switched on',
};

function planned({ reason, remove }: RotationPlan, where: string): string {
  const previous = remove.length === 1 ? 'the previous one' : `${remove.length} previous ones`;
  const further = remove.length === 0 ? '' : `, and ${previous} deleted after that`;
  return `${PLANNED[reason]} for ${where}${further}.`;
}

export function placeOf(target: Target): string {
  if (target.level === 'zone') return `the zone ${target.zone}`;
  const { hostnames } = target;
  if (hostnames.length === 0) return `the hostnames of ${target.replace ?? target.zone}`;
  return hostnames.length > 3 ? `${hostnames.length} hostnames of ${target.zone}` : hostnames.join(', ');
}

/** The ways a rotation ends. */
export type Ending =
  | { readonly kind: 'not-started'; readonly why: string }
  | { readonly kind: 'refused'; readonly plan: RefusedPlan }
  | { readonly kind: 'idle'; readonly plan: IdlePlan }
  | { readonly kind: 'planned'; readonly plan: RotationPlan }
  | { readonly kind: 'rotated'; readonly plan: RotationPlan; readonly successor: ObservedCertificate }
  | { readonly kind: 'stopped'; readonly plan: RotationPlan | undefined; readonly error: ActionError }
  | {
      readonly kind: 'rolled-back';
      readonly plan: RotationPlan;
      readonly error: ActionError;
      readonly undone: Undone;
    }
  | {
      readonly kind: 'roll-back-failed';
      readonly plan: RotationPlan;
      readonly error: ActionError;
      readonly failure: ActionError;
    };
