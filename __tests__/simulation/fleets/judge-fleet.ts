import { changesBetween, judge, presentedAt } from '../../../sandbox/model/index.ts';
import type { CertificateRecord, Zone } from '../../../sandbox/model/index.ts';
import { BEGIN } from '../cast.ts';
import type { OperationRun } from '../operations/whole-run.ts';
import type { Write } from '../simulated-world.ts';
import type { FleetTarget } from './draw.ts';
import type { FleetWorld } from './fleet-world.ts';

const PROPAGATION = 120_000;
const IMPRECISION = 1000;

/** What must always hold of a fleet, whatever goes wrong; each violation is a sentence. */
export function judgeFleet(world: FleetWorld): readonly string[] {
  return [
    ...refusedVisitors(world),
    ...world.writes.flatMap((write) => judgeWrite(world, write)),
    ...copies(world),
  ];
}

/** 1: nobody is refused who was let in before, but at the canary of a target whose certificate is not trusted. */
function refusedVisitors(world: FleetWorld): readonly string[] {
  const { fleet, model, edges, time } = world;
  const hostnames = [
    ...fleet.targets.flatMap((target) => target.hostnames),
    ...[...fleet.zones.keys()].map((zone) => `web.${zone}`),
  ];
  const moments = [...changesBetween(model, edges, BEGIN, time.now), time.now];
  const found = edges.flatMap((edge) =>
    hostnames.flatMap((hostname) => {
      const verdict = (moment: number): string =>
        judge(world.trustAt(moment), presentedAt(model, edge, hostname, moment), moment);
      if (verdict(BEGIN) !== 'accepted' || mayBeRefused(world, hostname)) return [];
      const from = moments.find((moment) => verdict(moment) !== 'accepted');
      return from === undefined
        ? []
        : [`${hostname} was refused at ${edge.name} from +${(from - BEGIN) / 1000}s: ${verdict(from)}`];
    }),
  );
  return found.slice(0, 5);
}

/** The origin does not trust what a target brings: its canary finds out, or all of it where nobody looks. */
function mayBeRefused({ fleet }: FleetWorld, hostname: string): boolean {
  const zone = [...fleet.zones.keys()].find((name) => hostname.endsWith(`.${name}`));
  return fleet.targets.some((target) => {
    if (target.issuer === 'same') return false;
    if (target.level === 'zone') return target.zone === zone;
    return target.hostnames.includes(hostname) && (!target.probed || target.hostnames[0] === hostname);
  });
}

/** 3 and 4: what a run deletes, points and switches is its own to delete, point and switch. */
function judgeWrite(world: FleetWorld, { at, by, event }: Write): readonly string[] {
  switch (event.kind) {
    case 'certificate-deleted':
      return judgeDelete(world, by, event.certificateId, at);
    case 'association-set': {
      const target = world.fleet.targets.find(({ hostnames }) => hostnames.includes(event.hostname));
      if (target === undefined) return [`${by} changed ${event.hostname}, which is no target's`];
      const to = world.zoneOf(target).certificates.get(event.certificateId)?.facts.fingerprint;
      const former = target.former === undefined ? undefined : world.formers.get(target.former);
      const fits = to === world.successorOf(target).fingerprint || event.certificateId === former;
      return fits ? [] : [`${by} pointed ${event.hostname} at a certificate of another target`];
    }
    case 'setting-set':
    case 'certificate-uploaded':
    case 'certificate-revived':
      return [];
  }
}

