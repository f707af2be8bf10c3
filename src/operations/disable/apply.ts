import { putAssociations } from '../../cloudflare/associations.ts';
import type { AssociationRequest } from '../../cloudflare/associations.ts';
import { getZoneSwitch, setZoneSwitch } from '../../cloudflare/switches.ts';
import { ActionError } from '../../errors.ts';
import { observeAssociations } from '../../rotation/observe/associations.ts';
import { waitFor } from '../../rotation/apply/waiting.ts';
import { associationOf } from '../../rotation/observe/observation.ts';
import type { ObservedAssociations, ZoneIdentity } from '../../rotation/observe/observation.ts';
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
  { world, zone, atMost, say, wrote }: Doing,
): Promise<void> {
  const { moves } = steps;
  const wanted = (move: LettingGo): boolean | null =>
    way === 'back' ? (move.former.enabled ?? true) : steps.mode === 'off' ? false : null;
  const config = moves.map((move): AssociationRequest => ({
    hostname: move.hostname,
    certificateId: move.certificateId,
    enabled: wanted(move),
  }));
  const outcome = await putAssociations(world.api, zone.id, config);
  if (outcome.kind === 'refused') {
    wrote(false);
    throw outcome.error;
  }
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
