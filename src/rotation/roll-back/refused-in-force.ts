import { takeBaseline } from '../../probe/baseline.ts';
import { associationOf } from '../../zone/observed.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import { PROPAGATION } from '../../zone/quiet.ts';
import { assertRunning, pause } from '../../zone/wait.ts';
import { askForFresh, RefusedInForce } from '../apply/apply-context.ts';
import type { Context } from '../apply/apply-context.ts';
import { areRefused, probesOf } from '../plan/refused.ts';
import { cameBefore } from '../plan/succession.ts';
import type { RollbackContext } from './rollback-context.ts';
import { whyNotBackTo } from './way-back.ts';

const LOOK_EVERY = 15_000;

/**
 * A restart has no memory: where the successor is in force, and from the first look until the edges had time to
 * follow every probed host that it serves was refused and none was healthy, that is the bad news of a killed run.
 *
 * @param since monotonic moment of the first look
 * @returns what is wrong; `no longer` where it was refused at first, and somebody was answered later
 */
export async function refusedInForce(
  { runLog, observation, target, world }: Pick<Context, 'runLog' | 'observation' | 'target' | 'world'>,
  successor: ObservedCertificate | undefined,
  since: number,
): Promise<RefusedInForce | 'no' | 'no longer'> {
  if (successor === undefined) return 'no';
  const served = probesOf(observation, successor);
  let last = served.map(({ baseline }) => baseline);
  const refused = (): boolean => areRefused(last, observation, successor, world.api.serverNow());
  if (!refused()) return 'no';
  const end = since + PROPAGATION;
  runLog.say('the certificate in force is refused; looking again until the edges had time to follow');
  // Once more at least: what came before may have taken longer than the edges.
  do {
    await pause(world, Math.max(0, Math.min(LOOK_EVERY, end - world.clock.monotonic())));
    const looks = await Promise.all(served.map(({ url }) => takeBaseline(world, url, target.policy.probes)));
    assertRunning(world);
    runLog.evidence(looks.map(({ evidence }) => evidence));
    last = looks.map(({ baseline }) => baseline);
    if (!refused()) return 'no longer';
  } while (world.clock.monotonic() < end);
  return new RefusedInForce('VERIFICATION_FAILED', {
    happened: `The certificate ${successor.id} is in force, and visitors are refused with it. ${last[0]?.sentence ?? ''}`,
    remedy: `Make the origin trust the certificate's issuer, or store a certificate that it trusts in the secret, and run again.${askForFresh(target.level)}`,
  });
}

/**
 * Per hostname nobody knows any more what the hostnames had that an earlier run moved. They go to the newest one of
 * the same lineage that the successor came after, and that is active by its id now.
 *
 * @returns why there is none
 */
export async function inherit(rollback: RollbackContext): Promise<string | undefined> {
  const { writeRecord, observation, target, world } = rollback;
  const own = observation.certificates.find(({ id }) => id === writeRecord.successor);
  if (observation.level !== 'hostname' || own === undefined) return 'it is not in the zone any more';
  const { issuing, successor } = target;
  const older = cameBefore(observation, own, successor.leaf, issuing?.identity, world.api.serverNow());
  const reasons: string[] = [];
  for (const { id } of older) {
    const unfit = await whyNotBackTo(rollback, id);
    if (unfit !== undefined) {
      reasons.push(unfit.why);
      continue;
    }
    writeRecord.backTo = id;
    writeRecord.moved = observation.hostnames.flatMap((hostname) => {
      const row = associationOf(observation.associations, hostname);
      if (row?.certificateId !== own.id) return [];
      return [
        { hostname, former: { ...row, certificateId: id }, enabled: row.enabled === true, pointed: true },
      ];
    });
    writeRecord.asked = writeRecord.moved;
    return undefined;
  }
  return reasons.join('; ') || 'there is no older one of its lineage to go back to';
}
