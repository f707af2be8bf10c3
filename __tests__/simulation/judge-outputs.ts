import type { Run } from './run-once.ts';
import { sentence } from './sentence.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import type { Replaced, Told } from './told.ts';
import { isBrought, isDisturbed, makesRoom, sendsAny, stateAt, wasLiedTo, writesOf } from './truth.ts';

const DAY = 86_400_000;
/** Age of a report and of the server's clock it counts by. */
const IMPRECISION = 60_000;

/** The hostnames that are to have none. */
const NOT_PRESENTED = sentence(String.raw`Not presented for ([a-z.]+(?:, [a-z.]+)*)\.`);

/** The same, of a run that did not finish. */
const AS_BEFORE = sentence(String.raw`As before: ([a-z.]+(?:, [a-z.]+)*)\.`);

type Ended = Run & { readonly result: Told; readonly endedAt: number };

/** 9: every output holds in the model's truth as the run ended. */
export function judgeOutputs(world: SimulatedWorld, run: Run): readonly string[] {
  const { result, endedAt, process } = run;
  if (result === undefined || endedAt === undefined) return [];
  const ended: Ended = { ...run, result, endedAt };
  return [
    ...certificateId(world, ended),
    ...factsOfIt(world, ended),
    ...previous(world, ended),
    ...result.predecessors.flatMap((one) => fateOf(world, ended, one)),
    ...before(world, ended),
  ].map((problem) => `${process.name} ${problem}`);
}

/** `certificate-id` names what is in force, and nothing else. */
function certificateId(
  world: SimulatedWorld,
  { process, result, endedAt, startedAt }: Ended,
): readonly string[] {
  const id = output(result, 'certificate-id');
  if (id !== (result.inForceId ?? ''))
    return [`put out the certificate ${id}, and reported ${result.inForceId}`];
  const claims = result.outcome === 'rotated' || result.outcome === 'unchanged';
  const state = stateAt(world, endedAt);
  const { rows, live, switchOn } = state;
  const { level } = world.scenario;
  const hostnames = world.scenario.replace ? [...result.before.keys()] : world.scenario.hostnames;
  const served = level === 'zone' ? switchOn : sendsAny(world, state);
  const disturbed = isDisturbed(world, process.name, startedAt, endedAt);
  if (claims && served && id === '' && !disturbed)
    return [`ended ${result.outcome} and named no certificate in force`];
  if (id === '') return [];
  if (claims && !isBrought(world, process.name, id))
    return [`ended ${result.outcome} and put out ${id}, which is not its own`];
  if (disturbed) return [];
  if (!live.has(id)) return [`put out ${id} as in force, which is not there`];
  if (level === 'zone' && !switchOn) return [`put out ${id} as in force, and the zone is switched off`];
  // Without `enable` a hostname may stay without: then it is to be told.
  const isTold = (one: string): boolean =>
    !world.scenario.enable &&
    rows.get(one)?.enabled !== true &&
    [NOT_PRESENTED.exec(result.sentence), AS_BEFORE.exec(result.inForce ?? '')].some(
      (told) => told?.[1]?.split(', ').includes(one) === true,
    );
  const elsewhere =
    level === 'zone' ? [] : hostnames.filter((one) => rows.get(one)?.certificateId !== id && !isTold(one));
  return elsewhere.length === 0
    ? []
    : [`put out ${id} as in force, and ${elsewhere.join(', ')} is not on it`];
}

/** Fingerprint, serial number and dates are those of `certificate-id`. */
function factsOfIt(world: SimulatedWorld, { result, endedAt }: Ended): readonly string[] {
  const id = output(result, 'certificate-id');
  const facts = world.zone.certificates.get(id)?.facts;
  const expiry = output(result, 'expires-on');
  const days = output(result, 'days-left');
  const found = [
    ['fingerprint', output(result, 'fingerprint'), facts?.fingerprint.replaceAll(':', '').toLowerCase()],
    ['serial-number', output(result, 'serial-number').toLowerCase(), facts?.serialHex.toLowerCase()],
    [
      'expires-on',
      expiry,
      facts === undefined ? undefined : new Date(facts.notAfter).toISOString().replace('.000', ''),
    ],
  ] as const;
  const wrong = found.filter(([, is, truth]) => is !== (truth ?? ''));
  const left =
    facts === undefined
      ? []
      : [0, IMPRECISION].map((late) => String(wholeDays((facts.notAfter - endedAt + late) / DAY)));
  return [
    ...wrong.map(([name, is, truth]) => `put out the ${name} ${is} of ${id}, which has ${truth}`),
    ...((facts === undefined ? days === '' : left.includes(days))
      ? []
      : [`put out ${days} days left of ${id}`]),
  ];
}

