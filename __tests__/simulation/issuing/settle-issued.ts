import { judge, presentedAt } from '../../../sandbox/model/index.ts';
import type { CertificateRecord } from '../../../sandbox/model/index.ts';
import { isOrderUnknown, whyNotInForce } from '../goal.ts';
import { runOnce } from '../run-once.ts';
import type { Run, RunOptions } from '../run-once.ts';
import { ASKS_FOR_FRESH, mend } from '../settle.ts';
import type { Settled } from '../settle.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { copiesOf, issuedAt, isReferredTo, liveCertificates, sendsAny, stateAt } from '../truth.ts';
import { dueAt } from './course.ts';
import type { Signers } from './signers.ts';
import type { Terms } from './terms.ts';

/**
 * Liveness: faults stop and people mend what only they can mend; then two more runs put a certificate of the
 * target in force and leave no other of its own, and the one after them has nothing to do. No run asks people
 * for a fresh certificate: it can make one.
 */
export async function settleIssued(
  world: SimulatedWorld,
  signers: Signers,
  terms: Terms,
  how: Pick<RunOptions, 'staging'>,
): Promise<Settled> {
  mend(world);
  await world.time.pass(5 * 60_000);
  const issuing = { signers, terms, fault: undefined, always: false };
  const runs: Run[] = [];
  const next = async (name: string): Promise<Run> => {
    const run = await runOnce(world, signers.cast, { ...how, issuing, name });
    runs.push(run);
    await world.time.pass(3 * 60_000);
    return run;
  };
  let why: string | undefined = '';
  // Where a full quota has to be made room in first, the renewal is another one.
  const most = world.scenario.quota === 'nearly-full' ? 3 : 2;
  for (let count = 1; count <= most && why !== undefined; count += 1) {
    const run = await next(`closing run ${count}`);
    why = whyNotThere(world, signers, terms, run);
  }
  const said = runs.at(-1)?.result?.sentence ?? '';
  if (why !== undefined) return { runs, problems: [`${runs.length} runs after the faults, ${why}: ${said}`] };
  const before = world.writes.length;
  const { result } = await next('idle run');
  const wrote = world.writes.length - before;
  const idle = wrote === 0 && result?.outcome === 'unchanged';
  return {
    runs,
    problems: idle
      ? []
      : [
          `the run with nothing to do wrote ${wrote} times and said ${result?.outcome ?? ''}: ${result?.sentence ?? ''}`,
        ],
  };
}

function whyNotThere(
  world: SimulatedWorld,
  signers: Signers,
  terms: Terms,
  { process, result }: Run,
): string | undefined {
  const fresh = ASKS_FOR_FRESH.test(result?.remedy ?? '');
  if (fresh) return 'people were asked for a fresh certificate';
  const brings = world.brings.get(process.name);
  const [copy] = copiesOf(world, brings ?? '', world.time.now);
  if (copy !== undefined && dueAt(copy.facts, { scenario: world.scenario, terms }) <= world.time.now)
    return 'what is in force is due';
  // What another authority signed is no certificate of a target whose authority is in a secret.
  const { publicKey } = signers.given.certificate.x509;
  const isOwn = ({ facts }: CertificateRecord): boolean =>
    terms.signer !== 'authority' || facts.x509.verify(publicKey);
  return (
    whyNotInForce(world, brings, 'what was issued') ??
    whatIsLeft(world, brings, isOwn, result?.warnings ?? []) ??
    whoIsRefused(world)
  );
}

/** Where probes look, what is refused in force is due: nobody has to see to it. */
function whoIsRefused(world: SimulatedWorld): string | undefined {
  const { scenario, model, edges, time } = world;
  const [hostname = ''] = scenario.hostnames;
  const shown = presentedAt(model, edges[0], hostname, time.now);
  if (!scenario.probed || shown.kind !== 'certificate') return undefined;
  const verdict = judge(world.trustAt(time.now), shown, time.now);
  return verdict === 'accepted' ? undefined : `visitors are refused with ${shown.certificate.id}: ${verdict}`;
}

/** A hostname that never gets where it is going keeps what it may be leaving; that is named with its delete words. */
const STUCK = /has been on its way to another certificate for too long.*certificate-id/u;

/**
 * Only one of the target is left; at zone level nothing else either, but what was uploaded so shortly before that it may
 * have been deployed later, where the origin named the other one, or the zone is meant to be off: the next renewal
 * deletes it.
 */
function whatIsLeft(
  world: SimulatedWorld,
  brings: string | undefined,
  isOwn: (record: CertificateRecord) => boolean,
  warnings: readonly string[],
): string | undefined {
  const { scenario, time, model, zone } = world;
  if (!scenario.deletePrevious) return undefined;
  // What no hostname is to get replaces nothing.
  if (scenario.level === 'hostname' && !sendsAny(world, stateAt(world, time.now))) return undefined;
  const listed = model.variants().associationList === 'available';
  if (scenario.level === 'hostname' && !listed) return undefined;
  const stays = (scenario.probed && scenario.echo) || zone.enabled.at(time.now) !== true;
  const [copy] = copiesOf(world, brings ?? '', time.now);
  const left = (
    scenario.level === 'zone'
      ? liveCertificates(world, 'zone', time.now)
      : issuedAt(world, time.now).filter(isOwn)
  ).filter(
    (one) =>
      one.facts.fingerprint !== brings &&
      one.status.at(time.now) !== 'deletion_timed_out' &&
      !warnings.some((warning) => warning.startsWith(`${one.id} is kept.`) && STUCK.test(warning)) &&
      !(scenario.level === 'hostname' && isReferredTo(world, one.id, time.now)) &&
      !(scenario.level === 'zone' && stays && isOrderUnknown(one, copy, time.now)),
  );
  return left.length === 0 ? undefined : `${left.map(({ id }) => id).join(', ')} is left behind`;
}
