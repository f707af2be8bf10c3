import { mistrusted } from '../../cloudflare/api-error.ts';
import { putAssociations, type AssociationRequest } from '../../cloudflare/associations.ts';
import { RollbackRequired } from '../../errors.ts';
import { send, type Accepted } from '../../zone/change.ts';
import { associationOf, usersOf, type ObservedAssociations } from '../../zone/observed.ts';
import { untilPointed, appliedInPart } from '../../zone/point.ts';
import type { Move } from '../plan/plan.ts';
import { lookAtRows, type Context } from './apply-context.ts';
import { changingIn } from './watch.ts';

/** Points hostnames at the successor, in one call, and waits until all of them are in force. */
export async function associate(
  context: Context,
  successorId: string,
  moves: readonly Move[],
): Promise<void> {
  const { writeRecord, world } = context;
  writeRecord.cutOverAt ??= world.clock.monotonic();
  const unsent = moves.filter((move) => !move.pointed);
  const sent = unsent.length === 0 ? undefined : await point(context, successorId, unsent);
  const hostnames = moves.map(({ hostname }) => hostname);
  const look = async (): Promise<ObservedAssociations> => {
    const seen = await lookAtRows(context, hostnames);
    const there = usersOf(seen, successorId);
    writeRecord.unseen = new Set([...writeRecord.unseen].filter((hostname) => !there.includes(hostname)));
    assertNoneTimedOut(seen, hostnames, successorId);
    return seen;
  };
  const unseen = await untilPointed(
    requests(moves, successorId),
    {
      what:
        hostnames.length === 1
          ? `${hostnames.join('')} to use it`
          : `${hostnames.length} hostnames to use it`,
      sent,
      justSent: sent !== undefined ? 'association' : undefined,
      look,
    },
    changingIn(context),
  );
  if (unseen !== undefined) throw unseen.error;
}

async function point(context: Context, successorId: string, moves: readonly Move[]): Promise<Accepted> {
  const { writeRecord, observation, inZone, world } = context;
  const { moved: before, asked } = writeRecord;
  const noted = (perhaps: boolean): void => {
    writeRecord.moved = perhaps ? [...before, ...moves] : before;
    writeRecord.asked = perhaps ? [...asked, ...moves] : asked;
  };
  const wanted = requests(moves, successorId);
  const outcome = mistrusted(
    await send(() => putAssociations(world.api, observation.zone.id, wanted), noted),
  );
  const hostnames = moves.map(({ hostname }) => hostname);
  const unseen = new Set([...writeRecord.unseen, ...hostnames]);
  if (outcome.kind !== 'refused') {
    inZone.done('move');
    writeRecord.unseen = unseen;
    return outcome;
  }
  const { error } = outcome;
  const applied =
    error.code === 'API_REFUSED' ? await appliedInPart(world.api, observation.zone.id, wanted) : [];
  // Where that cannot be read they count as applied: to point them back does no harm.
  if (applied === undefined) writeRecord.unseen = unseen;
  else writeRecord.moved = [...before, ...moves.filter(({ hostname }) => applied.includes(hostname))];
  // Where some were moved and seen to work before, the others are left for the next run.
  if (error.code !== 'API_REFUSED' || before.length > 0) throw error;
  // An upload is useless once its hostnames are refused: it is removed again.
  const { happened, remedy } = error;
  throw new RollbackRequired('API_REFUSED', { happened, remedy }, { cause: error });
}

function requests(moves: readonly Move[], certificateId: string): readonly AssociationRequest[] {
  return moves.map(({ hostname, enabled }) => ({ hostname, certificateId, enabled }));
}

function assertNoneTimedOut(
  seen: ObservedAssociations,
  hostnames: readonly string[],
  successorId: string,
): void {
  const stuck = hostnames.find((hostname) => {
    const row = associationOf(seen, hostname);
    return row?.certificateId === successorId && row.status === 'deployment_timed_out';
  });
  if (stuck === undefined) return;
  throw new RollbackRequired('ACTIVATION_FAILED', {
    happened: `The association of ${stuck} ended as \`deployment_timed_out\`: Cloudflare gave up deploying it.`,
    remedy: 'Run again; if it happens twice, ask Cloudflare support and name the hostname.',
  });
}
