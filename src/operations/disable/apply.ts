import { putAssociations } from '../../cloudflare/associations.ts';
import type { AssociationRequest } from '../../cloudflare/associations.ts';
import { getZoneSwitch, setZoneSwitch } from '../../cloudflare/zones.ts';
import { ActionError } from '../../errors.ts';
import { waitFor } from '../../rotation/apply/waiting.ts';
import { observeAssociations, observeOneByOne } from '../../rotation/observe/associations.ts';
import { associationOf } from '../../rotation/observe/observation.ts';
import type { ObservedAssociations, ZoneIdentity } from '../../rotation/observe/observation.ts';
import { someOf } from '../../rotation/outcome/some-of.ts';
import { isInPlace } from '../../rotation/plan/succession.ts';
import type { RotationWorld } from '../../rotation/world.ts';
import type { DisableSteps, LettingGo } from './decide.ts';

export interface Doing {
  readonly world: RotationWorld;
  readonly zone: ZoneIdentity;
  /** Longest wait for a change to show, in milliseconds. */
  readonly atMost: number;
  readonly say: (line: string) => void;
  /** Called before a write, and with `false` once it is certain that it did not take effect. */
  readonly wrote: (perhaps: boolean) => void;
}

/**
 * Switches off, or back on, and waits until Cloudflare shows it. A lost answer is settled by reading.
 *
 * @param way `off`: do it. `back`: restore what was there before.
 * @throws ApiError where Cloudflare refuses; ActionError `ACTIVATION_TIMED_OUT` where it never shows
 */
export async function carryOut(steps: DisableSteps, way: 'off' | 'back', doing: Doing): Promise<void> {
  doing.wrote(true);
  await (steps.kind === 'zone' ? moveSwitch(way === 'back', doing) : moveHostnames(steps, way, doing));
}

async function moveSwitch(on: boolean, { world, zone, atMost, say, wrote }: Doing): Promise<void> {
  const outcome = await setZoneSwitch(world.api, zone.id, on);
  if (outcome.kind === 'refused') {
    wrote(false);
    throw outcome.error;
  }
  confirm(
    await waitFor(world, {
      what: `the switch of the zone to be ${on ? 'on' : 'off'}`,
      atMost,
      say,
      look: async () => {
        const now = await getZoneSwitch(world.api, zone.id);
        return now === on
          ? { done: true, value: true }
          : { done: false, status: now ? 'still on' : 'still off' };
      },
    }),
  );
}

async function moveHostnames(
  steps: Extract<DisableSteps, { kind: 'hostnames' }>,
  way: 'off' | 'back',
  doing: Doing,
): Promise<void> {
  const { moves } = steps;
  const { world, zone, atMost, say } = doing;
  const wanted = (move: LettingGo): boolean | null =>
    way === 'back' ? (move.former.enabled ?? true) : steps.mode === 'off' ? false : null;
  const config = moves.map((move): AssociationRequest => ({
    hostname: move.hostname,
    certificateId: move.certificateId,
    enabled: wanted(move),
  }));
  const outcome = await putAssociations(world.api, zone.id, config);
  if (outcome.kind === 'refused') throw await refusedAsAWhole(outcome.error, moves, wanted, doing);
  const hostnames = moves.map(({ hostname }) => hostname);
  confirm(
    await waitFor(world, {
      what: `${hostnames.length === 1 ? hostnames.join('') : `${hostnames.length} hostnames`} to follow`,
      atMost,
      say,
      look: async () => {
        const seen = await observeAssociations(world.api, zone.id, hostnames);
        const left = moves.filter((move) => !isDone(seen, move, wanted(move)));
        return left.length === 0
          ? { done: true, value: true }
          : { done: false, status: `${moves.length - left.length} of ${moves.length} done` };
      },
    }),
  );
}

/**
 * A refusal should mean that nothing was applied; whether all rows of a call are checked before the first is
 * applied is not documented. Where that cannot be read, perhaps something was.
 *
 * @returns what to throw
 */
async function refusedAsAWhole(
  error: ActionError,
  moves: readonly LettingGo[],
  wanted: (move: LettingGo) => boolean | null,
  { world, zone, wrote }: Doing,
): Promise<ActionError> {
  const done = moves.length === 1 ? [] : await doneAllTheSame(moves, wanted, { world, zone });
  if (done === undefined) return error;
  wrote(done.length > 0);
  if (done.length === 0) return error;
  const names = someOf(done.map(({ hostname }) => hostname));
  const { code, happened, remedy } = error;
  return new ActionError(
    code,
    { happened: `${happened} It was applied to ${names} all the same.`, remedy },
    { cause: error },
  );
}

/** Undefined where it cannot be read. */
async function doneAllTheSame(
  moves: readonly LettingGo[],
  wanted: (move: LettingGo) => boolean | null,
  { world, zone }: Pick<Doing, 'world' | 'zone'>,
): Promise<readonly LettingGo[] | undefined> {
  const hostnames = moves.map(({ hostname }) => hostname);
  try {
    const rows = await observeOneByOne(world.api, zone.id, hostnames);
    const enabled = new Map(rows.map((row) => [row.hostname, row.enabled]));
    return moves.filter((move) => (enabled.get(move.hostname) ?? null) === wanted(move));
  } catch (error) {
    if (error instanceof ActionError) return undefined;
    throw error;
  }
}

function isDone(seen: ObservedAssociations, move: LettingGo, enabled: boolean | null): boolean {
  return enabled === null
    ? associationOf(seen, move.hostname) === undefined
    : isInPlace(seen, move.hostname, move.certificateId, enabled);
}

function confirm(done: true | undefined): void {
  if (done === true) return;
  throw new ActionError('ACTIVATION_TIMED_OUT', {
    happened: 'Cloudflare took the change, but does not show it within `activation-timeout`.',
    remedy: 'Run again: it carries on from what Cloudflare shows then.',
  });
}
