import type { Context } from './context.ts';
import { graceLeft, IMPRECISION } from '../plan/grace.ts';
import type { ObservedCertificate } from '../observe/observation.ts';
import { assertRunning, pause, seconds } from './waiting.ts';

export interface GraceWatch {
  /** Milliseconds the predecessor must still stay; zero or less once the grace is over. */
  readonly left: () => number;
  /** Waits until it is over. Throws where the run must end first. */
  readonly rest: () => Promise<void>;
}

/** Monotonic milliseconds. */
export interface Moments {
  readonly seenAt: number;
  /** Undefined where the successor was in force already when this run came. */
  readonly witnessedAt: number | undefined;
}

/** Without a plan there is nothing to do: all is in force already. */
export type Watched = Pick<Context, 'target' | 'observation' | 'world' | 'journal'> &
  Partial<Pick<Context, 'plan'>>;

export function openGrace(watched: Watched, successor: ObservedCertificate, moments: Moments): GraceWatch {
  const { journal, target, world, plan } = watched;
  const cutsOver = plan !== undefined && (plan.switchOn || plan.moves.some(({ pointed }) => !pointed));
  // Cloudflare's dates know nothing of what this run itself moves or switches on: that is in force only now.
  const since = cutsOver ? undefined : rememberedSince(watched, successor);
  const left = (): number => {
    const now = world.clock.monotonic();
    const ages = {
      remembered: since === undefined ? undefined : world.api.serverNow() - since - IMPRECISION,
      witnessed: moments.witnessedAt === undefined ? undefined : now - moments.witnessedAt,
      seen: now - moments.seenAt,
    };
    return graceLeft(ages, target.policy.gracePeriod, target.policy.activationTimeout);
  };
  const rest = async (): Promise<void> => {
    for (let wait = left(); wait > 0; wait = left()) {
      assertRunning(world);
      journal.say(`grace: ${seconds(wait)} until the predecessor may go`);
      await pause(world, Math.max(wait, 1));
    }
    assertRunning(world);
  };
  return { left, rest };
}

/** What Cloudflare remembers: `uploaded_on`, or `updated_at` of the youngest of the target's associations. */
export function rememberedSince(
  { observation }: Pick<Context, 'observation'>,
  successor: ObservedCertificate,
): number | undefined {
  if (observation.level === 'zone') return successor.uploadedOn;
  const dates = observation.associations.rows
    .filter((row) => observation.hostnames.includes(row.hostname) && row.certificateId === successor.id)
    .flatMap((row) => row.updatedAt ?? []);
  return dates.length === 0 ? undefined : Math.max(...dates);
}
