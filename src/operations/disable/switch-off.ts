import { mistrusted } from '../../cloudflare/api-error.ts';
import type { Outcome } from '../../cloudflare/api-error.ts';
import { putAssociations } from '../../cloudflare/associations.ts';
import type { AssociationRequest } from '../../cloudflare/associations.ts';
import { getZoneSwitch, setZoneSwitch } from '../../cloudflare/zones.ts';
import { ActionError } from '../../errors.ts';
import { associationOf, isInPlace } from '../../zone/observed.ts';
import type { ObservedAssociations, ZoneIdentity } from '../../zone/observed.ts';
import { observeAssociations, observeOneByOne } from '../../zone/read-lists.ts';
import type { Wait } from '../../zone/wait.ts';
import { someOf } from '../../zone/words.ts';
import type { RotationWorld } from '../../zone/world.ts';
import type { DisableSteps, LettingGo } from './plan-disable.ts';

export interface Doing {
  readonly world: RotationWorld;
  readonly zone: ZoneIdentity;
  /** Longest wait for a change to show, in milliseconds. */
  readonly atMost: number;
  readonly say: (line: string) => void;
  /** Called before a write, and with `false` once it is certain that it did not take effect. */
  readonly wrote: (perhaps: boolean) => void;
  /** How it is waited for: refused looks do not end it. */
  readonly wait: <T>(wait: Wait<T>) => Promise<T | undefined>;
}

/**
 * Switches off, or back on, and waits until Cloudflare shows it. A lost answer is settled by reading.
 *
 * @param way `off`: do it. `back`: restore what was there before.
 * @returns undefined once it shows; otherwise why it is not known that it took effect
 * @throws ActionError if Cloudflare refuses, or the change certainly did not take effect
 */
export async function carryOut(
  steps: DisableSteps,
  way: 'off' | 'back',
  doing: Doing,
): Promise<ActionError | undefined> {
  doing.wrote(true);
  return await (steps.kind === 'zone' ? moveSwitch(way === 'back', doing) : moveHostnames(steps, way, doing));
}

async function moveSwitch(on: boolean, doing: Doing): Promise<ActionError | undefined> {
  const { world, zone, wrote } = doing;
  const sent = await setZoneSwitch(world.api, zone.id, on);
  // The way back is repeated for as long as there is time: a refusal is one then.
  const outcome = on ? sent : mistrusted(sent);
  if (outcome.kind === 'refused') {
    wrote(false);
    throw outcome.error;
  }
  const what = `the switch of the zone to be ${on ? 'on' : 'off'}`;
  return await untilShown(doing, outcome, what, SETTLE.switch, async () => {
    const now = await getZoneSwitch(world.api, zone.id);
    return { done: now === on ? 1 : 0, of: 1, status: now ? 'still on' : 'still off' };
  });
}

async function moveHostnames(
  steps: Extract<DisableSteps, { kind: 'hostnames' }>,
  way: 'off' | 'back',
  doing: Doing,
): Promise<ActionError | undefined> {
  const { moves } = steps;
  const { world, zone } = doing;
  const wanted = (move: LettingGo): boolean | null =>
    way === 'back' ? (move.former.enabled ?? true) : steps.mode === 'off' ? false : null;
  const config = moves.map((move): AssociationRequest => ({
    hostname: move.hostname,
    certificateId: move.certificateId,
    enabled: wanted(move),
  }));
  const sent = await putAssociations(world.api, zone.id, config);
  const outcome = way === 'back' ? sent : mistrusted(sent);
  if (outcome.kind === 'refused') throw await refusedAsAWhole(outcome.error, moves, wanted, doing);
  const hostnames = moves.map(({ hostname }) => hostname);
  const what = `${hostnames.length === 1 ? hostnames.join('') : `${hostnames.length} hostnames`} to follow`;
  return await untilShown(doing, outcome, what, SETTLE.list, async () => {
    const seen = await observeAssociations(world.api, zone.id, hostnames);
    const done = moves.filter((move) => isDone(seen, move, wanted(move))).length;
    return { done, of: moves.length, status: `${done} of ${moves.length} done` };
  });
}

/** A lost call may be applied a minute later, and a list lags by another minute. */
const SETTLE = { switch: 90_000, list: 150_000 };

interface Shown {
  readonly done: number;
  readonly of: number;
  readonly status: string;
}

async function untilShown(
  { world, atMost, say, wrote, wait }: Doing,
  outcome: Exclude<Outcome<unknown>, { readonly kind: 'refused' }>,
  what: string,
  settle: number,
  look: () => Promise<Shown>,
): Promise<ActionError | undefined> {
  const began = world.clock.monotonic();
  if (outcome.kind === 'ambiguous') say('the answer was lost; reading whether it was applied');
  const took = await wait({
    what,
    atMost,
    say,
    look: async () => {
      const { done, of, status } = await look();
      if (done === of) return { done: true, value: true };
      const lost = outcome.kind === 'ambiguous' && done === 0 && world.clock.monotonic() - began > settle;
      return lost ? { done: true, value: false } : { done: false, status };
    },
  });
  if (took === true) return undefined;
  if (outcome.kind === 'applied') return neverShown();
  if (took === false) {
    wrote(false);
    throw outcome.error;
  }
  return outcome.error;
}

function neverShown(): ActionError {
  return new ActionError('ACTIVATION_TIMED_OUT', {
    happened: 'Cloudflare accepted the change, but did not show it within `activation-timeout`.',
    remedy: 'Run again: it continues from what Cloudflare shows then.',
  });
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
    { happened: `${happened} It was applied to ${names} nevertheless.`, remedy },
    { cause: error },
  );
}

/** Undefined if it cannot be read. */
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
