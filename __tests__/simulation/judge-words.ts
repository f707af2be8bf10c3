import type { Run } from './run-once.ts';
import { sentence } from './sentence.ts';
import type { SimulatedWorld, Write } from './simulated-world.ts';
import {
  isBrought,
  isDisturbed,
  madeRoom,
  makesRoom,
  mayHaveUploaded,
  sameRow,
  stateAt,
  wasLiedTo,
  writesOf,
} from './truth.ts';
import type { State } from './truth.ts';

/** What the words of a run are held against. */
interface Facts {
  readonly world: SimulatedWorld;
  readonly name: string;
  /** The truth as the run began and as it ended. */
  readonly began: State;
  readonly ended: State;
  /** What took effect of the run's writes by then. */
  readonly own: readonly Write[];
  /** Nobody else wrote anything that it could have seen. */
  readonly alone: boolean;
  readonly at: number;
}

/** A sentence that says what is so, and why it is not; undefined: it is. */
interface Claim {
  readonly words: RegExp;
  readonly lie: (facts: Facts, named: string) => string | undefined;
}

/** 9: each sentence on what is in force and what was done holds in the model's truth. */
export function judgeWords(world: SimulatedWorld, run: Run): readonly string[] {
  const { process, result, endedAt, startedAt } = run;
  if (result?.inForce === undefined || endedAt === undefined) return [];
  const { name } = process;
  // One to whom the API lied cannot tell what is so.
  if (wasLiedTo(world, name)) return [];
  const facts: Facts = {
    world,
    name,
    began: stateAt(world, startedAt),
    ended: stateAt(world, endedAt),
    own: writesOf(world, name, endedAt),
    alone: !isDisturbed(world, name, startedAt, endedAt),
    at: endedAt,
  };
  return [...lies(facts, CLAIMS, result.inForce), ...lies(facts, OF_A_FAILURE, result.sentence)];
}

function lies(facts: Facts, claims: readonly Claim[], text: string): readonly string[] {
  return claims.flatMap(({ words, lie }) =>
    [...text.matchAll(words)].flatMap((match) => {
      const why = lie(facts, match[1] ?? '');
      return why === undefined ? [] : [`${facts.name} said "${match[0]}", but ${why}`];
    }),
  );
}

/** So long ago the last look before a delete may be as the run ends, in milliseconds. */
const SEEN_WITHIN = 45_000;
const NAMES = String.raw`((?:[a-z0-9-]+\.)+[a-z]+(?:, (?:[a-z0-9-]+\.)+[a-z]+)*)`;
const ID = String.raw`([0-9a-f-]{32,36})`;
const claim = (words: string, lie: Claim['lie']): Claim => ({
  words: new RegExp(sentence(words), 'gu'),
  lie,
});

const OF_A_FAILURE: readonly Claim[] = [
  claim(`${ID}, the new one, [^:]+: somebody else deleted it`, ({ ended }, id) =>
    ended.live.has(id) ? `${id} is there` : undefined,
  ),
];

