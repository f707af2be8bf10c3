import type { DeleteRequest } from '../../inputs/job.ts';
import { factsOf } from '../../zone/certificate-facts.ts';
import type { Inventory } from '../../zone/inventory.ts';
import type { Failure, Warning } from '../../zone/result-parts.ts';
import type { DeleteRun, JudgedCertificate } from '../operation-result.ts';
import type { Settled } from './carry-out.ts';
import type { Candidate, DeletePlan } from './plan-delete.ts';

/** What a deletion reports; the caller adds the facts of the run. */
export type DeleteEnding = Pick<
  DeleteRun,
  'outcome' | 'reason' | 'sentence' | 'certificates' | 'warnings' | 'failure'
>;
type Ending = Pick<DeleteEnding, 'outcome' | 'reason' | 'sentence' | 'failure'>;

function ended(outcome: DeleteRun['outcome'], reason: string, sentence: string): Ending {
  return { outcome, reason, sentence, failure: undefined };
}

function failing(
  reason: string,
  sentence: string,
  code: Failure['code'],
  happened: string,
  inForce: string,
  remedy: string,
): Ending {
  return { outcome: 'failed', reason, sentence, failure: { code, happened, inForce, remedy, details: [] } };
}

/** Deletion of a certificate that must stay was requested: nothing was sent. */
export function refused(plan: Extract<DeletePlan, { kind: 'refused' }>, now: number): DeleteEnding {
  const { candidate, objection } = plan;
  const { reason, sentence, remedy } = objection;
  return {
    ...failing(reason, `Refused: ${sentence}`, 'PLAN_REFUSED', sentence, stays(candidate), remedy),
    certificates: [judged({ ...candidate, fate: 'in-use', why: sentence }, now)],
    warnings: [],
  };
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
  plan: Exclude<DeletePlan, { kind: 'refused' }>,
  settled: readonly Settled[],
  run: { readonly dryRun: boolean; readonly now: number; readonly associations: Inventory['associations'] },
): DeleteEnding {
  const stay = plan.kept.map(({ candidate, objection }): Settled => ({
    ...candidate,
    fate: 'in-use',
    why: objection.sentence,
  }));
  const missing = plan.kind === 'nothing' && plan.reason === 'NOT_FOUND';
  const warnings = [
    ...(missing ? [{ reason: plan.reason, sentence: `${plan.sentence} Is the id right?` }] : []),
    ...plan.kept.map(({ objection: { sentence, remedy } }) => {
      return { reason: 'EXPIRED_IN_USE', sentence: `Expired, but kept. ${sentence} ${remedy}` };
    }),
    ...unguarded(request, plan, run.associations),
  ];
  const end = (ending: Ending, own: readonly Settled[], more: readonly Warning[] = []): DeleteEnding => ({
    ...ending,
    certificates: [...own, ...stay].map((one) => judged(one, run.now)),
    warnings: [...warnings, ...more],
  });
  if (plan.kind === 'nothing') return end(ended('unchanged', plan.reason, plan.sentence), []);
  if (run.dryRun) {
    const victims = plan.victims.map((one): Settled => ({
      ...one,
      fate: 'to-delete',
      why: 'Nothing refers to it.',
    }));
    return end(ended('planned', 'TO_DELETE', `To be deleted: ${idsOf(plan.victims)}.`), victims);
  }
  const inUse = settled.filter(({ fate }) => fate === 'in-use');
  const [kept] = inUse;
  if (request.what.kind === 'certificate' && kept !== undefined) {
    const happened = `The certificate ${kept.certificate.id} was not deleted. ${kept.why}`;
    const remedy = 'Use `operation: status` to see which hostnames use it, move them, then delete it.';
    return end(failing('IN_USE', happened, 'DELETE_FAILED', happened, stays(kept), remedy), settled);
  }
  const doubts = inUse.map(({ certificate, why }) => {
    return { reason: 'KEPT_IN_USE', sentence: `${certificate.id}: ${why}` };
  });
  return end(endingOf(settled, inUse), settled, doubts);
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
    return failing('DELETE_UNCONFIRMED', sentence, 'DELETE_FAILED', happened, inForce, remedy);
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
