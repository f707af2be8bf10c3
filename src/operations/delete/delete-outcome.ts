import type { ErrorCode } from '../../errors.ts';
import type { DeleteRequest } from '../../inputs/job.ts';
import { factsOf } from '../../zone/certificate-facts.ts';
import type { Fate } from '../../zone/delete-and-confirm.ts';
import type { Inventory } from '../../zone/inventory.ts';
import type { Failure, Warning } from '../../zone/result-parts.ts';
import type { DeleteRun, JudgedCertificate, RunFacts } from '../operation-result.ts';
import type { Candidate, DeletePlan } from './plan-delete.ts';

/** What a deletion reports; the caller adds the facts of the run. */
export type DeleteEnding = Omit<DeleteRun, 'operation' | 'zone' | keyof RunFacts>;
type Ending = Omit<DeleteEnding, 'certificates' | 'warnings'>;

export type Settled = Candidate & Fate;

function ended(outcome: DeleteRun['outcome'], reason: string, sentence: string): Ending {
  return { outcome, reason, sentence, failure: undefined };
}

function failing(
  reason: string,
  sentence: string,
  code: ErrorCode,
  text: Omit<Failure, 'code' | 'details'>,
): Ending {
  return { outcome: 'failed', reason, sentence, failure: { code, ...text, details: [] } };
}

export function failed(failure: Failure, settled: readonly Settled[], now: number): DeleteEnding {
  return {
    outcome: 'failed',
    reason: failure.code,
    sentence: 'The deletion was not completed.',
    certificates: settled.map((one) => judged(one, now)),
    warnings: [],
    failure,
  };
}

/** What came of the plan. Pure; `now` is the server's clock. */
export function conclude(
  request: DeleteRequest,
  plan: DeletePlan,
  settled: readonly Settled[],
  run: { readonly dryRun: boolean; readonly now: number; readonly associations: Inventory['associations'] },
): DeleteEnding {
  const stay = plan.kept.map(({ objection, ...one }): Settled => {
    return { ...one, fate: 'in-use', why: objection.sentence };
  });
  const end = (ending: Ending, own: readonly Settled[], warnings: readonly Warning[] = []): DeleteEnding => ({
    ...ending,
    certificates: [...own, ...stay].map((one) => judged(one, run.now)),
    warnings: [...expiredInUse(plan), ...unguarded(request, plan, run.associations), ...warnings],
  });
  if (plan.kind === 'refused') {
    const [{ objection, ...candidate }] = plan.kept;
    const { reason, sentence: happened, remedy } = objection;
    const text = { happened, inForce: stays(candidate), remedy };
    return end(failing(reason, `Refused: ${happened}`, 'PLAN_REFUSED', text), []);
  }
  if (plan.kind === 'nothing') {
    const { reason, sentence } = plan;
    const doubt = reason === 'NOT_FOUND' ? [{ reason, sentence: `${sentence} Is the id right?` }] : [];
    return end(ended('unchanged', reason, sentence), [], doubt);
  }
  if (run.dryRun) {
    const victims = plan.victims.map((one): Settled => {
      return { ...one, fate: 'to-delete', why: 'Nothing refers to it.' };
    });
    return end(ended('planned', 'TO_DELETE', `To be deleted: ${idsOf(plan.victims)}.`), victims);
  }
  const inUse = settled.filter(({ fate }) => fate === 'in-use');
  const [kept] = inUse;
  if (request.what.kind === 'certificate' && kept !== undefined) {
    const happened = `The certificate ${kept.certificate.id} was not deleted. ${kept.why}`;
    const remedy = 'Use `operation: status` to see which hostnames use it, move them, then delete it.';
    const text = { happened, inForce: stays(kept), remedy };
    return end(failing('IN_USE', happened, 'DELETE_FAILED', text), settled);
  }
  const doubts = inUse.map(({ certificate, why }) => {
    return { reason: 'KEPT_IN_USE', sentence: `${certificate.id}: ${why}` };
  });
  return end(endingOf(settled, inUse), settled, doubts);
}

function expiredInUse(plan: DeletePlan): readonly Warning[] {
  if (plan.kind === 'refused') return [];
  return plan.kept.map(({ objection: { sentence, remedy } }) => {
    return { reason: 'EXPIRED_IN_USE', sentence: `Expired, but kept. ${sentence} ${remedy}` };
  });
}

/** If there is no list of its users, a person's request is enough; but they should know that nothing was checked. */
function unguarded(
  { what }: DeleteRequest,
  plan: DeletePlan,
  { complete }: Inventory['associations'],
): readonly Warning[] {
  const asked =
    what.kind === 'certificate' &&
    plan.kind === 'delete' &&
    plan.victims.some(({ level }) => level === 'hostname');
  if (complete || !asked) return [];
  const sentence =
    'There is no list of hostnames, so it is not known whether a hostname uses it, or did a moment ago. The only guard is that Cloudflare refuses to delete a certificate in use.';
  return [{ reason: 'NOT_LISTED', sentence }];
}

/** Whoever requests a deletion wants to know that it is done: what is not confirmed is a failure. */
function endingOf(settled: readonly Settled[], inUse: readonly Settled[]): Ending {
  const having = (fate: Settled['fate']): readonly Settled[] => settled.filter((one) => one.fate === fate);
  const [gone, unsure, others] = [having('deleted'), having('delete-unconfirmed'), having('already-gone')];
  if (unsure.length > 0) {
    const happened = unsure
      .map(({ certificate, why }) => `The certificate ${certificate.id}: ${why}`)
      .join(' ');
    const remedy = 'Run again in a few minutes. What is gone by then is skipped.';
    const inForce = untouched(gone, 'Confirmed as deleted');
    const sentence = 'The deletion is not confirmed.';
    return failing('DELETE_UNCONFIRMED', sentence, 'DELETE_FAILED', { happened, inForce, remedy });
  }
  const stayed = inUse.length === 0 ? '' : ` Kept: ${idsOf(inUse)}.`;
  if (gone.length > 0) return ended('deleted', 'DELETED', `Deleted: ${idsOf(gone)}.${stayed}`);
  const left =
    others.length === 0
      ? 'Nothing was deleted.'
      : `Nothing was left to delete: somebody else deleted ${idsOf(others)} during the run.`;
  return ended('unchanged', inUse.length === 0 ? 'NOTHING_LEFT' : 'KEPT_IN_USE', `${left}${stayed}`);
}

export function untouched(settled: readonly Settled[], lead: string): string {
  const gone = settled.filter(({ fate }) => fate === 'deleted');
  return `${gone.length === 0 ? '' : `${lead}: ${idsOf(gone)}. `}No certificate in force was touched.`;
}

function stays({ certificate }: Candidate): string {
  return `Nothing was changed: ${certificate.id} stays.`;
}

function judged({ level, certificate, fate, why }: Settled, now: number): JudgedCertificate {
  return { ...factsOf(certificate, now), level, fate, why };
}

export function idsOf(candidates: readonly Candidate[]): string {
  return candidates.map(({ certificate }) => certificate.id).join(', ');
}
