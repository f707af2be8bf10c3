import { judge } from '../../../sandbox/model/index.ts';
import type { CertificateRecord } from '../../../sandbox/model/index.ts';
import { isOrderUnknown } from '../goal.ts';
import type { Run } from '../run-once.ts';
import type { SimulatedWorld, Write } from '../simulated-world.ts';
import {
  activeSince,
  copiesOf,
  isDisturbed,
  issuedAt,
  isReferredTo,
  liveCertificates,
  makesRoom,
  writesOf,
} from '../truth.ts';
import { dueAt } from './course.ts';
import type { Terms } from './terms.ts';

/** What holds besides in a world whose certificate is issued. */
export function judgeIssued(world: SimulatedWorld, terms: Terms, runs: readonly Run[]): readonly string[] {
  return [
    ...world.writes.flatMap((write) => secondOrphan(world, terms, write)),
    ...runs.flatMap((run) => leftToOthers(world, run)),
    ...runs.flatMap((run) => keptThoughRefused(world, run)),
  ];
}

/** Longer than any list or read by id lags. */
const LAG = 90_000;

/**
 * At most one orphan of a target, however often runs are killed: what one of them left is taken over, or with `origin`
 * removed, before another is uploaded. Two runs at once may each leave one.
 */
function secondOrphan(world: SimulatedWorld, terms: Terms, { at, by, event }: Write): readonly string[] {
  const { scenario, zone } = world;
  if (event.kind !== 'certificate-uploaded' || scenario.level !== 'hostname' || world.meddledWith) return [];
  const uploaded = zone.certificates.get(event.certificateId);
  if (uploaded?.facts.x509.subject !== `CN=${terms.commonName}`) return [];
  const latest = issuedAt(world, at - 1).findLast(({ createdAt }) => createdAt < at - LAG);
  // A list that lags may have hidden one of two: one goes before the upload.
  const removed = writesOf(world, by, at).some((write) => makesRoom(world, write));
  if (latest === undefined || removed || isReferredTo(world, latest.id, at - 1)) return [];
  const { id, status, facts } = latest;
  const given = [...world.ids.values()].includes(id);
  const isDue = dueAt(facts, { scenario, terms }) <= at;
  const isStuck = status.at(at - 1)?.endsWith('timed_out') === true;
  return given || isDue || isStuck || wasToGo(world, id, at) || !canBeFinished(world, terms)
    ? []
    : [`${by} uploaded ${event.certificateId} beside ${id}, which an earlier run had left unused`];
}

/** Without `origin` it is taken over only if somebody can vouch for it: its key is gone, and nobody can ask OpenSSL. */
function canBeFinished({ scenario, model }: SimulatedWorld, { signer }: Terms): boolean {
  if (scenario.origin !== undefined) return model.variants().associationList === 'available';
  // An origin that no longer trusts what is in force is to get another issuer as well.
  const { successor, originTrusts, predecessor, vanished } = scenario;
  const sameIssuer =
    successor === 'same-issuer' && originTrusts === 'both' && predecessor && vanished !== 'own';
  return signer === 'authority' || sameIssuer;
}

/** A run that went back from it asked for its deletion. */
const wasToGo = ({ calls }: SimulatedWorld, id: string, until: number): boolean =>
  calls.some(({ at, method, path }) => at < until && method === 'DELETE' && path.endsWith(id));

/**
 * Whoever goes back from a certificate that visitors are refused with, whether uploaded or taken over, leaves it to
 * nobody. What was taken over and harmed nobody is as it was: the next run finishes it.
 */
function leftToOthers(world: SimulatedWorld, run: Run): readonly string[] {
  const { process, result, startedAt, endedAt } = run;
  if (result?.outcome !== 'rolled-back' || endedAt === undefined) return [];
  if (process.cancelledAt !== undefined) return [];
  const brings = world.brings.get(process.name);
  const left = liveCertificates(world, world.scenario.level, endedAt).find(
    ({ facts }) => facts.fingerprint === brings,
  );
  if (left === undefined || result.warnings.some((sentence) => sentence.includes(left.id))) return [];
  const harmless = left.createdAt < startedAt && result.reason !== 'VERIFICATION_FAILED';
  const wrote = writesOf(world, process.name, endedAt).length > 0;
  return harmless || !wrote ? [] : [`${process.name} went back from ${left.id} and left it without a word`];
}

/**
 * What a run takes over, in force already, and sees refused goes, so that the one before it is in force again: nobody
 * adopts it once more.
 */
function keptThoughRefused(world: SimulatedWorld, run: Run): readonly string[] {
  const { process, result, startedAt, endedAt } = run;
  const { scenario, time } = world;
  if (scenario.level !== 'zone' || result?.reason !== 'VERIFICATION_FAILED' || endedAt === undefined)
    return [];
  const { name, cancelledAt } = process;
  const met = world.calls.some(({ by, fault }) => by === name && fault !== undefined);
  if (met || cancelledAt !== undefined || isDisturbed(world, name, startedAt, endedAt)) return [];
  const [kept] = copiesOf(world, world.brings.get(name) ?? '', endedAt);
  // Cloudflare may keep what it was asked to delete.
  if (kept === undefined || kept.createdAt >= startedAt || wasToGo(world, kept.id, endedAt)) return [];
  const accepts = (certificate: CertificateRecord): boolean =>
    judge(world.trustAt(endedAt), { kind: 'certificate', level: 'zone', certificate }, endedAt) ===
    'accepted';
  // A site that fails for other reasons says nothing of the certificate.
  if (accepts(kept)) return [];
  const older = liveCertificates(world, 'zone', endedAt).find(
    (one) =>
      one.createdAt < kept.createdAt &&
      !isOrderUnknown(one, kept, endedAt) &&
      (activeSince(one, endedAt) ?? time.now) < startedAt &&
      accepts(one),
  );
  return older === undefined
    ? []
    : [`${name} kept ${kept.id}, which is refused, though it could go back to ${older.id}`];
}
