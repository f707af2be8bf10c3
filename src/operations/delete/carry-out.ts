import { ApiError } from '../../cloudflare/api-error.ts';
import { isTombstone } from '../../cloudflare/shapes.ts';
import { ActionError } from '../../errors.ts';
import { deleteAndConfirm } from '../../zone/delete-and-confirm.ts';
import type { Fate } from '../../zone/delete-and-confirm.ts';
import { readInventory } from '../../zone/inventory.ts';
import type { Inventory } from '../../zone/inventory.ts';
import { PROPAGATION } from '../../zone/quiet.ts';
import { noteRows } from '../../zone/read-lists.ts';
import type { RowWatch } from '../../zone/row-watch.ts';
import { untilQuiet, whyNotQuiet } from '../../zone/until-quiet.ts';
import { assertRunning } from '../../zone/wait.ts';
import { deleteWords } from '../../zone/words.ts';
import type { World } from '../../zone/world.ts';
import { findCertificate, objectionTo } from './plan-delete.ts';
import type { Candidate } from './plan-delete.ts';

/**
 * If the list says that a certificate is unused, "in use" is left over from a change, and clears. Without a
 * list it most likely is in use; and if that clears, a hostname was just moved off it.
 */
const PATIENCE_WITHOUT_LIST = 0;

/** A certificate and its fate. */
export interface Settled {
  readonly candidate: Candidate;
  readonly fate: Fate;
}

/**
 * Looks again right before a delete: a certificate that was free a moment ago may be in use by now, and then it
 * stays.
 *
 * @returns why it is not to be deleted any more; undefined if it is
 */
async function lookAgain(
  { level, certificate }: Candidate,
  before: Inventory,
  world: World,
  rows?: RowWatch,
): Promise<Fate | undefined> {
  const hostnames = before.associations.rows.map(({ hostname }) => hostname);
  const asked = world.clock.monotonic();
  const inventory = await readInventory(world, before.zone, hostnames);
  if (rows !== undefined) noteRows(rows, inventory.associations, asked, world);
  const found = await findCertificate(world, inventory, certificate.id, level);
  if (found === undefined || isTombstone(found.certificate.status))
    return { fate: 'already-gone', why: 'Somebody else deleted it during the run.' };
  const objection = objectionTo(found, inventory);
  return objection === undefined
    ? undefined
    : { fate: 'in-use', why: `This changed during the run. ${objection.sentence}` };
}

/**
 * Deletes one after the other; hands each out as soon as it is settled, since the next may throw.
 *
 * @param rows what was seen of the hostnames so far; undefined: a person has named the certificate, and knows
 * @throws ActionError if Cloudflare refuses for good, or the run must end
 */
export async function deleteAll(
  victims: readonly Candidate[],
  before: Inventory,
  world: World,
  say: (line: string) => void,
  settled: (one: Settled) => void,
  rows?: RowWatch,
): Promise<void> {
  for (const candidate of victims) {
    const fate =
      (await whyNot(candidate, before, world, say, rows)) ??
      (await send(candidate, before, world, say, settled));
    say(`${candidate.certificate.id}: ${fate.why}`);
    settled({ candidate, fate });
  }
}

/** Nobody has named it: it also waits until every hostname is quiet that may be shown it still. */
async function whyNot(
  candidate: Candidate,
  before: Inventory,
  world: World,
  say: (line: string) => void,
  rows: RowWatch | undefined,
): Promise<Fate | undefined> {
  const { level, certificate } = candidate;
  const { fate, unquiet } = await untilQuiet({ world, say }, async () => {
    const now = await lookAgain(candidate, before, world, rows);
    const free = now === undefined && rows !== undefined && level === 'hostname';
    return {
      fate: now,
      remove: [certificate],
      unquiet: free ? rows.unquiet(PROPAGATION, world.api.serverNow()) : [],
    };
  });
  const why = whyNotQuiet(unquiet, certificate.uploadedOn);
  if (why === undefined) return fate;
  return { fate: 'in-use', why: `${why} ${deleteWords(level, certificate.id)}` };
}

async function send(
  candidate: Candidate,
  before: Inventory,
  world: World,
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
    const { id } = certificate;
    return await deleteAndConfirm({ world, zoneId: before.zone.id, level, id, say, stillFree, patience });
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
