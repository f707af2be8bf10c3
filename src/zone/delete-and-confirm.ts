import { ApiError } from '../cloudflare/api-error.ts';
import { deleteCertificate, getCertificate } from '../cloudflare/certificates.ts';
import type { DeleteOutcome, Level } from '../cloudflare/certificates.ts';
import { ActionError } from '../errors.ts';
import type { Predecessor } from './result-parts.ts';
import { pause, waitFor } from './wait.ts';
import { seconds } from './words.ts';
import type { World } from './world.ts';

export interface Fate {
  readonly fate: Predecessor['fate'];
  readonly why: string;
}

/** After a hostname was re-pointed, "in use" clears within seconds, sometimes over two minutes (seen live). */
const IN_USE = 240_000;
const GONE = 120_000;
/** Deleted with an answer of success and still alive: asked once more after this long. */
const ASK_AGAIN = 45_000;

const TOOK_EFFECT: ReadonlySet<DeleteOutcome['kind']> = new Set(['accepted', 'gone', 'ambiguous']);

const ACCEPTED = 'Cloudflare accepted the deletion,';
const UNDER_WAY = 'Its deletion was already under way,';
const NEXT = 'The next run checks again.';
const UNANSWERED = 'Cloudflare gave no clear answer to the deletion request,';

/**
 * Looks whether the certificate may still go. A fate says that it may not, and why; an error ends the
 * run. Asked before every repeated delete: what was seen before the first may be minutes old by then.
 */
export type StillFree = () => Promise<Fate | undefined>;

/** A certificate that is to go. */
export interface Deletion {
  readonly world: World;
  readonly zoneId: string;
  readonly level: Level;
  readonly id: string;
  readonly say: (line: string) => void;
  readonly stillFree?: StillFree | undefined;
  /** Milliseconds to ride out "in use" and "pending deployment". */
  readonly patience?: number | undefined;
  /** Told as soon as a delete took effect, or may have: errors after it do not undo it. */
  readonly mayBeGone?: () => void;
}

/**
 * Deletes one certificate and reads until it is gone. Rides out "in use" and "pending deployment".
 *
 * @throws ApiError where the delete is refused for good; ActionError when the run must end
 */
export async function deleteAndConfirm(deletion: Deletion): Promise<Fate> {
  const { world, zoneId, level, id, say, patience = IN_USE, mayBeGone, stillFree } = deletion;
  const began = world.clock.monotonic();
  let objection: Fate | undefined;
  const beforeAgain = async (): Promise<void> => {
    objection = await stillFree?.();
    if (objection !== undefined) throw notAgain(objection);
  };
  const remove = async (): Promise<DeleteOutcome | undefined> => {
    try {
      const outcome = await deleteCertificate(world.api, zoneId, level, id, beforeAgain);
      if (TOOK_EFFECT.has(outcome.kind)) mayBeGone?.();
      return objection === undefined || outcome.kind === 'ambiguous' ? outcome : undefined;
    } catch (error) {
      if (objection !== undefined) return undefined;
      throw error;
    }
  };
  const again = async (): Promise<DeleteOutcome | undefined> => {
    objection = await stillFree?.();
    return objection === undefined ? await remove() : undefined;
  };
  for (let outcome = await remove(); ; outcome = await again()) {
    switch (outcome?.kind) {
      case undefined:
        return objection ?? { fate: 'kept', why: 'It was kept.' };
      case 'accepted':
        return await untilGone(deletion, again, ACCEPTED);
      case 'gone':
        // It may be under way still, and may be given up; a cancelled run cannot wait for that.
        if (world.stop.aborted)
          return { fate: 'delete-unconfirmed', why: `${UNDER_WAY} and the run was cancelled. ${NEXT}` };
        return await untilGone(deletion, again, UNDER_WAY);
      case 'in-use':
      case 'pending-deployment': {
        const elapsed = world.clock.monotonic() - began;
        const why = outcome.kind === 'in-use' ? 'still in use' : 'still being deployed';
        if (elapsed >= patience || world.stop.aborted || world.clock.monotonic() >= world.deadline()) {
          return { fate: 'in-use', why: `Cloudflare says that it is ${why}.` };
        }
        say(`Cloudflare says that certificate ${id} is ${why}; asking again (${seconds(elapsed)} so far)`);
        await pause(world, Math.min(2000 + elapsed / 4, 15_000));
        break;
      }
      case 'refused':
        throw outcome.error;
      case 'ambiguous':
        // The reason for not sending it again says nothing about the attempt before.
        if (objection !== undefined) {
          const fate = await untilGone(deletion, noRequest, UNANSWERED);
          return fate.fate === 'deleted' ? fate : { ...fate, why: `${fate.why} ${objection.why}` };
        }
        if (outcome.error.code === 'WORLD_CHANGED') throw outcome.error;
        return await untilGone(deletion, again, `${blocked(outcome.error)}${UNANSWERED}`);
    }
  }
}

/** What does not pass by itself, such as a proxy that lets no deletion through. */
function blocked(error: ActionError): string {
  return error instanceof ApiError && !error.passing ? `${error.happened} ` : '';
}

/** Instead of another request. */
const noRequest = (): Promise<undefined> => Promise.resolve(undefined);

function notAgain({ why }: Fate): ActionError {
  return new ActionError('WORLD_CHANGED', {
    happened: `The deletion was not repeated. ${why}`,
    remedy: 'Run again: the next run continues from what is there.',
  });
}

async function untilGone(
  { world, zoneId, level, id, say }: Deletion,
  askAgain: () => Promise<DeleteOutcome | undefined>,
  sent: string,
): Promise<Fate> {
  const began = world.clock.monotonic();
  let asked = 1;
  let unread = false;
  const gone = await waitFor(world, {
    what: `certificate ${id} to be gone`,
    atMost: GONE,
    say,
    refusals: 'no-news',
    justSent: sent === UNDER_WAY ? undefined : 'deletion',
    look: async () => {
      unread = true;
      const read = await getCertificate(world.api, zoneId, level, id);
      unread = false;
      if (read === undefined || read.status === 'deleted') return { done: true, value: true };
      const onItsWay = read.status === 'pending_deletion' || read.status === 'deletion_timed_out';
      if (!onItsWay && asked === 1 && world.clock.monotonic() - began > ASK_AGAIN) {
        asked += 1;
        say(`certificate ${id} is still \`${read.rawStatus}\`; asking for its deletion once more`);
        await askAgain();
      }
      return { done: false, status: read.rawStatus };
    },
  });
  return gone === true
    ? { fate: 'deleted', why: 'Deleted, and confirmed by reading again.' }
    : {
        fate: 'delete-unconfirmed',
        why: `${sent} but ${unread ? 'whether it is gone could not be read' : 'it is still there'}. ${NEXT}`,
      };
}
