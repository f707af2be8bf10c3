import { BadNews } from './bad-news.ts';
import type { Context } from './context.ts';
import type { ObservedCertificate } from '../observe/observation.ts';
import type { IdlePlan, RotationPlan } from '../plan/plan.ts';

/** Certificates this run itself moves the target's hostnames off. */
export function movedOff(plan: RotationPlan): ReadonlySet<string> {
  return new Set(plan.moves.flatMap(({ former }) => former?.certificateId ?? []));
}

/** @throws BadNews where a target listed before failed: what this one uploaded is taken back */
export async function untilMyTurnToMove({ siblings }: Context): Promise<void> {
  if (await siblings.turn('move')) return;
  throw new BadNews('EARLIER_TARGET_FAILED', {
    happened: 'A target listed before this one in the same zone failed, so no hostname was moved.',
    remedy: 'Fix that target, then run again.',
  });
}

/** A target that was in force, and whose only work another one of this run has taken over, had nothing to do. */
export function leftToSiblings(context: Context, successor: ObservedCertificate): IdlePlan | undefined {
  const { ledger, plan } = context;
  if (ledger.wrote || plan.moves.length > 0 || plan.remove.length === 0) return undefined;
  const elsewhere = plan.remove.flatMap((certificate) => {
    const fate = ledger.fates.get(certificate.id);
    return fate?.elsewhere === true ? [{ certificate, reason: 'OF_THIS_RUN' as const, why: fate.why }] : [];
  });
  if (elsewhere.length < plan.remove.length) return undefined;
  const { warnings, spared } = plan;
  return { kind: 'idle', reason: 'ALREADY_IN_FORCE', successor, spared: [...spared, ...elsewhere], warnings };
}
