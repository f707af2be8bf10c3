import type { Outcome } from '../cloudflare/api-error.ts';
import { putAssociations, type AssociationRequest } from '../cloudflare/associations.ts';
import { ActionError } from '../errors.ts';
import type { ObservedAssociations } from './observed.ts';
import { SHOWS_WITHIN, TIMES, type Overtime } from './overtime.ts';
import { isPointed } from './point.ts';
import { waitFor } from './wait.ts';

const IN_FORCE_WITHIN = 5 * 60_000;

/** Hostnames that go back to what they had before. */
export interface PointingBack {
  readonly zoneId: string;
  readonly wanted: readonly AssociationRequest[];
  /** Longest wait until they are in force, in milliseconds. */
  readonly atMost: number;
  readonly say: (line: string) => void;
  /** Whether a hostname is still as the change left it, or again. */
  readonly strays: (seen: ObservedAssociations, hostname: string) => boolean;
  readonly look: (hostnames: readonly string[]) => Promise<ObservedAssociations>;
  /** What became of the call. */
  readonly sent?: (outcome: Outcome<unknown>, hostnames: readonly string[]) => Promise<void>;
  /** What a look shows: of these, some that strayed; the others are back. */
  readonly seen?: (hostnames: readonly string[], strayed: readonly string[]) => void;
}

/**
 * Points hostnames back to what they had before, in one call, and waits until that is in force. Sent again
 * where they stay as the change left them: the call got lost, or a late copy of the change undid it.
 *
 * @returns whether all were seen in force
 * @throws ApiError or ActionError if it is refused, or has no effect
 */
export async function pointBack(back: PointingBack, overtime: Overtime): Promise<boolean> {
  let left = back.wanted;
  for (let time = 1; time <= TIMES; time += 1) {
    const names = left.map(({ hostname }) => hostname);
    const outcome = await putAssociations(overtime.critical.api, back.zoneId, left);
    await back.sent?.(outcome, names);
    if (outcome.kind === 'refused') throw outcome.error;
    if (outcome.kind === 'ambiguous') back.say('the answer was lost; checking whether it was applied');
    const { inForce, strayed } = await untilBack(back, left, overtime);
    if (strayed.length === 0) {
      if (!inForce && outcome.kind === 'ambiguous') throw outcome.error;
      if (inForce) back.seen?.(names, []);
      return inForce;
    }
    back.seen?.(names, strayed);
    left = left.filter(({ hostname }) => strayed.includes(hostname));
    back.say(`still as this run left them: ${strayed.join(', ')}`);
  }
  throw straysStill(left.map(({ hostname }) => hostname));
}

export function straysStill(hostnames: readonly string[]): ActionError {
  return new ActionError('ROLLBACK_FAILED', {
    happened: `These hostnames were pointed back ${TIMES} times, and still or again have what this run gave them: ${hostnames.join(', ')}.`,
    remedy:
      'Find out who else changes the associations of this zone, then give these hostnames back what they had before.',
  });
}

interface Back {
  readonly inForce: boolean;
  readonly strayed: readonly string[];
}

async function untilBack(
  { look, strays, say, ...back }: PointingBack,
  wanted: readonly AssociationRequest[],
  { world }: Overtime,
): Promise<Back> {
  const hostnames = wanted.map(({ hostname }) => hostname);
  const began = world.clock.monotonic();
  const atMost = Math.min(back.atMost, IN_FORCE_WITHIN);
  // A look soon after the call says little: a list lags.
  const patience = Math.min(SHOWS_WITHIN, atMost);
  const shown = await waitFor<Back>(world, {
    what: `${hostnames.length === 1 ? hostnames.join('') : `${hostnames.length} hostnames`} to be as before`,
    atMost,
    say,
    refusals: 'no-news',
    look: async () => {
      const seen = await look(hostnames);
      const done = wanted.filter((one) => isPointed(seen, one)).length;
      if (done === wanted.length) return { done: true, value: { inForce: true, strayed: [] } };
      const strayed = hostnames.filter((hostname) => strays(seen, hostname));
      return strayed.length === 0 || world.clock.monotonic() - began < patience
        ? { done: false, status: `${done} of ${wanted.length} done` }
        : { done: true, value: { inForce: false, strayed } };
    },
  });
  return shown ?? { inForce: false, strayed: [] };
}
