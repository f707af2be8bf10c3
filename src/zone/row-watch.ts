import type { ObservedCertificate } from './observed.ts';
import { ACTIVE_WITHIN, holds, lookedUpon, PROPAGATION, unquiet } from './quiet.ts';
import type { Patience, RowsLook, Standings, Unquiet } from './quiet.ts';
import { assertRunning, rest } from './wait.ts';
import { someOf } from './words.ts';
import type { World } from './world.ts';

/** What a run has seen of the associations of one zone, by all looks of all its targets there. */
export interface RowWatch {
  /** Hostnames that this run looks after, and the grace they are to have. */
  readonly minds: (hostnames: readonly string[], grace: number) => void;
  readonly saw: (look: RowsLook) => void;
  /**
   * Hostnames that are not quiet by now.
   *
   * @param grace milliseconds for hostnames of others; two minutes at least
   * @param now the server's clock
   * @param most no hostname of the run has to wait longer
   */
  readonly unquiet: (grace: number, now: number, most?: number) => readonly Unquiet[];
  /** Milliseconds until these have been in force for their grace. */
  readonly graceLeft: (hostnames: readonly string[], now: Moment) => number;
}

export interface Moment {
  readonly monotonic: number;
  /** The server's clock, epoch milliseconds. */
  readonly server: number;
}

export function createRowWatch(): RowWatch {
  const graces = new Map<string, number>();
  let standings: Standings | undefined;
  const patienceFor =
    (others: number, most = Number.POSITIVE_INFINITY): Patience =>
    (hostname) =>
      Math.min(graces.get(hostname) ?? others, most);
  return {
    minds: (hostnames, grace) => hostnames.forEach((hostname) => graces.set(hostname, grace)),
    saw: (look) => {
      standings = lookedUpon(standings, look);
    },
    unquiet: (grace, now, most = Number.POSITIVE_INFINITY) => {
      const others = Math.max(Math.min(grace, ACTIVE_WITHIN), PROPAGATION);
      return standings === undefined ? [] : unquiet(standings, patienceFor(others, most), now);
    },
    graceLeft: (hostnames, { monotonic, server }) => {
      if (standings === undefined) return 0;
      const own = new Map([...standings.hostnames].filter(([hostname]) => hostnames.includes(hostname)));
      const patience = patienceFor(0);
      // The row of what a hostname leaves may take its time; the grace counts from the look that showed it on its way.
      const left = unquiet({ asked: monotonic, hostnames: own }, patience, server).map((one) => {
        const since = own.get(one.hostname)?.since ?? monotonic;
        if (one.kind === 'under-way') return patience(one.hostname) - (monotonic - since);
        return one.kind === 'settling' ? one.left : 0;
      });
      return Math.max(0, ...left);
    },
  };
}

/** How long to wait for the other hostnames of a zone once the grace is over. */
const PATIENCE = 10 * 60_000;
/** The pause between looks while a hostname is moving to another certificate. */
const LOOK_EVERY = 15_000;

/** With the hostnames that are not quiet and hold something that is to go. */
interface QuietLook {
  readonly restless: readonly Unquiet[];
}

interface UntilQuiet {
  readonly world: World;
  readonly say: (line: string) => void;
  /** Monotonic moment from which on it is waited; now, unless said. */
  readonly since?: number;
}

/**
 * Looks until every hostname of the zone is quiet as far as it holds what is to go: one that changed its
 * certificate a moment ago may be shown it still, whoever changed it. What is not quiet in time stays.
 */
export async function untilQuiet<Look extends QuietLook>(
  { world, say, since = world.clock.monotonic() }: UntilQuiet,
  look: () => Promise<Look>,
): Promise<Look> {
  const end = Math.min(since + PATIENCE, world.deadline());
  for (;;) {
    assertRunning(world);
    const seen = await look();
    const wait = Math.max(0, ...seen.restless.map(quietIn));
    if (wait <= 0 || world.clock.monotonic() + wait >= end) return seen;
    const names = namesOf(seen.restless);
    await rest(world, wait, (left) =>
      say(`${names} changed a moment ago: looking again in ${left} before anything is deleted`),
    );
  }
}

/** Of hostnames that are not quiet, those because of which the certificate has to stay. */
export function holding(
  some: readonly Unquiet[],
  { uploadedOn }: Pick<ObservedCertificate, 'uploadedOn'>,
): readonly Unquiet[] {
  return some.filter((one) => holds(one, uploadedOn));
}

/** Milliseconds after which another look may show it quiet; what is stuck is not waited for. */
export function quietIn(one: Unquiet): number {
  switch (one.kind) {
    case 'settling':
      return Math.max(one.left, 1);
    case 'under-way':
      return LOOK_EVERY;
    case 'stuck':
      return 0;
  }
}

/** Why a certificate must stay that no row names; undefined: every hostname that may be shown it is quiet. */
export function whyNotQuiet(some: readonly Unquiet[], uploadedOn: number | undefined): string | undefined {
  const restless = holding(some, { uploadedOn });
  if (restless.length === 0) return undefined;
  const stuck = restless.every(({ kind }) => kind === 'stuck');
  const many = new Set(restless.map(({ hostname }) => hostname)).size > 1;
  const what = stuck
    ? `${many ? 'have' : 'has'} been on ${many ? 'their' : 'its'} way to another certificate for too long`
    : 'changed a moment ago or is on its way to another certificate';
  return `${namesOf(restless)} ${what}, so Cloudflare may still show it there.`;
}

function namesOf(some: readonly Unquiet[]): string {
  return someOf([...new Set(some.map(({ hostname }) => hostname))]);
}
