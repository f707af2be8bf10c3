import type { InZone, Step } from '../rotation/apply/apply-context.ts';
import type { World } from '../zone/world.ts';

/** How long a target is waited for, in milliseconds: a slow one never holds up the others. */
const SLOW = 60_000;

/** The targets of one zone that are at work take each step in the order in which they are listed. */
export interface Order {
  /** @param index its place in the list */
  readonly begin: (index: number) => Place;
  /** Resolves once every target that has moved its hostnames is through its grace, or is slow. */
  readonly gathered: () => Promise<void>;
}

export interface Place extends Pick<InZone, 'turn' | 'done'> {
  /** It is through its grace, or has ended. */
  readonly leave: (failed: boolean) => void;
}

interface Member {
  readonly steps: Readonly<Record<Step | 'grace', PromiseWithResolvers<void>>>;
  hasMoved: boolean;
  hasLeft: boolean;
  failed: boolean;
}

export function inOrder(sleep: World['sleep']): Order {
  const members = new Map<number, Member>();
  const unlessSlow = async (work: Promise<unknown>): Promise<void> => {
    const inTime = new AbortController();
    await Promise.race([work, sleep(SLOW, inTime.signal)]);
    inTime.abort();
  };
  const moved = (): readonly Member[] =>
    [...members.values()].filter(({ hasMoved, hasLeft }) => hasMoved && !hasLeft);
  const allThrough = async (): Promise<void> => {
    for (let some = moved(); some.length > 0; some = moved())
      await Promise.all(some.map(({ steps }) => steps.grace.promise));
  };
  return {
    begin: (index) => {
      const me = newMember();
      members.set(index, me);
      return {
        turn: async (step) => {
          const before = [...members].flatMap(([other, one]) => (other < index ? [one] : []));
          await unlessSlow(Promise.all(before.map(({ steps }) => steps[step].promise)));
          return before.every(({ failed }) => !failed);
        },
        done: (step) => {
          me.hasMoved ||= step === 'move';
          me.steps[step].resolve();
        },
        leave: (failed) => {
          me.failed = failed;
          me.hasLeft = true;
          Object.values(me.steps).forEach(({ resolve }) => resolve());
        },
      };
    },
    gathered: () => unlessSlow(allThrough()),
  };
}

function newMember(): Member {
  const steps = {
    upload: Promise.withResolvers<void>(),
    move: Promise.withResolvers<void>(),
    grace: Promise.withResolvers<void>(),
  };
  return { steps, hasMoved: false, hasLeft: false, failed: false };
}
