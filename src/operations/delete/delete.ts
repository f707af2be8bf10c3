import { ApiError } from '../../cloudflare/api-error.ts';
import { isTombstone } from '../../cloudflare/shapes.ts';
import { ActionError, asActionError } from '../../errors.ts';
import type { DeleteRequest } from '../../inputs/job.ts';
import { deleteAndConfirm, type Fate } from '../../zone/delete-and-confirm.ts';
import { readInventory, type Inventory } from '../../zone/inventory.ts';
import { PROPAGATION } from '../../zone/quiet.ts';
import { noteRows } from '../../zone/read-lists.ts';
import { resolveZone } from '../../zone/resolve-zone.ts';
import { failureOf } from '../../zone/result-parts.ts';
import { createRowWatch, holding, untilQuiet, whyNotQuiet, type RowWatch } from '../../zone/row-watch.ts';
import { assertRunning } from '../../zone/wait.ts';
import { deleteWords } from '../../zone/words.ts';
import type { World } from '../../zone/world.ts';
import { conclude, failed, idsOf, untouched, type DeleteEnding, type Settled } from './delete-outcome.ts';
import { decide, findCertificate, objectionTo, type Candidate } from './plan-delete.ts';

/**
 * Deletes unused certificates: look, decide, look again before each, delete, read until gone.
 * Never throws for what can happen at Cloudflare; the ending says how it went.
 */
export async function deleteCertificates(
  request: DeleteRequest,
  world: World,
  dryRun: boolean,
): Promise<DeleteEnding> {
  const say = (line: string): void => world.say(`${request.zone}: ${line}`);
  const settled: Settled[] = [];
  try {
    const { what, level } = request;
    const named = what.kind === 'certificate';
    const asked = world.clock.monotonic();
    const before = await readInventory(world, await resolveZone(world.api, request.zone), []);
    const { associations } = before;
    const rows = createRowWatch();
    noteRows(rows, associations, asked, world);
    const single = named ? await findCertificate(world, before, what.id, level) : undefined;
    const plan = decide(request, before, single, world.api.serverNow());
    if (plan.kind === 'delete' && !dryRun) {
      say(`deleting ${idsOf(plan.victims)}`);
      assertRunning(world);
      const settle = (one: Settled): void => void settled.push(one);
      await deleteAll(plan.victims, { before, world, say, settle, rows: named ? undefined : rows });
    }
    return conclude(request, plan, settled, { dryRun, associations, now: world.api.serverNow() });
  } catch (error) {
    const failure = failureOf(asActionError(error), untouched(settled, 'Deleted so far'));
    return failed(failure, settled, world.api.serverNow());
  }
}

/**
 * If the list says that a certificate is unused, "in use" is left over from a change, and clears. Without a
 * list it most likely is in use; and if that clears, a hostname was just moved off it.
 */
const PATIENCE_WITHOUT_LIST = 0;

interface Deleting {
  readonly before: Inventory;
  readonly world: World;
  readonly say: (line: string) => void;
  /** Each is handed out as soon as it is settled, since the next may throw. */
  readonly settle: (one: Settled) => void;
  /** What was seen of the hostnames so far; undefined: a person has named the certificate, and knows. */
  readonly rows: RowWatch | undefined;
}

/** Deletes one after the other. @throws ActionError if Cloudflare refuses for good, or the run must end */
export async function deleteAll(victims: readonly Candidate[], deleting: Deleting): Promise<void> {
  for (const candidate of victims) {
    const fate = (await whyNot(candidate, deleting)) ?? (await send(candidate, deleting));
    deleting.say(`${candidate.certificate.id}: ${fate.why}`);
    deleting.settle({ ...candidate, ...fate });
  }
}

/**
 * Looks again right before a delete: a certificate that was free a moment ago may be in use by now, and then it
 * stays.
 * @returns why it is not to be deleted any more; undefined if it is
 */
async function lookAgain(
  { level, certificate }: Candidate,
  { before, world, rows }: Omit<Deleting, 'say' | 'settle'>,
): Promise<Fate | undefined> {
  const hostnames = before.associations.rows.map(({ hostname }) => hostname);
  const asked = world.clock.monotonic();
  const inventory = await readInventory(world, before.zone, hostnames);
  if (rows !== undefined) noteRows(rows, inventory.associations, asked, world);
  const found = await findCertificate(world, inventory, certificate.id, level);
  if (found === undefined || isTombstone(found.certificate.status))
    return { fate: 'already-gone', why: 'Somebody else deleted it during the run.' };
  const objection = objectionTo(found, inventory);
  return objection && { fate: 'in-use', why: `This changed during the run. ${objection.sentence}` };
}

/** Nobody has named it: it also waits until every hostname is quiet that may be shown it still. */
async function whyNot(candidate: Candidate, deleting: Deleting): Promise<Fate | undefined> {
  const { level, certificate } = candidate;
  const { world, rows } = deleting;
  const { fate, restless } = await untilQuiet(deleting, async () => {
    const now = await lookAgain(candidate, deleting);
    const free = now === undefined && rows !== undefined && level === 'hostname';
    return {
      fate: now,
      restless: free ? holding(rows.unquiet(PROPAGATION, world.api.serverNow()), certificate) : [],
    };
  });
  const why = whyNotQuiet(restless, certificate.uploadedOn);
  if (why === undefined) return fate;
  return { fate: 'in-use', why: `${why} ${deleteWords(level, certificate.id)}` };
}

async function send(candidate: Candidate, { before, world, say, settle }: Deleting): Promise<Fate> {
  assertRunning(world);
  // Gone by now means that an attempt whose answer was lost did it: asking once more confirms that.
  const stillFree = async (): Promise<Fate | undefined> => {
    const now = await lookAgain(candidate, { before, world, rows: undefined });
    return now?.fate === 'already-gone' ? undefined : now;
  };
  const { level, certificate } = candidate;
  const { associations, zone } = before;
  const patience = level === 'hostname' && !associations.complete ? PATIENCE_WITHOUT_LIST : undefined;
  const { id } = certificate;
  try {
    return await deleteAndConfirm({ world, zoneId: zone.id, level, id, say, stillFree, patience });
  } catch (error) {
    if (error instanceof ActionError) {
      // The delete itself was refused, for certain; anything else may have come after it took effect.
      const isRefused = error instanceof ApiError && error.endpoint.startsWith('DELETE ');
      settle({ ...candidate, fate: isRefused ? 'kept' : 'delete-unconfirmed', why: error.happened });
    }
    throw error;
  }
}
