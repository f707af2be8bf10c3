import type { CertificateRecord } from '../../../sandbox/model/index.ts';
import type { Run } from '../run-once.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { issuedAt, isReferredTo, liveCertificates, sendsAny, stateAt, writesOf } from '../truth.ts';

/** What holds besides in a world whose certificate is issued. */
export function judgeIssued(world: SimulatedWorld, runs: readonly Run[]): readonly string[] {
  return runs.flatMap((run) => [...orphans(world, run), ...adoptedAgain(world, run)]);
}

/** At most one orphan of a target is ever left, however often runs are killed; two at once may each leave one. */
function orphans(world: SimulatedWorld, { process, endedAt }: Run): readonly string[] {
  const { level, deletePrevious } = world.scenario;
  const listed = world.model.variants().associationList === 'available';
  // Without a list, or where people want it so, what nobody uses is named and stays.
  if (level !== 'hostname' || !deletePrevious || !listed || world.meddledWith) return [];
  const at = endedAt ?? world.time.now;
  // What is shown to nobody replaces nothing.
  if (!sendsAny(world, stateAt(world, at))) return [];
  const unused = unusedAt(world, at);
  return unused.length > 1
    ? [
        `${process.name} left ${unused.length} orphans of one target: ${unused.map(({ id }) => id).join(', ')}`,
      ]
    : [];
}

function unusedAt(world: SimulatedWorld, at: number): readonly CertificateRecord[] {
  return issuedAt(world, at).filter(
    ({ id, status }) => !isReferredTo(world, id, at) && status.at(at)?.endsWith('timed_out') !== true,
  );
}

/** Whoever goes back from a certificate, whether uploaded or taken over, leaves it to nobody. */
function adoptedAgain(world: SimulatedWorld, { process, result, endedAt }: Run): readonly string[] {
  if (result?.outcome !== 'rolled-back' || endedAt === undefined) return [];
  if (process.cancelledAt !== undefined) return [];
  const brings = world.brings.get(process.name);
  const left = liveCertificates(world, world.scenario.level, endedAt).find(
    ({ facts }) => facts.fingerprint === brings,
  );
  const named = left === undefined || result.warnings.some((sentence) => sentence.includes(left.id));
  const wrote = writesOf(world, process.name, endedAt).length > 0;
  return named || !wrote ? [] : [`${process.name} went back from ${left.id} and left it without a word`];
}
