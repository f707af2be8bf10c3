import { whyNotInForce } from '../goal.ts';
import { runOnce } from '../run-once.ts';
import type { Run, RunOptions } from '../run-once.ts';
import { mend } from '../settle.ts';
import type { Settled } from '../settle.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { issuedAt, isReferredTo, liveCertificates, sendsAny, stateAt } from '../truth.ts';
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
  for (let count = 1; count <= 2 && why !== undefined; count += 1) {
    const run = await next(`closing run ${count}`);
    why = whyNotThere(world, run);
  }
  const said = runs.at(-1)?.result?.sentence ?? '';
  if (why !== undefined) return { runs, problems: [`2 runs after the faults, ${why}: ${said}`] };
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

function whyNotThere(world: SimulatedWorld, { process, result }: Run): string | undefined {
  const fresh = /[Ii]ssue a fresh certificate/u.test(result?.remedy ?? '');
  if (fresh) return 'people were asked for a fresh certificate';
  return (
    whyNotInForce(world, world.brings.get(process.name), 'what was issued') ??
    whatIsLeft(world, world.brings.get(process.name))
  );
}

/** Only one of the target is left; at zone level nothing else either. */
function whatIsLeft(world: SimulatedWorld, brings: string | undefined): string | undefined {
  const { scenario, time, model } = world;
  if (!scenario.deletePrevious) return undefined;
  // What no hostname is to get replaces nothing.
  if (scenario.level === 'hostname' && !sendsAny(world, stateAt(world, time.now))) return undefined;
  const listed = model.variants().associationList === 'available';
  if (scenario.level === 'hostname' && !listed) return undefined;
  const left = (
    scenario.level === 'zone' ? liveCertificates(world, 'zone', time.now) : issuedAt(world, time.now)
  ).filter(
    ({ facts, id, status }) =>
      facts.fingerprint !== brings &&
      status.at(time.now) !== 'deletion_timed_out' &&
      !(scenario.level === 'hostname' && isReferredTo(world, id, time.now)),
  );
  return left.length === 0 ? undefined : `${left.map(({ id }) => id).join(', ')} is left behind`;
}