/** Of one that has expired, whole days since then, at least one. */
const wholeDays = (days: number): number => (days >= 0 ? Math.floor(days) : Math.min(-1, Math.ceil(days)));

/** `previous-certificate-ids` names what was replaced: never the successor, and nothing that never was. */
function previous(world: SimulatedWorld, { process, result, endedAt }: Ended): readonly string[] {
  const ids = output(result, 'previous-certificate-ids').split(',').filter(Boolean);
  const reported = [...new Set(result.predecessors.map(({ id }) => id))];
  const wrong = ids.filter((id) => !world.zone.certificates.has(id) || isBrought(world, process.name, id));
  const deleted = deletedBy(world, process.name, endedAt).filter((id) => !ids.includes(id));
  return [
    ...(ids.join() === reported.join()
      ? []
      : [`put out the predecessors ${ids.join()}, and reported ${reported.join()}`]),
    ...(wrong.length === 0 ? [] : [`put out ${wrong.join()} as predecessors`]),
    ...(deleted.length === 0 ? [] : [`deleted ${deleted.join()} and did not put it out as a predecessor`]),
  ];
}

/** Ids of others' certificates for which a delete of a run was accepted. */
function deletedBy(world: SimulatedWorld, name: string, until: number): readonly string[] {
  return writesOf(world, name, until).flatMap((write) => {
    const { event } = write;
    const deletes = event.kind === 'certificate-deleted' && !isBrought(world, name, event.certificateId);
    return deletes && !makesRoom(world, write) ? [event.certificateId] : [];
  });
}

function deletedByOthers(world: SimulatedWorld, name: string, id: string): boolean {
  return world.writes.some(
    ({ by, event }) => by !== name && event.kind === 'certificate-deleted' && event.certificateId === id,
  );
}

/** What became of a predecessor. */
function fateOf(
  world: SimulatedWorld,
  { process, endedAt }: Ended,
  { id, fate }: Replaced,
): readonly string[] {
  const { live } = stateAt(world, endedAt);
  const deleted = deletedBy(world, process.name, endedAt).includes(id);
  switch (fate) {
    case 'already-gone':
      // A deletion that others asked for may be given up later.
      return live.has(id) && !deletedByOthers(world, process.name, id)
        ? [`said that ${id} is ${fate}, and it is there`]
        : [];
    case 'deleted':
      return live.has(id) ? [`said that ${id} is ${fate}, and it is there`] : [];
    case 'kept':
    case 'in-use':
    case 'to-delete':
      return deleted && !wasLiedTo(world, process.name) ? [`said that ${id} is ${fate}, and deleted it`] : [];
    case 'delete-unconfirmed':
      return [];
    default:
      return [`said that ${id} is ${fate}`];
  }
}

/** What each hostname had as the run looked first: people point back by it. */
function before(world: SimulatedWorld, { process, result, startedAt, endedAt }: Ended): readonly string[] {
  if (isDisturbed(world, process.name, startedAt, endedAt)) return [];
  const { rows } = stateAt(world, startedAt);
  return [...result.before].flatMap(([hostname, { certificateId: id, enabled }]) => {
    const row = rows.get(hostname);
    return row?.certificateId === id && (row?.enabled ?? undefined) === enabled
      ? []
      : [`said that ${hostname} was on ${id}, ${enabled}, and it was ${JSON.stringify(row)}`];
  });
}

function output({ outputs }: Told, name: string): string {
  return outputs.get(name) ?? '';
}