function judgeDelete(world: FleetWorld, by: string, id: string, at: number): readonly string[] {
  const zone = [...world.zones.values()].find(({ certificates }) => certificates.has(id));
  const record = zone?.certificates.get(id);
  if (zone === undefined || record === undefined) return [`${by} deleted what never was`];
  const own = world.fleet.targets.filter(
    (target) => world.zoneOf(target) === zone && target.level === record.level,
  );
  const users = [...zone.associations]
    .filter(([, row]) => nameOf(row, at) === id)
    .map(([hostname]) => hostname);
  if (users.length > 0) return [`${by} deleted ${id}, which ${users.join(', ')} refers to`];
  if (own.some((target) => world.successorOf(target).fingerprint === record.facts.fingerprint))
    return [
      ...(world.quiet.has(by) ? [`${by} deleted the successor of a target, and nothing had gone wrong`] : []),
      ...(remainsAnother(zone, record, at) ? [] : [`${by} took back the only certificate of ${zone.name}`]),
    ];
  const owners = own.filter(({ former }) => former !== undefined && world.formers.get(former) === id);
  if (owners.length === 0) return [`${by} deleted ${id}, which is no target's`];
  return [
    ...owners.flatMap((owner) => notYet(world, zone, owner, at)),
    ...(isKept(world, owners) ? ['it was to be kept'] : []),
  ].map((why) => `${by} deleted ${id}: ${why}`);
}

/** Where others were on it as well, or have the same lineage, a later run cannot know whose it was. */
function isKept({ fleet }: FleetWorld, owners: readonly FleetTarget[]): boolean {
  return (
    fleet.lineage === 'own' &&
    owners.length === 1 &&
    owners[0]?.deletePrevious === false &&
    owners[0].former === owners[0].index
  );
}

/** Milliseconds since the look that a deletion rests on. */
const JUST_BEFORE = 10_000;

type Row = Zone['associations'] extends Map<string, infer R> ? R : never;

/** Null: voided. */
function nameOf({ row, status }: Row, at: number): string | undefined {
  const value = row.at(at);
  return status.at(at) === 'deleted' || value === undefined || value.enabled === null
    ? undefined
    : value.certificateId;
}

function remainsAnother(zone: Zone, record: CertificateRecord, at: number): boolean {
  if (record.level === 'hostname' || zone.enabled.at(at) !== true) return true;
  return [...zone.certificates.values()].some(
    (other) => other !== record && other.level === 'zone' && other.status.at(at) === 'active',
  );
}

/** As it was seen right before: one that flaps may be on its way once more. */
function wasActive({ status }: CertificateRecord, at: number): boolean {
  const since = status.entries.some(
    (entry) => entry.at > at - JUST_BEFORE && entry.at <= at && entry.value === 'active',
  );
  return since || [at, at - JUST_BEFORE].some((moment) => status.at(moment) === 'active');
}

/** 2: why a former certificate of this target may not go yet. */
function notYet(world: FleetWorld, zone: Zone, target: FleetTarget, at: number): readonly string[] {
  const { fingerprint } = world.successorOf(target);
  const grace = Math.min(target.grace, PROPAGATION) - IMPRECISION;
  const successor = [...zone.certificates.values()].find(
    (one) => one.level === target.level && one.facts.fingerprint === fingerprint && wasActive(one, at),
  );
  if (successor === undefined) return ['while the successor was not active'];
  if (target.level === 'zone') {
    const since =
      successor.status.entries.find(({ at: from, value }) => value === 'active' && from <= at)?.at ?? at;
    return at - since < grace ? ['before the grace was over'] : [];
  }
  return target.hostnames.flatMap((hostname) => {
    const row = zone.associations.get(hostname);
    if (row === undefined || nameOf(row, at) !== successor.id)
      return [`while ${hostname} was not on the successor`];
    const pointed = row.row.entries.findLast(({ at: from, value }, index, all) => {
      const before = all[index - 1]?.value;
      return from <= at && value?.certificateId === successor.id && before?.certificateId !== successor.id;
    })?.at;
    const active = row.status.entries.find(
      ({ at: from, value }) => pointed !== undefined && from >= pointed && from <= at && value === 'active',
    )?.at;
    return active === undefined || at - active < grace ? [`before the grace of ${hostname} was over`] : [];
  });
}

