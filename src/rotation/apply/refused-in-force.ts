import { takeBaseline } from '../../probe/baseline.ts';
import type { Baseline } from '../../probe/verdict.ts';
import { BadNews } from './bad-news.ts';
import type { Context } from './context.ts';
import { newest } from '../observe/live.ts';
import type { ObservedCertificate } from '../observe/observation.ts';
import { isPresentedFor } from '../plan/presented.ts';
import { assertRunning, pause } from './waiting.ts';
import { PROPAGATION } from '../../zone/quiet.ts';

type Seen = Pick<Context, 'target' | 'observation' | 'world' | 'journal'>;

const LOOK_EVERY = 15_000;
const DAY = 86_400_000;

/**
 * A restart has no memory: where the successor is in force, and from the first look until the edges had time to
 * follow every probed host that it serves was refused and none was healthy, that is the bad news of a killed run.
 *
 * @param since monotonic moment of the first look
 */
export async function refusedInForce(
  seen: Seen,
  successor: ObservedCertificate,
  since: number,
): Promise<BadNews | undefined> {
  const { journal, observation, target, world } = seen;
  if (successor.status !== 'active' || !isInForce(seen, successor)) return undefined;
  const served = observation.baselines.filter(({ url }) =>
    isPresentedFor(new URL(url).hostname, observation, { moves: [], switchOn: false }, successor.id),
  );
  const first = served.map(({ baseline }) => baseline);
  if (first.length === 0 || !first.every((one) => isRefusal(seen, successor, one))) return undefined;
  const end = since + PROPAGATION;
  let last = first;
  journal.say('the certificate in force is refused; looking again until the edges had time to follow');
  while (world.clock.monotonic() < end) {
    assertRunning(world);
    await pause(world, Math.min(LOOK_EVERY, end - world.clock.monotonic()));
    const looks = await Promise.all(
      served.map(({ url }) => takeBaseline(world.probes, url, target.policy.probes)),
    );
    journal.evidence(looks.map(({ evidence }) => evidence));
    last = looks.map(({ baseline }) => baseline);
    if (!last.every((one) => isRefusal(seen, successor, one))) return undefined;
  }
  assertRunning(world);
  return new BadNews('VERIFICATION_FAILED', {
    happened: `The certificate ${successor.id} is in force, and visitors are refused with it. ${last[0]?.sentence ?? ''}`,
    remedy:
      "Make the origin trust the certificate's issuer, or store a certificate that it trusts in the secret, and run again.",
  });
}

function isInForce({ observation }: Seen, { id }: ObservedCertificate): boolean {
  return observation.level === 'hostname' || newest(observation.certificates)?.id === id;
}

/** At zone level 520 and 525 have other causes as well: they count where the origin or the age speaks for it. */
function isRefusal(
  { observation, world }: Seen,
  { uploadedOn }: ObservedCertificate,
  { kind, status }: Baseline,
): boolean {
  if (kind !== 'lacks-certificate') return false;
  if (observation.level === 'hostname' || (status !== 520 && status !== 525)) return true;
  const young = uploadedOn !== undefined && world.api.serverNow() - uploadedOn < DAY;
  return young || observation.originChecks.some(({ verdict }) => verdict.kind === 'refused');
}
