import type { Api, ApiRequest } from '../cloudflare/api.ts';
import type { Change, Poll, Polling } from '../zone/world.ts';

/** Milliseconds before the first look; an interval grows by a part of the time waited so far, up to a limit. */
interface Pace {
  readonly first: number;
  readonly growth: number;
  readonly longest: number;
}

const USUAL: Pace = { first: 1_000, growth: 1 / 5, longest: 5_000 };
/** Where calls are short. */
const SPARING: Pace = { first: 5_000, growth: 1 / 2, longest: 60_000 };

/** Calls of a target besides its polls, and its polls with Cloudflare's usual times. */
const RESERVE = 8;
const POLLS = 20;
/** How long a target waits for another one to find out how long a change takes. */
const LONGEST_HOLD = 60_000;

/** Those that wait for one kind of change, the lead poller first, and how long the change took for leads. */
interface Group {
  readonly waiting: Map<Poll, AbortController>;
  readonly times: number[];
}

/**
 * Decides when each target looks next. With calls to spare each looks by itself; where they are short, one
 * target looks for all that wait for the same kind of change, and the others look once it knows how long that takes.
 *
 * @param callsLeft how many calls the rate limit still has room for
 * @param targets how many targets of the run are not done yet
 */
export function createPolling(callsLeft: () => number, targets: () => number): Polling {
  const groups = new Map<Change, Group>();
  const isShort = (): boolean => callsLeft() < targets() * (RESERVE + POLLS);

  return {
    begin: (change) => {
      if (change === undefined) {
        const due = (looked?: number): number =>
          looked === undefined ? 0 : byItself(looked, isShort() ? SPARING : USUAL);
        return { due, news: () => undefined, ended: () => undefined };
      }
      const group = groups.get(change) ?? { waiting: new Map(), times: [] };
      groups.set(change, group);
      const poll: Poll = {
        due: (looked = 0) => {
          if (!isShort() || (isLead(group, poll) && targets() > 1)) return byItself(looked, USUAL);
          const held = isLead(group, poll) ? 0 : Math.min(median(group.times) ?? LONGEST_HOLD, LONGEST_HOLD);
          return looked < held ? held : byItself(looked, SPARING);
        },
        news: () => group.waiting.get(poll)?.signal,
        ended: (took) => end(group, poll, took),
      };
      group.waiting.set(poll, new AbortController());
      return poll;
    },
  };
}

function byItself(looked: number, { first, growth, longest }: Pace): number {
  return looked + Math.min(first + looked * growth, longest);
}

function isLead({ waiting }: Group, poll: Poll): boolean {
  return waiting.keys().next().value === poll;
}

function end(group: Group, poll: Poll, took: number | undefined): void {
  const { waiting, times } = group;
  // The others look when they expect the change to be there: nothing is learned from that, unless nothing is known at all.
  const teaches = isLead(group, poll) || times.length === 0;
  waiting.delete(poll);
  if (!teaches) return;
  if (took !== undefined) times.push(took);
  // The first time is news to all, later ones only to the next lead: a hundred woken by each of a hundred is slow.
  const isFirst = took !== undefined && times.length === 1;
  for (const one of isFirst ? [...waiting.keys()] : waiting.keys().take(1)) {
    const before = waiting.get(one);
    waiting.set(one, new AbortController());
    before?.abort('there is news');
  }
}

function median(times: readonly number[]): number | undefined {
  return times.toSorted((one, other) => one - other)[Math.floor((times.length - 1) / 2)];
}

/** An answer that several may read, each in its own way. */
interface RawAnswer {
  readonly result: unknown;
  readonly info: unknown;
}

/**
 * The same client, for targets that read the same thing side by side: those that ask at the same moment share
 * one call, and those that ask while it is under way share the next one. So no answer is older than its
 * question, and ten targets of one zone cost hardly more reads than one.
 */
export function lookTogether(api: Api): Api {
  const underWay = new Map<string, Promise<void>>();
  const next = new Map<string, Promise<RawAnswer>>();
  const start = <T>(request: ApiRequest<T>, key: string): Promise<RawAnswer> => {
    const answer = api.read({
      ...request,
      read: (result, info) =>
        request.read(result, info) === undefined ? undefined : { value: { result, info } },
    });
    const settled = (): void => void underWay.delete(key);
    underWay.set(key, answer.then(settled, settled));
    return answer;
  };
  const ask = <T>(request: ApiRequest<T>, key: string): Promise<RawAnswer> => {
    const asked = next.get(key);
    if (asked !== undefined) return asked;
    const answer = (underWay.get(key) ?? Promise.resolve()).then(async () => {
      next.delete(key);
      return await start(request, key);
    });
    next.set(key, answer);
    return answer;
  };
  return {
    ...api,
    read: async (request) => {
      const { template, values, query } = request;
      const { result, info } = await ask(request, JSON.stringify([template, values, query]));
      return (request.read(result, info) ?? { value: await api.read(request) }).value;
    },
  };
}
