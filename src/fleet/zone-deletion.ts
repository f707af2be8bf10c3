import type { ActionError } from '../errors.ts';
import type { InForce } from '../rotation/apply/apply.ts';
import { tellWhatIsInUse } from '../rotation/apply/remove-one.ts';
import { removeTogether, type Departure } from '../rotation/apply/remove-together.ts';
import type { ObservedCertificate } from '../zone/observed.ts';
import type { World } from '../zone/world.ts';
import { MAY_BE_NEEDED, type Verdict } from './departures.ts';

/** The deletion in which the phases of a zone's hostname targets end: once for all that got there. */
export interface ZoneDeletion {
  /**
   * Resolves with the successor, once it is noted at the target what became of each of these certificates.
   *
   * @throws ActionError the target's own check failed, or a deletion that it relied on
   */
  readonly untilGone: (
    target: InForce,
    certificates: readonly ObservedCertificate[],
  ) => Promise<ObservedCertificate>;
  /** Deletes what may go by now. Returns whether there was anything. */
  readonly letGo: () => Promise<boolean>;
  readonly isUnderWay: () => boolean;
}

interface Ports {
  readonly world: World;
  readonly mayDepart: (departure: Departure) => Verdict;
  /** Resolves once no target is about to be ready, or those that are prove slow. */
  readonly gathered: () => Promise<void>;
}

interface Leaving extends Departure {
  by: readonly [InForce, ...InForce[]];
  /** Once it is to go or to stay, targets that come later are told what became of it. */
  verdict: Verdict;
  readonly over: PromiseWithResolvers<void>;
}

export function openDeletion({ world, mayDepart, gathered }: Ports): ZoneDeletion {
  const leaving = new Map<string, Leaving>();
  const failed = new Map<InForce, ActionError>();
  let gathering = false;
  let underWay = 0;

  const enlist = (target: InForce, certificate: ObservedCertificate): Leaving => {
    const known = leaving.get(certificate.id);
    if (known?.verdict === 'not-yet') known.by = [...known.by, target];
    if (known !== undefined) return known;
    const one: Leaving = { certificate, by: [target], verdict: 'not-yet', over: Promise.withResolvers() };
    leaving.set(certificate.id, one);
    return one;
  };
  const over = ({ certificate }: Departure): void => leaving.get(certificate.id)?.over.resolve();
  const told = async (target: InForce, certificate: ObservedCertificate): Promise<void> => {
    const one = enlist(target, certificate);
    await one.over.promise;
    const from = one.by.includes(target) ? [target] : one.by;
    const stays = typeof one.verdict === 'string' ? MAY_BE_NEEDED : one.verdict;
    const [fate = stays] = from.flatMap(({ context }) => context.writeRecord.fates.get(certificate.id) ?? []);
    if (!failed.has(target)) target.context.writeRecord.fates.set(certificate.id, fate);
  };
  const judge = (one: Leaving): Verdict =>
    one.by.some((target) => failed.has(target)) ? MAY_BE_NEEDED : mayDepart(one);
  const undecided = (): readonly Leaving[] =>
    [...leaving.values()].filter(({ verdict }) => verdict === 'not-yet');

  return {
    untilGone: async (target, certificates) => {
      await Promise.all(certificates.map((one) => told(target, one)));
      const error = failed.get(target);
      if (error !== undefined) throw error;
      tellWhatIsInUse(target.context);
      return target.successor;
    },
    letGo: async () => {
      if (gathering || undecided().every((one) => judge(one) === 'not-yet')) return false;
      const since = world.clock.monotonic();
      underWay += 1;
      gathering = true;
      await gathered();
      gathering = false;
      const all = undecided();
      for (const one of all) one.verdict = judge(one);
      for (const one of all) if (typeof one.verdict !== 'string') one.over.resolve();
      const going = all.filter(({ verdict }) => verdict === 'go');
      await removeTogether(going, { world, since, failed, over });
      underWay -= 1;
      return true;
    },
    isUnderWay: () => underWay > 0,
  };
}