/** 6: no successor has two live copies. */
function copies(world: FleetWorld): readonly string[] {
  return world.fleet.targets.flatMap((target) =>
    liveOf(world, target).length > 1 ? [`target ${target.index} has two live copies`] : [],
  );
}

function liveOf(world: FleetWorld, target: FleetTarget): readonly CertificateRecord[] {
  const { fingerprint } = world.successorOf(target);
  return [...world.zoneOf(target).certificates.values()].filter(
    ({ level, facts, status }) =>
      level === target.level &&
      facts.fingerprint === fingerprint &&
      !['deleted', 'pending_deletion'].includes(status.at(world.time.now) ?? 'deleted'),
  );
}

/** Why a target is not in force; undefined: it is. */
function notInForce(world: FleetWorld, target: FleetTarget): string | undefined {
  const { now } = world.time;
  const zone = world.zoneOf(target);
  // One that flaps back to pending is in force all the same.
  const active = liveOf(world, target).find(({ status }) => {
    const past = status.entries.filter(({ at }) => at <= now).map(({ value }) => value);
    return past.slice(past.lastIndexOf('deleted') + 1).includes('active');
  });
  if (active === undefined) return `target ${target.index} has no active certificate`;
  if (target.level === 'zone')
    return zone.enabled.at(now) === true ? undefined : `${zone.name} is switched off`;
  return target.hostnames
    .filter((hostname) => {
      const row = zone.associations.get(hostname);
      return row?.row.at(now)?.certificateId !== active.id || row.row.at(now)?.enabled !== true;
    })
    .map((hostname) => `${hostname} is not on the certificate of target ${target.index}`)[0];
}

/** 9: a target told as rotated or unchanged is in force, as far as nobody else was at work. */
export function judgeTold(world: FleetWorld, run: OperationRun): readonly string[] {
  const { process } = run;
  if (process.killed) return [];
  return world.fleet.targets.flatMap((target) => {
    const outcome = toldOf(run, target);
    if (outcome !== 'rotated' && outcome !== 'unchanged') return [];
    const why = notInForce(world, target);
    return why === undefined
      ? []
      : [`${process.name} told ${nameOfTarget(target)} as ${outcome}, and ${why}`];
  });
}

/** As what a run told a target. */
export function toldOf({ outputs }: OperationRun, target: FleetTarget): string | undefined {
  const report: { readonly targets?: readonly { readonly name: string; readonly outcome: string }[] } =
    JSON.parse(outputs.get('report') ?? '{}');
  return report.targets?.find(({ name }) => name === nameOfTarget(target))?.outcome;
}

function nameOfTarget({ zone, level, hostnames: [first, ...others] }: FleetTarget): string {
  if (level === 'zone') return `${zone} (zone)`;
  return others.length === 0
    ? `${zone} (${first ?? ''})`
    : `${zone} (${first ?? ''} and ${others.length} more)`;
}

/** Liveness: all targets in force, and what they replaced gone. */
export function judgeGoal(world: FleetWorld): readonly string[] {
  const { now } = world.time;
  const left = world.fleet.targets.flatMap((target) => {
    const { former, deletePrevious, issuer } = target;
    const id = former === undefined ? undefined : world.formers.get(former);
    // Once a killed run has moved it off, the target that has its lineage decides.
    const sharers = world.fleet.targets.filter((one) => one.former === former || one.index === former);
    // Of another lineage, it is found only as long as a hostname is on it.
    const mustGo =
      deletePrevious &&
      issuer === 'same' &&
      sharers.every((one) => one.deletePrevious && one.issuer === 'same');
    const status = id === undefined ? 'deleted' : world.zoneOf(target).certificates.get(id)?.status.at(now);
    return mustGo && status !== 'deleted' && status !== 'pending_deletion'
      ? [`at the end the former certificate of target ${target.index} is ${status ?? 'lost'}`]
      : [];
  });
  return [...world.fleet.targets.flatMap((target) => notInForce(world, target) ?? []), ...left];
}
