import { factsOf } from '../../zone/certificate-facts.ts';
import { associationOf, type ObservedCertificate } from '../../zone/observed.ts';
import type { Predecessor } from '../../zone/result-parts.ts';
import type { Observation } from '../observe/observation.ts';
import type { IdlePlan, RotationPlan } from '../plan/plan.ts';
import type { SparedCertificate } from '../plan/succession.ts';
import type { HadBefore, Spared } from '../result.ts';
import type { WriteRecord } from '../write-record.ts';

/** What was there before, for people who want to restore it. */

/** What the successor replaces: what goes, and what stays on request or for the sake of other hostnames. */
export function predecessorsOf(
  plan: RotationPlan,
  writeRecord: WriteRecord,
  isPlanned: boolean,
  now: number,
): readonly Predecessor[] {
  return [
    ...plan.remove.map((certificate) => removed(certificate, writeRecord, isPlanned, now)),
    ...plan.spared.filter((one) => isReplaced(plan, one)).map((one) => kept(one, now)),
  ];
}

/** Certificates left alone that the successor does not replace; where nothing is to be done it replaces none. */
export function sparedOf(plan: RotationPlan | IdlePlan, now: number): readonly Spared[] {
  const left = plan.spared.filter((one) => plan.kind === 'idle' || !isReplaced(plan, one));
  return left.map(({ certificate, reason, why }) => ({ ...factsOf(certificate, now), reason, why }));
}

/** Of each hostname of the target, its association as the run found it. */
export function hadBefore(observation: Observation | undefined): readonly HadBefore[] {
  if (observation?.level !== 'hostname') return [];
  return observation.hostnames.map((hostname) => {
    const row = associationOf(observation.associations, hostname);
    return { hostname, certificateId: row?.certificateId, enabled: row?.enabled ?? undefined };
  });
}

function isReplaced({ moves }: RotationPlan, { certificate, reason }: SparedCertificate): boolean {
  return reason === 'KEPT_ON_REQUEST' || moves.some(({ before }) => before?.certificateId === certificate.id);
}

function kept({ certificate, reason, why }: SparedCertificate, now: number): Predecessor {
  return { ...factsOf(certificate, now), fate: reason === 'IN_USE' ? 'in-use' : 'kept', why };
}

function removed(
  certificate: ObservedCertificate,
  writeRecord: WriteRecord,
  isPlanned: boolean,
  now: number,
): Predecessor {
  const fate = writeRecord.fates.get(certificate.id);
  const facts = factsOf(certificate, now);
  if (fate !== undefined) return { ...facts, ...fate };
  if (isPlanned) return { ...facts, fate: 'to-delete', why: 'To be deleted once the new one is verified.' };
  // That the run ended before it could be deleted stands in the failure.
  return { ...facts, fate: 'kept', why: writeRecord.undone ? 'The run restored the previous state.' : '' };
}