const CLAIMS: readonly Claim[] = [
  claim('Nothing was changed', ({ own, alone }) =>
    own.length === 0 || !alone ? undefined : `it wrote ${told(own)}`,
  ),
  claim('[Aa]s before the run[:.]', asBefore),
  claim(`The new certificate ${ID} was uploaded by this run`, ({ own, world, name }, id) =>
    uploads(own).includes(id) || mayHaveUploaded(world, name, id) ? undefined : 'it uploaded none of that id',
  ),
  claim(`The new certificate ${ID} was there before this run`, ({ own }, id) =>
    uploads(own).includes(id) ? 'it uploaded it itself' : undefined,
  ),
  claim('The new certificate was not uploaded', ({ own }) =>
    uploads(own).length === 0 ? undefined : `it uploaded ${uploads(own).join(', ')}`,
  ),
  claim(`The new certificate ${ID} was [^.;]+, and is deleted now`, ({ ended, alone }, id) =>
    ended.live.has(id) && alone ? `${id} is there still` : undefined,
  ),
  claim(`The new certificate ${ID} was [^.;]+, and is still there`, ({ ended, alone }, id) =>
    ended.live.has(id) || !alone ? undefined : `${id} is gone`,
  ),
  claim(`Pointed at the new certificate: ${NAMES}`, (facts, names) =>
    notSo(facts, names, (row) => row !== undefined && isBrought(facts.world, facts.name, row.certificateId)),
  ),
  claim(`Pointed back to what they had before: ${NAMES}`, asItWas),
  claim(`As before: ${NAMES}`, asItWas),
  claim(`${NAMES} (?:is|are) back on what (?:it|they) had before`, asItWas),
  claim('No hostname was moved', ({ own }) =>
    own.some(({ event }) => event.kind === 'association-set') ? `it wrote ${told(own)}` : undefined,
  ),
  claim('No previous certificate was deleted', ({ own, world, name }) => {
    const gone = own.filter(
      (write) =>
        write.event.kind === 'certificate-deleted' &&
        !isBrought(world, name, write.event.certificateId) &&
        !makesRoom(world, write),
    );
    return gone.length === 0 ? undefined : `it wrote ${told(gone)}`;
  }),
  claim('Origin pulls of the zone (?:are off|were not switched on)', ({ ended, alone }) =>
    ended.switchOn && alone ? 'they are on' : undefined,
  ),
  claim('Origin pulls of the zone were switched on by this run', ({ ended, alone }) =>
    !ended.switchOn && alone ? 'they are off' : undefined,
  ),
  claim(`${ID} is the newest certificate of the zone again`, ({ world, ended, at, alone }, id) => {
    if (!alone) return undefined;
    if (!ended.live.has(id)) return 'it is gone';
    return newerThanAll([id], world, ended, at);
  }),
  claim(
    `Whether Cloudflare uses ((?:${ID} or )+${ID}) now is not known`,
    ({ world, ended, at, alone }, ids) =>
      alone ? newerThanAll(ids.split(' or '), world, ended, at) : undefined,
  ),
  claim(`The new certificate ${ID} was [^.]*\\. It was active when last read`, ({ world, at }, id) =>
    world.zone.certificates.get(id)?.status.entries.some((one) => one.value === 'active' && one.at <= at) ===
    true
      ? undefined
      : 'it never was',
  ),
  // As it was seen: one that flaps may be on its way once more.
  claim('It is active, and Cloudflare uses it', ({ world, name, ended, alone, at }) => {
    const wasActive = (id: string): boolean => {
      const status = world.zone.certificates.get(id)?.status;
      const since = at - SEEN_WITHIN;
      return (
        status?.at(since) === 'active' ||
        status?.entries.some((one) => one.value === 'active' && one.at >= since && one.at <= at) === true
      );
    };
    const served = [...ended.live].find((id) => isBrought(world, name, id) && wasActive(id));
    return served === undefined && alone ? 'it is not active' : undefined;
  }),
];

function newerThanAll(
  ids: readonly string[],
  world: SimulatedWorld,
  { live }: State,
  at: number,
): string | undefined {
  const latest = Math.max(...ids.map((id) => deployedAt(world, id, at)));
  const newer = [...live].filter((one) => !ids.includes(one) && deployedAt(world, one, at) > latest);
  return newer.length === 0 ? undefined : `${newer.join(', ')} is newer`;
}

/** Nothing is left of what the run did but a certificate that it names. */
function asBefore(facts: Facts): string | undefined {
  const { world, name, began, ended, own, alone } = facts;
  if (!alone) return undefined;
  const moved = asItWas(facts, world.scenario.hostnames.join(', '));
  if (moved !== undefined) return moved;
  if (began.switchOn !== ended.switchOn) return 'the switch is not as it was';
  const missing = [...began.live].filter(
    (id) => !ended.live.has(id) && !isBrought(world, name, id) && !madeRoom(world, name, id),
  );
  if (missing.length > 0 && own.length > 0) return `${missing.join(', ')} is gone`;
  return undefined;
}

function asItWas(facts: Facts, names: string): string | undefined {
  return notSo(facts, names, (row, hostname) => sameRow(row, facts.began.rows.get(hostname)));
}

type RowOf = State['rows'] extends ReadonlyMap<string, infer Row> ? Row | undefined : never;

function notSo(
  { ended, alone }: Facts,
  names: string,
  holds: (row: RowOf, hostname: string) => boolean,
): string | undefined {
  if (!alone) return undefined;
  const wrong = names.split(', ').filter((hostname) => !holds(ended.rows.get(hostname), hostname));
  return wrong.length === 0
    ? undefined
    : wrong.map((hostname) => `${hostname} is on ${JSON.stringify(ended.rows.get(hostname))}`).join(', ');
}

function uploads(own: readonly Write[]): readonly string[] {
  return own.flatMap(({ event }) =>
    event.kind === 'certificate-uploaded' || event.kind === 'certificate-revived'
      ? [event.certificateId]
      : [],
  );
}

function deployedAt({ zone }: SimulatedWorld, id: string, at: number): number {
  return zone.certificates.get(id)?.deployment.at(at)?.since ?? Number.NEGATIVE_INFINITY;
}

function told(writes: readonly Write[]): string {
  return writes.map(({ event }) => JSON.stringify(event)).join(', ');
}
