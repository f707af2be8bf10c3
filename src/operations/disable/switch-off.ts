import { mistrusted } from '../../cloudflare/api-error.ts';
import { putAssociations, type AssociationRequest } from '../../cloudflare/associations.ts';
import { setZoneSwitch } from '../../cloudflare/zones.ts';
import { ActionError } from '../../errors.ts';
import { neverShown, send, type Changing, type Unseen } from '../../zone/change.ts';
import { associationOf, type ObservedAssociations } from '../../zone/observed.ts';
import { goingBack, openOvertime, type Overtime } from '../../zone/overtime.ts';
import { untilPointed, appliedInPart } from '../../zone/point.ts';
import { pointBack } from '../../zone/point-back.ts';
import { observeAssociations } from '../../zone/read-lists.ts';
import { switchBack, untilSwitched } from '../../zone/switch.ts';
import { someOf } from '../../zone/words.ts';
import type { World } from '../../zone/world.ts';
import type { DisableSteps } from './plan-disable.ts';

export interface Doing extends Changing {
  readonly world: World;
  /** Called before a write, and with `false` once it is certain that it did not take effect. */
  readonly wrote: (perhaps: boolean) => void;
}

/**
 * Switches off, and waits until Cloudflare shows it. A lost answer is settled by reading.
 * @returns undefined once it shows; otherwise why it is not known that it took effect
 * @throws ActionError if Cloudflare refuses, or the change certainly did not take effect
 */
export async function carryOut(steps: DisableSteps, doing: Doing): Promise<ActionError | undefined> {
  const unseen = await (steps.kind === 'zone' ? moveSwitch(doing) : moveHostnames(steps, doing));
  if (unseen?.lost !== true) return unseen?.error;
  doing.wrote(false);
  throw unseen.error;
}

async function moveSwitch(doing: Doing): Promise<Unseen | undefined> {
  const { world, zoneId, wrote } = doing;
  const sent = mistrusted(await send(() => setZoneSwitch(world.api, zoneId, false), wrote));
  if (sent.kind !== 'refused') return await untilSwitched(false, sent, doing);
  wrote(false);
  throw sent.error;
}

async function moveHostnames(
  { former, mode }: Extract<DisableSteps, { kind: 'hostnames' }>,
  doing: Doing,
): Promise<Unseen | undefined> {
  const { world, zoneId, wrote } = doing;
  const wanted = former.map((had) => ({ ...had, enabled: LEFT[mode] }));
  const sent = mistrusted(await send(() => putAssociations(world.api, zoneId, wanted), wrote));
  if (sent.kind === 'refused') throw await refusedAsAWhole(sent.error, wanted, doing);
  const hostnames = wanted.map(({ hostname }) => hostname);
  return await untilPointed(
    wanted,
    {
      what: `${hostnames.length === 1 ? hostnames.join('') : `${hostnames.length} hostnames`} to follow`,
      sent,
      look: () => observeAssociations(world.api, zoneId, hostnames),
    },
    doing,
  );
}

/** Where it cannot be read whether it was applied in part, perhaps something was. */
async function refusedAsAWhole(
  error: ActionError,
  wanted: readonly AssociationRequest[],
  { world, zoneId, wrote }: Doing,
): Promise<ActionError> {
  const done = await appliedInPart(world.api, zoneId, wanted);
  if (done === undefined) return error;
  wrote(done.length > 0);
  if (done.length === 0) return error;
  const { code, happened, remedy } = error;
  return new ActionError(
    code,
    { happened: `${happened} It was applied to ${someOf(done)} nevertheless.`, remedy },
    { cause: error },
  );
}

/**
 * Brings back what was there before, also after the end of the run and after a cancel; then the call is made, but
 * not waited for.
 * @returns the world in its overtime, to look from
 * @throws ActionError if the way back fails
 */
export async function restore(steps: DisableSteps, doing: Doing): Promise<World> {
  const overtime = openOvertime(doing.world, doing.say);
  const work = (): Promise<void> =>
    steps.kind === 'zone' ? switchBack(true, overtime, doing) : pointedBack(steps, doing, overtime);
  try {
    await goingBack(overtime, work, undefined);
  } finally {
    overtime.close();
  }
  return overtime.world;
}

async function pointedBack(
  { former: wanted, mode }: Extract<DisableSteps, { kind: 'hostnames' }>,
  doing: Doing,
  overtime: Overtime,
): Promise<void> {
  const { api } = overtime.world;
  const strays = (seen: ObservedAssociations, hostname: string): boolean =>
    (associationOf(seen, hostname)?.enabled ?? null) === LEFT[mode];
  const look = (hostnames: readonly string[]): Promise<ObservedAssociations> =>
    observeAssociations(api, doing.zoneId, hostnames);
  if (!(await pointBack({ ...doing, wanted, strays, look }, overtime))) throw neverShown(true);
}

/** What `enabled` is of a hostname that was let go. */
const LEFT = { off: false, withdraw: null } as const;
