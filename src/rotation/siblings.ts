import { createGates } from './gates.ts';
import type { Gates } from './gates.ts';

/** What targets of one zone do one after another, in the order in which they are listed. */
export type Step = 'upload' | 'move';

/**
 * How the hostname targets of one zone go together in a run: what one does may need what another is about
 * to delete. A target tells the others how far it is, and asks before it begins, moves or deletes.
 */
export interface Siblings {
  /** Resolves once every target listed before and at work has done the step. False: one of those failed. */
  readonly turn: (step: Step) => Promise<boolean>;
  readonly done: (step: Step) => void;
  readonly found: (found: Found) => void;
  /** @param graceLeft milliseconds until nobody needs what its hostnames were on before */
  readonly verified: (graceLeft: () => number) => void;
  /** Resolves once every other target now at work is verified, or has ended. */
  readonly othersVerified: () => Promise<void>;
  /** Milliseconds until the grace of all others that are verified is over. */
  readonly graceLeft: () => number;
  /** Why a certificate must stay for another target's sake. */
  readonly objection: (certificateId: string) => string | undefined;
  /** The other target whose part it is to delete a certificate that both would delete. */
  readonly deletedBy: (certificateId: string) => string | undefined;
}

/** What a target saw when it looked. */
export interface Found {
  /** Certificates its hostnames were on; undefined where an earlier run had moved some already. */
  readonly formers: ReadonlySet<string> | undefined;
  /** Certificates it means to delete, and since when its hostnames are off them: the youngest deletes. */
  readonly removes: ReadonlyMap<string, number>;
}

/** Since when, for what a target itself moves its hostnames off. */
export const MOVED_BY_THIS_RUN = Number.POSITIVE_INFINITY;

/** A target that has no others to mind. */
export const ALONE: Siblings = {
  turn: () => Promise.resolve(true),
  done: () => undefined,
  found: () => undefined,
  verified: () => undefined,
  othersVerified: () => Promise.resolve(),
  graceLeft: () => 0,
  objection: () => undefined,
  deletedBy: () => undefined,
};

interface Member {
  readonly name: string;
  state: 'waiting' | 'at-work' | 'succeeded' | 'failed';
  found: Found | undefined;
  graceLeft: (() => number) | undefined;
  readonly gates: Gates<Step | 'verified'>;
}

export interface Family {
  readonly begin: (index: number) => Siblings;
  readonly end: (index: number, failed: boolean) => void;
  /** All that can be at work side by side at first have begun. */
  readonly gathered: () => void;
}

/** @param names of the hostname targets of one zone, in their order */
export function createFamily(names: readonly string[]): Family {
  const members = names.map((name): Member => ({
    name,
    state: 'waiting',
    found: undefined,
    graceLeft: undefined,
    gates: createGates(['upload', 'move', 'verified']),
  }));
  const start = createGates(['gathered']);

  const seat = (me: Member, index: number): Siblings => {
    const others = members.filter((member) => member !== me);
    const isMine = (id: string): boolean => me.found?.removes.get(id) === MOVED_BY_THIS_RUN;
    return {
      turn: async (step) => {
        const before = members.slice(0, index).filter(({ state }) => state !== 'waiting');
        await Promise.all(before.map(({ gates }) => gates.passed(step)));
        return before.every(({ state }) => state !== 'failed');
      },
      done: (step) => me.gates.open(step),
      found: (found) => {
        me.found = found;
      },
      verified: (graceLeft) => {
        me.graceLeft = graceLeft;
        me.gates.open('verified');
      },
      othersVerified: async () => {
        await start.passed('gathered');
        const busy = others.filter(({ state }) => state === 'at-work');
        await Promise.all(busy.map(({ gates }) => gates.passed('verified')));
      },
      graceLeft: () => Math.max(0, ...others.map(({ graceLeft }) => graceLeft?.() ?? 0)),
      objection: (id) =>
        others.map((other) => objectionOf(other, id, isMine(id))).find((why) => why !== undefined),
      deletedBy: (id) => {
        const mine = me.found?.removes.get(id) ?? Number.NEGATIVE_INFINITY;
        return others.find((other) => {
          const since = other.found?.removes.get(id);
          if (since === undefined || other.state === 'waiting' || other.state === 'failed') return false;
          return since > mine || (since === mine && members.indexOf(other) < index);
        })?.name;
      },
    };
  };

  return {
    begin: (index) => {
      const me = members[index];
      if (me === undefined) return ALONE;
      me.state = 'at-work';
      return seat(me, index);
    },
    end: (index, failed) => {
      const me = members[index];
      if (me === undefined) return;
      me.state = failed ? 'failed' : 'succeeded';
      me.gates.openAll();
    },
    gathered: () => start.openAll(),
  };
}

/**
 * Why a certificate must stay for `other`. What the asking target itself moved off is another's concern only
 * if that one was on it too; an unused one of the lineage may be anybody's.
 */
function objectionOf(other: Member, id: string, isMine: boolean): string | undefined {
  const { name, state, found, graceLeft } = other;
  const formers = found?.formers;
  switch (state) {
    case 'waiting':
      return undefined;
    case 'at-work':
      if (graceLeft === undefined)
        return formers?.has(id) === true ? `${name} is only being moved off it in this run.` : undefined;
      break;
    case 'succeeded':
    case 'failed':
      break;
  }
  const concerned = !isMine || formers === undefined || formers.has(id);
  if (!concerned) return undefined;
  if (graceLeft === undefined)
    return `${name} may need it still: that target of this run was not verified. The next run looks again.`;
  return graceLeft() > 0
    ? `The grace period of ${name}, another target of this run, is not over.`
    : undefined;
}
