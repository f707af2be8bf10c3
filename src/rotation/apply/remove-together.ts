import { asActionError, type ActionError } from '../../errors.ts';
import type { Fate, StillFree } from '../../zone/delete-and-confirm.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import type { Unquiet } from '../../zone/quiet.ts';
import { holding, untilQuiet } from '../../zone/until-quiet.ts';
import type { World } from '../../zone/world.ts';
import { deletionOf } from './apply-context.ts';
import { mayGo, verifyAgain, type InForce } from './apply.ts';
import { checkHostnamesAgain, lookForAll, type ZoneLook } from './check-hostnames-again.ts';
import type { PreDeleteCheck } from './pre-delete-check.ts';
import { removeOne, whyItStays } from './remove-one.ts';

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

/** What a look showed each target. */
type Checks = ReadonlyMap<InForce, PreDeleteCheck>;

/**
 * Hostname level: once the zone is quiet, one look for all targets, and one run of deletions. A target whose own
 * check fails takes no other along: what both replace stays, everything else goes.
 */
export async function removeTogether(
  departures: readonly Departure[],
  { world, since, failed, over }: Together,
): Promise<void> {
  let going = departures;
  const look = async (): Promise<{ readonly checks: Checks; readonly restless: readonly Unquiet[] }> => {
    const checks = await checkAll(going, failed);
    const stay = going.filter(({ by }) => by.some((target) => failed.has(target)));
    going = going.filter((one) => !stay.includes(one));
    stay.forEach(over);
    return { checks, restless: going.flatMap((one) => restlessFor(one, checks)) };
  };
  const say = (line: string): void => targetsOf(going).forEach(({ context }) => context.runLog.say(line));
  try {
    const { checks } = await untilQuiet({ world, say, since }, look);
    const again = new Map(targetsOf(going).map((target) => [target, verifiedAgain(target, failed)]));
    const removal = async (one: Departure): Promise<void> => {
      const probed = await Promise.all(one.by.flatMap((target) => again.get(target) ?? []));
      await remove(one, probed.includes(true) ? await checkAll([one], failed) : checks, failed);
      over(one);
    };
    await Promise.all(going.map(removal));
  } catch (error) {
    // The run was cancelled, or its time is up.
    targetsOf(going).forEach((target) => failed.set(target, asActionError(error)));
    going.forEach(over);
  }
}

function targetsOf(departures: readonly Departure[]): readonly InForce[] {
  return [...new Set(departures.flatMap(({ by }) => by))];
}

/** Reads once; each target checks for itself. */
async function checkAll(
  departures: readonly Departure[],
  failed: Map<InForce, ActionError>,
): Promise<Checks> {
  const [first, ...others] = targetsOf(departures);
  if (first === undefined) return new Map();
  const seen = lookForAll(first, others, departures.length);
  const check = async (target: InForce): Promise<readonly (readonly [InForce, PreDeleteCheck])[]> => {
    try {
      const work = (): Promise<PreDeleteCheck> => checked(target, seen);
      const { runLog } = target.context;
      const shown = await runLog.phase(
        'observe-again',
        work,
        ({ remove: free }) => `nothing has changed since; ${free.length} to delete`,
      );
      return [[target, shown]];
    } catch (error) {
      failed.set(target, asActionError(error));
      return [];
    }
  };
  return new Map((await Promise.all([first, ...others].map(check))).flat());
}

/** A check, and a note of what it found: the final words rest on it where a delete fails. */
async function checked(target: InForce, seen: Promise<ZoneLook>): Promise<PreDeleteCheck> {
  const { writeRecord } = target.context;
  writeRecord.seenInForce = false;
  const look = checkHostnamesAgain(target, await seen);
  writeRecord.seenInForce = true;
  return look;
}

/** The hostnames because of which it has to stay for now, where nothing else keeps it. */
function restlessFor({ certificate, by }: Departure, checks: Checks): readonly Unquiet[] {
  const shown = by.flatMap((target) => checks.get(target) ?? []);
  const isFree = shown.every(({ remove: free }) => free.some(({ id }) => id === certificate.id));
  return isFree ? shown.flatMap(({ unquiet }) => holding(unquiet, certificate)) : [];
}

/** Whether it was probed once more. A failure is its own. */
async function verifiedAgain(target: InForce, failed: Map<InForce, ActionError>): Promise<boolean> {
  try {
    return await verifyAgain(target);
  } catch (error) {
    failed.set(target, asActionError(error));
    return true;
  }
}

const FAILED_MEANWHILE: Fate = { fate: 'kept', why: 'A target that replaces it failed meanwhile.' };

/** Where one of its targets has failed meanwhile, or is not verified any more, it stays. An error is that of all of them. */
async function remove(
  { certificate: { id }, by }: Departure,
  checks: Checks,
  failed: Map<InForce, ActionError>,
): Promise<void> {
  if (by.some((target) => failed.has(target) || mayGo(target).length === 0)) return;
  const [first, ...others] = by;
  const stillFree: StillFree = async () => {
    if (by.some((target) => failed.has(target))) return FAILED_MEANWHILE;
    const seen = lookForAll(first, others, 1);
    const looks = by.map(async (target) => ({ context: target.context, look: await checked(target, seen) }));
    return whyItStays(await Promise.all(looks), id);
  };
  const shown = by.flatMap((target) => {
    const look = checks.get(target);
    return look === undefined ? [] : [{ context: target.context, look }];
  });
  try {
    await removeOne(deletionOf(first.context, id), shown, stillFree);
  } catch (error) {
    by.forEach((target) => failed.set(target, asActionError(error)));
  }
}
