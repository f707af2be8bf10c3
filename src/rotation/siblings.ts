import { createRowWatch } from '../zone/row-watch.ts';
import type { RowWatch } from '../zone/row-watch.ts';
import type { World } from '../zone/world.ts';

/** What targets of one zone do one after another, in the order in which they are listed. */
type Step = 'upload' | 'move';

/** How the hostname targets of one zone go together in a run. */
export interface Siblings {
  /** What all of them have seen of the zone's associations. */
  readonly rows: RowWatch;
  /** Resolves once every target listed before and at work has done the step, or is slow. False: one of those failed. */
  readonly turn: (step: Step) => Promise<boolean>;
  readonly done: (step: Step) => void;
  /** Its probes passed, or there was nothing to verify. */
  readonly verified: () => void;
  /** Resolves once every other target now at work is verified or has ended. False: one ended without that. */
  readonly othersVerified: () => Promise<boolean>;
  /** Takes it on to delete a certificate. Returns the other target that has taken it on before, if any. */
  readonly claim: (certificateId: string) => string | undefined;
}

/** A target that has no others to mind. */
export function alone(): Siblings {
  return {
    rows: createRowWatch(),
    turn: () => Promise.resolve(true),
    done: () => undefined,
    verified: () => undefined,
    othersVerified: () => Promise.resolve(true),
    claim: () => undefined,
  };
}

interface Member {
  readonly name: string;
  state: 'waiting' | 'at-work' | 'succeeded' | 'failed';
  verified: boolean;
  readonly gates: Gates<Step | 'verified'>;
}

interface Family {
  readonly begin: (index: number) => Siblings;
  readonly end: (index: number, failed: boolean) => void;
  /** All that can be at work side by side at first have begun. */
  readonly gathered: () => void;
}

/** How long a target is waited for in milliseconds: a slow one never holds up the others. */
const SLOW = 60_000;

/** @param names of the hostname targets of one zone, in their order */
export function createFamily(names: readonly string[], sleep: World['sleep']): Family {
  const members = names.map((name): Member => ({
    name,
    state: 'waiting',
    verified: false,
    gates: createGates(['upload', 'move', 'verified']),
  }));
  const start = createGates(['gathered']);
  const rows = createRowWatch();
  const claims = new Map<string, Member>();

  const seat = (me: Member, index: number): Siblings => ({
    rows,
    turn: async (step) => {
      const before = members.slice(0, index).filter(({ state }) => state !== 'waiting');
      const inTime = new AbortController();
      const passed = Promise.all(before.map(({ gates }) => gates.passed(step)));
      await Promise.race([passed, sleep(SLOW, inTime.signal)]);
      inTime.abort();
      return before.every(({ state }) => state !== 'failed');
    },
    done: (step) => me.gates.open(step),
    verified: () => {
      me.verified = true;
      me.gates.open('verified');
    },
    othersVerified: async () => {
      await start.passed('gathered');
      const others = members.filter((member) => member !== me && member.state !== 'waiting');
      await Promise.all(others.map(({ gates }) => gates.passed('verified')));
      return others.every(({ verified }) => verified);
    },
    claim: (id) => {
      const claimed = claims.get(id) ?? me;
      claims.set(id, claimed);
      return claimed === me ? undefined : claimed.name;
    },
  });

  return {
    begin: (index) => {
      const me = members[index];
      if (me === undefined) return alone();
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

/** Named doors that open once and stay open. */
interface Gates<Name extends string> {
  readonly open: (name: Name) => void;
  readonly openAll: () => void;
  readonly passed: (name: Name) => Promise<void>;
}

function createGates<Name extends string>(names: readonly Name[]): Gates<Name> {
  const gates = new Map(names.map((name) => [name, Promise.withResolvers<void>()]));
  return {
    open: (name) => gates.get(name)?.resolve(),
    openAll: () => gates.forEach(({ resolve }) => resolve()),
    passed: async (name) => await gates.get(name)?.promise,
  };
}
