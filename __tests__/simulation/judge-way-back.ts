import type { CertificateRecord, ModelEvent } from '../../sandbox/model/index.ts';
import type { Run } from './run-once.ts';
import type { SimulatedWorld, Write } from './simulated-world.ts';
import { isBrought, liveCertificates, makesRoom, rowOf, sameRow, stateAt, writesOf } from './truth.ts';
import type { Row } from './truth.ts';

/** The list of associations may show what was so a moment ago. */
const LIST_LAG = 6000;
const PROPAGATION = 110_000;
/** Refusals in a row that are no hiccup. */
const BELIEVED = 3;

type Associated = Extract<ModelEvent, { readonly kind: 'association-set' }>;

/**
 * 3: what a run itself uploaded or adopted may be taken back, and a copy of it whose deployment timed out; never the
 * only certificate of an enabled level.
 */
export function judgeUndo(
  world: SimulatedWorld,
  { at, by }: Write,
  { id, status }: CertificateRecord,
  run: Run,
): readonly string[] {
  const wasStuck = status.entries.some((entry) => entry.at < at && entry.value.endsWith('timed_out'));
  const found = wasStuck || run.process.rollsBack ? [] : [`${by} deleted ${id}, which is to stay`];
  if (world.scenario.level !== 'zone' || world.zone.enabled.at(at) !== true) return found;
  const others = liveCertificates(world, 'zone', at).filter((certificate) => certificate.id !== id);
  return others.length === 0
    ? [...found, `${by} deleted ${id}, the only certificate of an enabled zone`]
    : found;
}

/**
 * 4: a hostname gets the successor, or in a roll-back exactly what it had before. Hostnames outside the
 * target are untouched, and none is voided or switched off on the way.
 */
export function judgeAssociation(
  world: SimulatedWorld,
  { hostname, enabled, certificateId }: Associated,
  write: Write,
  run: Run,
): readonly string[] {
  const { by, at } = write;
  const { scenario } = world;
  if (!scenario.hostnames.includes(hostname) && !scenario.replace)
    return [`${by} touched ${hostname}, which is not in the target`];
  const formers = formersOf(world, hostname, run, at);
  const own = isBrought(world, by, certificateId);
  const keeps = scenario.replace || !scenario.enable;
  if (own && enabled !== null && (keeps ? formers.some((row) => row?.enabled === enabled) : enabled))
    return [];
  if (!run.process.rollsBack || enabled === null)
    return run.process.rollsBack && own && formers.includes(undefined)
      ? []
      : [`${by} set ${hostname} to ${String(enabled)} on the way`];
  return formers.some((row) => sameRow(row, { certificateId, enabled })) ||
    inherits(world, { hostname, enabled, certificateId }, write, run)
    ? []
    : [`${by} pointed ${hostname} at ${certificateId}, ${String(enabled)}, which is not what it had before`];
}

/**
 * What an earlier run had moved and is refused: for two minutes from its first look this run saw nothing else, or saw it
 * begin; and it goes to an older one of the same lineage that is active.
 */
function inherits(
  world: SimulatedWorld,
  { hostname, enabled, certificateId }: Pick<Associated, 'hostname' | 'enabled' | 'certificateId'>,
  { at, by }: Write,
  run: Run,
): boolean {
  const had = rowOf(world, hostname, run.startedAt);
  const [own, older] = [had?.certificateId ?? '', certificateId].map((id) => world.zone.certificates.get(id));
  const seen = world.visits.filter((one) => one.by === by && one.at <= at);
  const here = seen.filter((one) => one.hostname === hostname);
  const last = (here.length > 0 ? here : seen).slice(-BELIEVED);
  const began = seen.some(({ passed }) => passed) && last.length === BELIEVED;
  const refused = last.every(({ passed }) => !passed) && (began || at - (seen[0]?.at ?? at) >= PROPAGATION);
  return (
    refused &&
    had?.enabled === enabled &&
    own !== undefined &&
    isBrought(world, by, own.id) &&
    older?.status.at(at) === 'active' &&
    older.facts.notBefore < own.facts.notBefore &&
    (['subject', 'issuer'] as const).every((part) => older.facts.x509[part] === own.facts.x509[part])
  );
}

