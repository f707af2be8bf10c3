import type { Association } from '../../cloudflare/associations.ts';
import { takeBaseline } from '../../probe/baseline.ts';
import { associationOf, type ObservedCertificate } from '../../zone/observed.ts';
import { takeBaselines } from '../../zone/probe-site.ts';
import { mayLag, PROPAGATION } from '../../zone/quiet.ts';
import { assertRunning, pause } from '../../zone/wait.ts';
import { askForFresh, RefusedInForce, type Context } from '../apply/apply-context.ts';
import { hostnamesOn, type HostnameObservation } from '../observe/observation.ts';
import { cameBefore } from '../plan/came-before.ts';
import type { Move } from '../plan/plan.ts';
import { areRefused, probesOf } from '../plan/refused.ts';
import { sawRefusals, type RollbackContext } from './rollback-context.ts';
import { whyNotBackTo } from './way-back.ts';

const LOOK_EVERY = 15_000;

/**
 * A restart has no memory: where the successor is in force, and from the first look until the edges had time to
 * follow every probed host that it serves was refused and none was healthy, that is the bad news of a killed run.
 * What came into force a short while ago is watched for as long, if there is something to go back to.
 *
 * @param since monotonic moment of the first look
 * @param watched nothing is watched twice for coming into force a short while ago
 * @returns what is wrong; `look again` where it was watched for a while, and somebody was answered in the end
 */
export async function refusedInForce(
  context: Context,
  since: number,
  watched: boolean,
): Promise<RefusedInForce | 'no' | 'look again'> {
  const { runLog, observation, target, world, plan } = context;
  const successor = plan.adopt;
  if (successor === undefined) return 'no';
  const served = probesOf(observation, successor);
  const probes = { ...target.policy.probes, urls: served.map(({ url }) => url) };
  let last = served.map(({ baseline }) => baseline);
  const refused = (): boolean => areRefused(last, observation, successor, world.api.serverNow());
  const wasRefused = refused();
  if (!wasRefused && (watched || served.length === 0 || !isUnsettled(context, successor))) return 'no';
  let end = since + PROPAGATION;
  let asBefore = wasRefused;
  let answered = last.some(({ kind }) => kind === 'healthy');
  runLog.say(
    wasRefused
      ? 'the certificate in force is refused; looking again until the edges have had time to follow'
      : 'the certificate came into force a short while ago; watching until the edges have had time to follow',
  );
  // Once more at least: what came before may have taken longer than the edges.
  do {
    await pause(world, Math.max(0, Math.min(LOOK_EVERY, end - world.clock.monotonic())));
    const looks = await takeBaselines(world, probes, runLog);
    assertRunning(world);
    last = looks.map(({ baseline }) => baseline);
    answered ||= last.some(({ kind }) => kind === 'healthy');
    if (asBefore || !refused()) continue;
    // Believed at once where it was seen to begin; what failed otherwise before has to be refused for as long.
    asBefore = true;
    end = world.clock.monotonic() + (answered ? 0 : PROPAGATION);
  } while (refused() === asBefore && world.clock.monotonic() < end);
  if (!refused()) return 'look again';
  return new RefusedInForce('VERIFICATION_FAILED', {
    happened: `The certificate ${successor.id} is in force, and visitors are refused with it. ${last[0]?.sentence ?? ''}`,
    remedy: `Make the origin trust the certificate's issuer, or store a certificate that it trusts in the secret, and run again.${askForFresh(target.level)}`,
  });
}

/** Where nothing else is to be done: whether edges may still present what was in force before. */
function isUnsettled({ observation, target, world, plan }: Context, successor: ObservedCertificate): boolean {
  if (plan.switchOn || plan.moves.length > 0 || plan.remove.length > 0) return false;
  const { policy } = target;
  const now = world.api.serverNow();
  const asked =
    observation.level === 'zone'
      ? [successor.uploadedOn]
      : observation.hostnames.map((name) => associationOf(observation.associations, name)?.updatedAt);
  return (
    asked.some((one) => mayLag(one, policy.activationTimeout, now)) &&
    cameBefore(target, observation, successor, now).length > 0
  );
}

/**
 * Per hostname nobody knows any more what those had that an earlier run moved. Where visitors are refused at them as
 * well, they go to the newest one of the same lineage that the successor came after, and that is active by its id now.
 *
 * @returns why there is none
 */
export async function inherit(rollback: RollbackContext): Promise<string | undefined> {
  const { writeRecord, observation, target, world } = rollback;
  const own = observation.certificates.find(({ id }) => id === writeRecord.successor);
  if (observation.level !== 'hostname' || own === undefined) return undefined;
  const found = await foundRefused(rollback, observation, own.id);
  if (found.length === 0) return undefined;
  const reasons: string[] = [];
  for (const { id } of cameBefore(target, observation, own, world.api.serverNow())) {
    const unfit = await whyNotBackTo(rollback, id);
    if (unfit !== undefined) {
      reasons.push(unfit.why);
      continue;
    }
    const moves = found.map((row): Move => {
      const before = { ...row, certificateId: id };
      return { hostname: row.hostname, before, enabled: row.enabled === true, pointed: true };
    });
    writeRecord.backTo = id;
    writeRecord.moved = [...writeRecord.moved, ...moves];
    writeRecord.asked = [...writeRecord.asked, ...moves];
    return undefined;
  }
  return reasons.join('; ') || 'there is no older one of its lineage to go back to';
}

/**
 * Rows that were on the successor as this run began and are refused now. A hostname without a probe shares the fate
 * of those that have one, where all of them are refused.
 */
async function foundRefused(
  { writeRecord, target, world, news }: RollbackContext,
  observation: HostnameObservation,
  id: string,
): Promise<readonly Association[]> {
  const asked = new Set(writeRecord.asked.map(({ hostname }) => hostname));
  const rows = hostnamesOn(observation, id).flatMap((hostname) =>
    asked.has(hostname) ? [] : (associationOf(observation.associations, hostname) ?? []),
  );
  if (news instanceof RefusedInForce) return rows;
  if (!sawRefusals(news) || world.stop.aborted) return [];
  const { probes } = target.policy;
  const end = world.clock.monotonic() + LOOK_EVERY;
  const inTime = { ...world, deadline: () => Math.min(end, world.deadline()) };
  const urls = probes.urls.filter((url) => rows.some(({ hostname }) => hostname === new URL(url).hostname));
  const looks = await Promise.all(
    urls.map(async (url) => ({ url, ...(await takeBaseline(inTime, url, probes)) })),
  );
  const refused = looks.filter(({ baseline }) => baseline.kind === 'lacks-certificate');
  if (refused.length === looks.length) return refused.length === 0 ? [] : rows;
  const names = new Set(refused.map(({ url }) => new URL(url).hostname));
  return rows.filter(({ hostname }) => names.has(hostname));
}
