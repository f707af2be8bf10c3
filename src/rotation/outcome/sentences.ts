import type { ActionError } from '../../errors.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import type { Presentation } from '../plan/plan-hostnames.ts';
import type { RotationPlan, IdlePlan, RefusedPlan } from '../plan/plan.ts';
import type { Undone } from '../roll-back/way-back.ts';
import type { Target } from '../target.ts';

/** How it ended, in one sentence, and another one for the hostnames that are not shown the successor. */
export function sentenceOf(ending: Ending, target: Target, { presented, dark }: Presentation): string {
  const where = placeOf(target);
  switch (ending.kind) {
    case 'idle':
      if (!presented)
        return `The certificate is at Cloudflare already, not presented for ${where}; there was nothing to do.`;
      return `The certificate is already in force for ${shown(target, dark)}; there was nothing to do.${notFor(target, dark)}`;
    case 'planned':
      return planned(ending.plan, where);
    case 'rotated':
      if (!presented) return `The certificate is at Cloudflare, not presented for ${where}.`;
      return `${done(ending.plan)} for ${shown(target, dark)}.${notFor(target, dark)}`;
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

function done(plan: RotationPlan): string {
  switch (plan.reason) {
    case 'FIRST_SET_UP':
      return 'The first certificate is in force';
    case 'REPLACE':
      return 'The new certificate is in force';
    case 'FINISH_EARLIER_RUN':
      return 'An earlier rotation was finished';
    case 'SWITCH_ON':
      return 'Origin pulls were switched on';
  }
}

function planned(plan: RotationPlan, where: string): string {
  const amount = plan.remove.length;
  const previous = amount === 1 ? 'the previous one' : `${amount} previous ones`;
  const remove = amount === 0 ? '.' : `, and ${previous} deleted after that.`;
  switch (plan.reason) {
    case 'FIRST_SET_UP':
      return `The first certificate would be put in force for ${where}${remove}`;
    case 'REPLACE':
      return `A new certificate would be put in force for ${where}${remove}`;
    case 'FINISH_EARLIER_RUN':
      return `An earlier rotation would be finished for ${where}${remove}`;
    case 'SWITCH_ON':
      return `Origin pulls would be switched on for ${where}.`;
  }
}

export function placeOf(target: Target): string {
  if (target.level === 'zone') return `the zone ${target.zone}`;
  const { hostnames } = target;
  if (hostnames.length === 0) return `the hostnames of ${target.replace ?? target.zone}`;
  return hostnames.length > 3 ? `${hostnames.length} hostnames of ${target.zone}` : hostnames.join(', ');
}

/** The ways a rotation ends. */
export type Ending =
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
