import { isTombstone } from '../../cloudflare/status.ts';
import { ApiError } from '../../cloudflare/error-catalogue.ts';
import { ActionError } from '../../errors.ts';
import { retire } from '../../rotation/apply/retire.ts';
import type { Fate } from '../../rotation/apply/retire.ts';
import { assertRunning } from '../../rotation/apply/waiting.ts';
import type { RotationWorld } from '../../rotation/world.ts';
import { lookAtHoldings } from '../estate/look.ts';
import type { Holdings } from '../estate/look.ts';
import { findCertificate } from './find.ts';
import { objectionTo } from './guard.ts';
import type { Candidate } from './guard.ts';

/**
 * Where the list says that nobody uses a certificate, "in use" is what is left of a change and clears. Without
 * a list it most likely is in use, and stays so.
 */
const PATIENCE_WITHOUT_LIST = 30_000;

/** A certificate and what became of it. */
export interface Settled {
  readonly candidate: Candidate;
  readonly fate: Fate;
}

/**
 * Looks at the world again right before a delete: what was free a moment ago may be in use by now, and
 * then it stays.
 *
 * @returns why it is not to be deleted any more; undefined where it is
 */
async function lookAgain(
  { level, certificate }: Candidate,
  before: Holdings,
  world: RotationWorld,
): Promise<Fate | undefined> {
  const hostnames = before.associations.rows.map(({ hostname }) => hostname);
  const holdings = await lookAtHoldings(world, before.zone, hostnames);
  const found = await findCertificate(world, holdings, certificate.id, level);
  if (found === undefined || isTombstone(found.certificate.status))
    return { fate: 'already-gone', why: 'Somebody else deleted it during the run.' };
  const objection = objectionTo(found, holdings);
  return objection === undefined
    ? undefined
    : { fate: 'in-use', why: `This changed during the run. ${objection.sentence}` };
}

/**
 * Deletes one after the other; hands each out as soon as it is settled, since the next may throw.
 *
 * @throws ActionError where Cloudflare refuses for good, or the run must end
 */
export async function deleteAll(
  victims: readonly Candidate[],
  before: Holdings,
  world: RotationWorld,
  say: (line: string) => void,
  settled: (one: Settled) => void,
): Promise<void> {
  for (const candidate of victims) {
    const fate =
      (await lookAgain(candidate, before, world)) ?? (await send(candidate, before, world, say, settled));
    say(`${candidate.certificate.id}: ${fate.why}`);
    settled({ candidate, fate });
  }
}

async function send(
  candidate: Candidate,
  before: Holdings,
  world: RotationWorld,
  say: (line: string) => void,
  settled: (one: Settled) => void,
): Promise<Fate> {
  assertRunning(world);
  // Gone by now means that an attempt whose answer was lost did it: asking once more confirms that.
  const stillFree = async (): Promise<Fate | undefined> => {
    const now = await lookAgain(candidate, before, world);
    return now?.fate === 'already-gone' ? undefined : now;
  };
  try {
    const { level, certificate } = candidate;
    const patience =
      level === 'hostname' && !before.associations.complete ? PATIENCE_WITHOUT_LIST : undefined;
    return await retire(world, before.zone.id, level, certificate.id, say, stillFree, patience);
  } catch (error) {
    if (error instanceof ActionError)
      settled({
        candidate,
        fate: { fate: isRefused(error) ? 'kept' : 'delete-unconfirmed', why: error.happened },
      });
    throw error;
  }
}

/** The delete itself was refused, for certain; anything else may have come after it took effect. */
function isRefused(error: ActionError): boolean {
  return error instanceof ApiError && error.endpoint.startsWith('DELETE ');
}
