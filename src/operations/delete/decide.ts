import { isTombstone } from '../../cloudflare/shapes.ts';
import type { DeleteRequest } from '../../inputs/job.ts';
import { deleteWords, whyUnlisted } from '../../rotation/plan/unlisted.ts';
import type { Holdings } from '../estate/look.ts';
import { objectionTo } from './guard.ts';
import type { Candidate, Objection } from './guard.ts';

/** What is to be deleted. */
export type DeletePlan =
  | {
      readonly kind: 'delete';
      readonly victims: readonly Candidate[];
      readonly kept: readonly Kept[];
    }
  | {
      readonly kind: 'nothing';
      readonly reason: string;
      readonly sentence: string;
      readonly kept: readonly Kept[];
    }
  | { readonly kind: 'refused'; readonly candidate: Candidate; readonly objection: Objection };

/** Expired, but not to be deleted. */
export interface Kept {
  readonly candidate: Candidate;
  readonly objection: Objection;
}

/**
 * Decides what goes: one certificate by its id, or all that are expired and unused.
 * Pure; `now` is the server's clock in epoch milliseconds.
 *
 * @param single the certificate asked for by id as it was found, undefined if there is none
 */
export function decide(
  request: DeleteRequest,
  holdings: Holdings,
  single: Candidate | undefined,
  now: number,
): DeletePlan {
  return request.what.kind === 'certificate'
    ? decideOne(request.what.id, single, holdings)
    : decideExpired(request, holdings, now);
}

function decideOne(id: string, candidate: Candidate | undefined, holdings: Holdings): DeletePlan {
  if (candidate === undefined) {
    const sentence = `There is no certificate ${id} in this zone, so there is nothing to delete.`;
    return { kind: 'nothing', reason: 'NOT_FOUND', sentence, kept: [] };
  }
  if (isTombstone(candidate.certificate.status)) {
    const sentence = `The certificate ${id} is \`${candidate.certificate.rawStatus}\` already.`;
    return { kind: 'nothing', reason: 'ALREADY_DELETED', sentence, kept: [] };
  }
  const objection = objectionTo(candidate, holdings);
  return objection === undefined
    ? { kind: 'delete', victims: [candidate], kept: [] }
    : { kind: 'refused', candidate, objection };
}

/** Without a list it is not known whether a hostname uses a certificate that was not requested by id. */
function unlisted({ level, certificate }: Candidate, { associations }: Holdings): Objection | undefined {
  if (level === 'zone' || associations.complete) return undefined;
  const { id } = certificate;
  return {
    reason: 'NOT_LISTED',
    sentence: `${id}: ${whyUnlisted(associations)}`,
    remedy: deleteWords(level, id),
  };
}

function decideExpired(request: DeleteRequest, holdings: Holdings, now: number): DeletePlan {
  const levels = request.level === undefined ? (['hostname', 'zone'] as const) : [request.level];
  const expired = levels.flatMap((level) =>
    holdings.certificates[level]
      .filter((one) => !isTombstone(one.status) && one.leaf !== undefined && one.leaf.notAfter <= now)
      .map((certificate): Candidate => ({ level, certificate })),
  );
  const judged = expired.map((candidate) => ({
    candidate,
    objection: objectionTo(candidate, holdings) ?? unlisted(candidate, holdings),
  }));
  const victims = judged.filter(({ objection }) => objection === undefined).map(({ candidate }) => candidate);
  const kept = judged.flatMap(({ candidate, objection }) =>
    objection === undefined ? [] : [{ candidate, objection }],
  );
  if (victims.length > 0) return { kind: 'delete', victims, kept };
  return kept.length === 0
    ? { kind: 'nothing', reason: 'NOTHING_EXPIRED', sentence: 'No certificate is expired.', kept }
    : {
        kind: 'nothing',
        reason: 'EXPIRED_IN_USE',
        sentence: 'No certificate is both expired and unused.',
        kept,
      };
}
