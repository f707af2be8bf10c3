import type { CertificateRecord } from '../../sandbox/model/index.ts';
import type { SentCall, SimulatedWorld, Write } from './simulated-world.ts';
import { judgeAssociation, judgeSwitch, judgeUndo } from './judge-way-back.ts';
import { judgeProbes } from './judge-probes.ts';
import type { Run } from './run-once.ts';
import { activeSince, broughtBy, liveCertificates, makesRoom, rowOf, sameRow } from './truth.ts';

/** However long the grace, edges get two minutes from the moment at which the successor is in force. */
const PROPAGATION = 120_000;
const IMPRECISION = 1000;
/** A look counts as "just before" for so long; a read may itself take half a minute. */
const JUST_BEFORE = 45_000;

/** Holds one write of a run against the model's truth at that moment. */
export function judgeWrite(world: SimulatedWorld, write: Write, run: Run | undefined): readonly string[] {
  const { event, by } = write;
  if (run === undefined) return [];
  switch (event.kind) {
    case 'certificate-deleted': {
      const record = world.zone.certificates.get(event.certificateId);
      if (record === undefined) return [`${by} deleted what never was`];
      if (makesRoom(world, write)) return [];
      return record.facts.fingerprint === world.brings.get(by)
        ? judgeUndo(world, write, record, run)
        : [...judgeDelete(world, write, record), ...judgeProbes(world, write, run)];
    }
    case 'association-set':
      return judgeAssociation(world, event, write, run);
    case 'setting-set':
      return event.setting === 'enabled'
        ? judgeSwitch(world, event.value, write, run)
        : [`${by} changed the setting ${event.setting}`];
    case 'certificate-uploaded':
    case 'certificate-revived':
      return [];
  }
}

/** 2 and 3: a predecessor goes only once the successor is in force everywhere and the grace is over. */
function judgeDelete(world: SimulatedWorld, write: Write, record: CertificateRecord): readonly string[] {
  const { at, by } = write;
  const { id } = record;
  const foreign = [...world.ids].find(([part, known]) => known === id && /stranger|filler/u.test(part));
  const found =
    foreign === undefined || wasOnTarget(world, id)
      ? []
      : [`${by} deleted ${foreign[0]}, of another lineage`];
  const { sent, looked } = lookBefore(world, by, id, at);
  if (looked === undefined || sent - looked > JUST_BEFORE)
    found.push(`${by} deleted ${id} without having looked again just before`);
  // Nobody can know what changed since the look; what was wrong before it, everybody could.
  const now = whyNotYet(world, by, at);
  const then = looked === undefined ? now : whyNotYet(world, by, looked);
  if (now !== undefined && then !== undefined) found.push(`${by} deleted ${id} ${now}`);
  return found;
}

/** Somebody pointed a hostname of the target at it: a run that moves that hostname off supersedes it. */
function wasOnTarget({ scenario, zone }: SimulatedWorld, id: string): boolean {
  return scenario.hostnames.some((hostname) =>
    zone.associations.get(hostname)?.row.entries.some(({ value }) => value?.certificateId === id),
  );
}

/** Why a run must not delete a predecessor at a moment. */
function whyNotYet(world: SimulatedWorld, by: string, at: number): string | undefined {
  const { scenario } = world;
  const successor = successorOf(world, by, at);
  if (successor === undefined) return 'while its successor was not there';
  const since = activeSince(successor, at);
  if (since === undefined) return 'while its successor was not active';
  const propagation = Math.min(scenario.grace, PROPAGATION) - IMPRECISION;
  const uploaded = successor.uploadedOn.at(at) ?? successor.createdAt;
  if (at - since < propagation) return 'before the grace was over';
  if (scenario.level === 'zone')
    return at - uploaded < scenario.grace - IMPRECISION ? 'before the whole grace was over' : undefined;
  const strayed = scenario.hostnames.filter(
    (hostname) => isMeant(world, hostname, by) && !isOn(world, hostname, successor.id, at),
  );
  if (strayed.length > 0) return `while ${strayed.join(', ')} was not on its successor`;
  const inForce = scenario.hostnames.filter((hostname) => isWanted(world, hostname, at));
  const pending = inForce.filter((hostname) => {
    const from = inForceSince(world, hostname, at);
    return from === undefined || at - from < propagation;
  });
  if (pending.length > 0) return `before the grace of ${pending.join(', ')} was over`;
  const young = inForce.filter(
    (hostname) => at - (pointedSince(world, hostname, at) ?? at) < scenario.grace - IMPRECISION,
  );
  return young.length > 0 ? `before the whole grace of ${young.join(', ')} was over` : undefined;
}

/** With `replace`, only what was on that certificate belongs to the target. */
function isMeant({ scenario, writes }: SimulatedWorld, hostname: string, name: string): boolean {
  return (
    !scenario.replace ||
    writes.some(
      ({ by, event }) => by === name && event.kind === 'association-set' && event.hostname === hostname,
    )
  );
}

/** Whether a hostname is on the successor as it should be; where `enable` is false, it may be off or have nothing. */
function isOn(world: SimulatedWorld, hostname: string, id: string, at: number): boolean {
  const row = rowOf(world, hostname, at);
  if (world.scenario.enable && !world.scenario.replace)
    return row?.certificateId === id && row.enabled === true;
  return row === undefined || row.enabled === null || row.certificateId === id;
}

function isWanted(world: SimulatedWorld, hostname: string, at: number): boolean {
  const row = rowOf(world, hostname, at);
  return row !== undefined && row.enabled !== null;
}

/** Since when a hostname has been on what it is on now, whoever may have said so again since. */
function pointedSince({ zone }: SimulatedWorld, hostname: string, at: number): number | undefined {
  const past = zone.associations.get(hostname)?.row.entries.filter((entry) => entry.at <= at) ?? [];
  const now = past.at(-1)?.value;
  const other = past.findLastIndex(({ value }) => !sameRow(value, now));
  return past[other + 1]?.at;
}

/** Since when the edges have been told so; undefined where they were not. */
function inForceSince(world: SimulatedWorld, hostname: string, at: number): number | undefined {
  const since = pointedSince(world, hostname, at);
  const { entries = [] } = world.zone.associations.get(hostname)?.status ?? {};
  return entries.find(
    (entry) => since !== undefined && entry.at >= since && entry.at <= at && entry.value === 'active',
  )?.at;
}

function successorOf(world: SimulatedWorld, by: string, at: number): CertificateRecord | undefined {
  const fingerprint = broughtBy(world, by, at);
  return liveCertificates(world, world.scenario.level, at).find(
    ({ facts }) => facts.fingerprint === fingerprint,
  );
}

/** When the delete was sent, and when before that the run last read what speaks for its successor. */
function lookBefore(
  world: SimulatedWorld,
  by: string,
  id: string,
  at: number,
): { readonly sent: number; readonly looked: number | undefined } {
  const own = world.calls.filter((call) => call.by === by && call.at <= at);
  const sent = own.findLastIndex((call) => call.method === 'DELETE' && call.path.endsWith(id));
  const brought = broughtBy(world, by, at);
  const successors = [...world.zone.certificates.values()].filter(
    ({ facts }) => facts.fingerprint === brought,
  );
  const speaks = ({ method, path }: SentCall): boolean =>
    method === 'GET' &&
    (world.scenario.level === 'zone'
      ? successors.some((one) => path.endsWith(one.id))
      : /\/hostnames(?:\?|\/[a-z0-9-]+\.)/u.test(path));
  const looked = own.slice(0, Math.max(sent, 0)).findLast(speaks);
  return { sent: own[sent]?.at ?? at, looked: looked?.at };
}
