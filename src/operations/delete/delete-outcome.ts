import type { DeleteRequest } from '../../inputs/job.ts';
import { factsOf } from '../../zone/certificate-facts.ts';
import type { Fate } from '../../zone/delete-and-confirm.ts';
import type { Inventory } from '../../zone/inventory.ts';
import type { Failure, Warning } from '../../zone/result-parts.ts';
import type { DeleteRun, JudgedCertificate } from '../operation-result.ts';
import type { Settled } from './carry-out.ts';
import type { DeletePlan, Kept, Candidate } from './plan-delete.ts';

/** What a deletion reports; the caller adds the facts of the run. */
export type DeleteEnding = Pick<
  DeleteRun,
  'outcome' | 'reason' | 'sentence' | 'certificates' | 'warnings' | 'failure'
>;

/** Deletion of a certificate that must stay was requested: nothing was sent. */
export function refused(plan: Extract<DeletePlan, { kind: 'refused' }>, now: number): DeleteEnding {
  const { candidate, objection } = plan;
  const { reason, sentence, remedy } = objection;
  return {
    outcome: 'failed',
    reason,
    sentence: `Refused: ${sentence}`,
    certificates: [judged(candidate, { fate: 'in-use', why: sentence }, now)],
    warnings: [],
    failure: {
      code: 'PLAN_REFUSED',
      happened: sentence,
      inForce: stays(candidate),
      remedy,
      details: [],
    },
  };
}

/** A deletion that broke off. */
export function failed(failure: Failure, settled: readonly Settled[], now: number): DeleteEnding {
  return {
    outcome: 'failed',
    reason: failure.code,
    sentence: 'The deletion was not completed.',
    certificates: settled.map(({ candidate, fate }) => judged(candidate, fate, now)),
    warnings: [],
    failure,
  };
}

/** What came of the plan. Pure; `now` is the server's clock in epoch milliseconds. */
export function conclude(
  request: DeleteRequest,
  plan: Exclude<DeletePlan, { kind: 'refused' }>,
  settled: readonly Settled[],
  run: {
    readonly dryRun: boolean;
    readonly now: number;
    readonly associations: Inventory['associations'];
  },
): DeleteEnding {
  const stay = plan.kept.map((one) => judged(one.candidate, keptFate(one), run.now));
  const warnings = [...plan.kept.map(keptWarning), ...unguarded(request, plan, run.associations)];
  if (plan.kind === 'nothing') {
    const { reason, sentence } = plan;
    const doubt: readonly Warning[] =
      reason === 'NOT_FOUND' ? [{ reason, sentence: `${sentence} Is the id right?` }] : [];
    return {
      outcome: 'unchanged',
      reason,
      sentence,
      certificates: stay,
      warnings: [...doubt, ...warnings],
      failure: undefined,
    };
  }
  if (run.dryRun) {
    const would: Fate = { fate: 'to-delete', why: 'Nothing refers to it.' };
    const victims = plan.victims.map((one) => judged(one, would, run.now));
    return {
      outcome: 'planned',
      reason: 'TO_DELETE',
      sentence: `To be deleted: ${ids(plan.victims)}.`,
      certificates: [...victims, ...stay],
      warnings,
      failure: undefined,
    };
  }
  const certificates = [...settled.map(({ candidate, fate }) => judged(candidate, fate, run.now)), ...stay];
  return { certificates, ...judgeSettled(request, settled, warnings) };
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

function judgeSettled(
  request: DeleteRequest,
  settled: readonly Settled[],
  warnings: readonly Warning[],
): Omit<DeleteEnding, 'certificates'> {
  const gone = settled.filter(({ fate }) => fate.fate === 'deleted');
  const inUse = settled.filter(({ fate }) => fate.fate === 'in-use');
  const unsure = settled.filter(({ fate }) => fate.fate === 'delete-unconfirmed');
  const [kept] = inUse;
  if (request.what.kind === 'certificate' && kept !== undefined) {
    const happened = `The certificate ${kept.candidate.certificate.id} was not deleted. ${kept.fate.why}`;
    const remedy = 'Use `operation: status` to see which hostnames use it, move them, then delete it.';
    return {
      outcome: 'failed',
      reason: 'IN_USE',
      sentence: happened,
      warnings,
      failure: { code: 'DELETE_FAILED', happened, inForce: stays(kept.candidate), remedy, details: [] },
    };
  }
  const doubts = inUse.map(({ candidate, fate }) => ({
    reason: 'KEPT_IN_USE',
    sentence: `${candidate.certificate.id}: ${fate.why}`,
  }));
  const told = { warnings: [...warnings, ...doubts] };
  if (unsure.length > 0) return { ...told, ...unconfirmed(unsure, gone) };
  const stayed = inUse.length === 0 ? '' : ` Kept: ${idsOf(inUse)}.`;
  if (gone.length > 0)
    return {
      ...told,
      outcome: 'deleted',
      reason: 'DELETED',
      sentence: `Deleted: ${idsOf(gone)}.${stayed}`,
      failure: undefined,
    };
  const others = settled.filter(({ fate }) => fate.fate === 'already-gone');
  const left =
    others.length === 0
      ? 'Nothing was deleted.'
      : `Nothing was left to delete: somebody else deleted ${idsOf(others)} during the run.`;
  return {
    ...told,
    outcome: 'unchanged',
    reason: inUse.length === 0 ? 'NOTHING_LEFT' : 'KEPT_IN_USE',
    sentence: `${left}${stayed}`,
    failure: undefined,
  };
}

function stays({ certificate }: Candidate): string {
  return `Nothing was changed: ${certificate.id} stays.`;
}

function idsOf(settled: readonly Settled[]): string {
  return ids(settled.map(({ candidate }) => candidate));
}

/** Whoever requests a deletion wants to know that it is done. */
function unconfirmed(
  unsure: readonly Settled[],
  gone: readonly Settled[],
): Pick<DeleteEnding, 'outcome' | 'reason' | 'sentence' | 'failure'> {
  const happened = unsure
    .map(({ candidate, fate }) => `The certificate ${candidate.certificate.id}: ${fate.why}`)
    .join(' ');
  const done = gone.length === 0 ? '' : `Confirmed as deleted: ${idsOf(gone)}. `;
  return {
    outcome: 'failed',
    reason: 'DELETE_UNCONFIRMED',
    sentence: 'The deletion is not confirmed.',
    failure: {
      code: 'DELETE_FAILED',
      happened,
      inForce: `${done}No certificate in force was touched.`,
      remedy: 'Run again in a few minutes. What is gone by then is skipped.',
      details: [],
    },
  };
}

function judged({ level, certificate }: Candidate, { fate, why }: Fate, now: number): JudgedCertificate {
  return { ...factsOf(certificate, now), level, fate, why };
}

function keptFate({ objection }: Kept): Fate {
  return { fate: 'in-use', why: objection.sentence };
}

function keptWarning({ objection }: Kept): Warning {
  const { sentence, remedy } = objection;
  return { reason: 'EXPIRED_IN_USE', sentence: `Expired, but kept. ${sentence} ${remedy}` };
}

function ids(candidates: readonly Candidate[]): string {
  return candidates.map(({ certificate }) => certificate.id).join(', ');
}