/** What a hostname had as a run began, or came to have by others before the run wrote. */
function formersOf(
  world: SimulatedWorld,
  hostname: string,
  run: Run,
  at: number,
): readonly (Row | undefined)[] {
  const first = world.writes.find(
    ({ by, event }) =>
      by === run.process.name && event.kind === 'association-set' && event.hostname === hostname,
  );
  const entries = world.zone.associations.get(hostname)?.row.entries ?? [];
  const meanwhile = entries.filter((entry) => entry.at > run.startedAt && entry.at < (first?.at ?? at));
  const atFirst = [run.startedAt - LIST_LAG, run.startedAt].map((moment) => rowOf(world, hostname, moment));
  return [...atFirst, ...meanwhile.map(({ value }) => value)].map((row) =>
    row?.enabled === null ? undefined : row,
  );
}

/** 4: the switch goes on where it is asked for, and off only where this run had put it on. */
export function judgeSwitch(
  world: SimulatedWorld,
  value: string,
  { by }: Write,
  run: Run,
): readonly string[] {
  const { scenario } = world;
  // A run that looks again goes by its later look: what another run had switched on may be off by then.
  const on = world.writes.find((one) => one.by === by && one.event.kind === 'setting-set');
  const moments = [run.startedAt, (on?.at ?? run.startedAt) - 1];
  const wasOff = moments.some((moment) => world.zone.enabled.at(moment) !== true);
  // A person may have switched it off since.
  if (scenario.switchOn && !wasOff) return [`${by} set the switch to ${value}, which was on already`];
  if (scenario.level !== 'zone') return [`${by} touched the zone's switch`];
  if (!scenario.enable) return [`${by} set the switch to ${value}, and was not to touch it`];
  return value === 'true' || (run.process.rollsBack && wasOff) ? [] : [`${by} switched the zone off`];
}

function isWithdrawn({ writes }: SimulatedWorld, name: string, hostname: string): boolean {
  const last = writes.findLast(
    ({ by, event }) => by === name && event.kind === 'association-set' && event.hostname === hostname,
  );
  return last?.event.kind === 'association-set' && last.event.enabled === null;
}

/** 4: a run that says it went back left everything as it was, but for what it names. */
export function judgeRestored(world: SimulatedWorld, run: Run, alone: boolean): readonly string[] {
  const { process, result, startedAt, endedAt } = run;
  if (result?.outcome !== 'rolled-back' || endedAt === undefined || !alone) return [];
  const { name } = process;
  const [began, ended] = [stateAt(world, startedAt), stateAt(world, endedAt)];
  const moved = world.scenario.hostnames.filter((hostname) => {
    // What was withdrawn may linger for a while after a cancel has ended the run.
    const has = isWithdrawn(world, name, hostname) ? undefined : ended.rows.get(hostname);
    const had = began.rows.get(hostname);
    // What it brought and found refused, as a killed run had left it, is not to stay.
    return !sameRow(had, has) && !isBrought(world, name, had?.certificateId ?? '');
  });
  const text = [result.inForce, ...result.warnings].join('\n');
  const orphans = [...ended.live].filter((id) => !began.live.has(id) && !text.includes(id));
  // What made room for the upload is named.
  const gone = writesOf(world, name, endedAt).filter(
    (write) =>
      write.event.kind === 'certificate-deleted' &&
      !isBrought(world, name, write.event.certificateId) &&
      !(makesRoom(world, write) && text.includes(write.event.certificateId)),
  );
  return [
    ...(moved.length === 0 ? [] : [`${name} rolled back, and ${moved.join(', ')} is not on what it had`]),
    ...(began.switchOn === ended.switchOn ? [] : [`${name} rolled back, and the switch is not as it was`]),
    ...(orphans.length === 0 ? [] : [`${name} rolled back, left ${orphans.join(', ')} and did not name it`]),
    ...(gone.length === 0 ? [] : [`${name} rolled back after it had deleted a predecessor`]),
  ];
}
