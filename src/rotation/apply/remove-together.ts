import { asActionError, type ActionError } from '../../errors.ts';
import type { Fate, StillFree } from '../../zone/delete-and-confirm.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import type { Unquiet } from '../../zone/quiet.ts';
import { holding, untilQuiet } from '../../zone/row-watch.ts';
import type { World } from '../../zone/world.ts';
import { deletionOf } from './apply-context.ts';
import { mayGo, verifyAgain, type InForce } from './apply.ts';
import { checkHostnamesAgain, lookForAll } from './check-hostnames-again.ts';
import { observedAgain, stillThere, type PreDeleteCheck } from './pre-delete-check.ts';
import { removeOne, whyItStays, type Replacing } from './remove-one.ts';

/** A certificate that is to go. */
export interface Departure {
  readonly certificate: ObservedCertificate;
  /** The targets that replace it: each relies on what it put in force itself. */
  readonly by: readonly [InForce, ...InForce[]];
}

interface Together {
  readonly world: World;
  /** Monotonic moment from which on the quiet zone is waited for. */
  readonly since: number;
  /** Targets whose own check, or deletion, failed: added here. */
  readonly failed: Map<InForce, ActionError>;
  /** Called as soon as it is known what became of one: its fate is noted at its targets, but for those that failed. */
  readonly over: (departure: Departure) => void;
}

/** What it showed each target, and the hostnames that have to be waited for. */
interface Look {
  readonly checks: ReadonlyMap<InForce, PreDeleteCheck>;
  readonly restless: readonly Unquiet[];
}

/**
 * Hostname level: once the zone is quiet, one look for all targets, and one run of deletions. A target whose own
 * check fails takes no other along: what both replace stays, everything else goes.
 */
export async function removeTogether(
  departures: readonly Departure[],
  { world, since, failed, over }: Together,
): Promise<void> {
  const going = (some: readonly Departure[]): readonly Departure[] =>
    some.filter(({ by }) => by.every((target) => !failed.has(target) && mayGo(target).length > 0));
  const attempt: Attempt = async (targets, work) => {
    try {
      return await work();
    } catch (error) {
      const left = targets.filter((target) => !failed.has(target));
      left.forEach((target) => failed.set(target, asActionError(error)));
      return undefined;
    }
  };
  const look = async (some: readonly Departure[]): Promise<Look> => {
    const checks = await checkAll(going(some), attempt);
    return { checks, restless: going(some).flatMap((one) => restlessFor(one, checks)) };
  };
  const onceQuiet = (some: readonly Departure[], lookAgain: () => Promise<Look>): Promise<Look> => {
    const say = (line: string): void =>
      targetsOf(going(some)).forEach(({ context }) => context.runLog.say(line));
    return untilQuiet({ world, say, since }, lookAgain);
  };
  const lookTogether = async (): Promise<Look> => {
    const seen = await look(departures);
    const left = going(departures);
    departures.filter((one) => !left.includes(one)).forEach(over);
    return seen;
  };
  /** Returns whether it was long enough ago to probe once more. */
  const probe = async ({ by }: Departure): Promise<boolean> => {
    const probed = await Promise.all(by.map((target) => attempt([target], () => verifyAgain(target))));
    return probed.some((again) => again !== false);
  };
  // Meanwhile another target may move a hostname: that is waited for as before, and each look has fresh probes.
  const lookAgain = (one: Departure): Promise<Look> =>
    onceQuiet([one], async () => {
      await probe(one);
      return await look([one]);
    });
  const verifyAndRemove = async (one: Departure, together: Look): Promise<void> => {
    const { checks } = (await probe(one)) ? await lookAgain(one) : together;
    const hasToStay = (): boolean => going([one]).length === 0;
    const stillFree: StillFree = async () => {
      const again = await lookAgain(one);
      return hasToStay() ? FAILED_MEANWHILE : whyItStays(shownTo(one, again.checks), one.certificate.id);
    };
    if (hasToStay()) return;
    const deletion = deletionOf(one.by[0].context, one.certificate.id);
    await removeOne(deletion, shownTo(one, checks), stillFree);
  };
  await attempt(targetsOf(departures), async () => {
    const together = await onceQuiet(departures, lookTogether);
    const removal = async (one: Departure): Promise<void> => {
      await attempt(one.by, () => verifyAndRemove(one, together));
      over(one);
    };
    await Promise.all(going(departures).map(removal));
  });
  departures.forEach(over);
}

/** Does it; an error is that of these targets, as far as they have none yet. */
type Attempt = <T>(targets: readonly InForce[], work: () => Promise<T>) => Promise<T | undefined>;

function targetsOf(departures: readonly Departure[]): readonly InForce[] {
  return [...new Set(departures.flatMap(({ by }) => by))];
}

/** Reads once; each target checks for itself. */
async function checkAll(departures: readonly Departure[], attempt: Attempt): Promise<Look['checks']> {
  const [first, ...others] = targetsOf(departures);
  if (first === undefined) return new Map();
  const seen = lookForAll(first, others, departures.length);
  const check = async (target: InForce): Promise<readonly (readonly [InForce, PreDeleteCheck])[]> => {
    const shown = await attempt([target], () =>
      observedAgain(target.context, async () => checkHostnamesAgain(target, await seen)),
    );
    return shown === undefined ? [] : [[target, shown]];
  };
  return new Map((await Promise.all([first, ...others].map(check))).flat());
}

/** The hostnames because of which it has to stay for now, where nothing else keeps it. */
function restlessFor({ certificate, by }: Departure, checks: Look['checks']): readonly Unquiet[] {
  const shown = by.flatMap((target) => checks.get(target) ?? []);
  const isFree = shown.every((look) => stillThere([certificate], look).length > 0);
  return isFree ? shown.flatMap(({ unquiet }) => holding(unquiet, certificate)) : [];
}

const FAILED_MEANWHILE: Fate = { fate: 'kept', why: 'A target that replaces it failed meanwhile.' };

function shownTo({ by }: Departure, checks: Look['checks']): readonly Replacing[] {
  return by.flatMap((target) => {
    const look = checks.get(target);
    return look === undefined ? [] : [{ context: target.context, look }];
  });
}
