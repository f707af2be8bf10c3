import type { CertificateRecord } from '../../sandbox/model/index.ts';
import type { SentCall, SimulatedWorld, Write } from './simulated-world.ts';
import { activeSince, liveCertificates, rowOf } from './truth.ts';

const GRACE = 120_000;
/** A look counts as "just before" for so long; a read may itself take half a minute. */
const JUST_BEFORE = 45_000;

/** Holds one write of a run against the model's truth at that moment. */
export function judgeWrite(world: SimulatedWorld, write: Write): readonly string[] {
  const { event, by } = write;
  if (by === 'a person') return [];
  switch (event.kind) {
    case 'certificate-deleted': {
      const record = world.zone.certificates.get(event.certificateId);
      if (record === undefined) return [`${by} deleted what never was`];
      return record.facts.fingerprint === world.brings.get(by)
        ? judgeUndo(world, write, record)
        : judgeDelete(world, write, record);
    }
    case 'association-set':
      return judgeAssociation(world, event.hostname, event.enabled, write);
    case 'setting-set':
      return event.setting === 'enabled'
        ? judgeSwitch(world, event.value, write)
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
  if (at - since < GRACE - 1000) return 'before the grace was over';
  if (scenario.level === 'zone') return undefined;
  const strayed = scenario.hostnames.filter((hostname) => {
    const row = rowOf(world, hostname, at);
    return row?.certificateId !== successor.id || row.enabled !== true;
  });
  return strayed.length === 0 ? undefined : `while ${strayed.join(', ')} was not on its successor`;
}

function successorOf(world: SimulatedWorld, by: string, at: number): CertificateRecord | undefined {
  const fingerprint = world.brings.get(by);
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
  const successors = [...world.zone.certificates.values()].filter(
    ({ facts }) => facts.fingerprint === world.brings.get(by),
  );
  const speaks = ({ method, path }: SentCall): boolean =>
    method === 'GET' &&
    (world.scenario.level === 'zone'
      ? successors.some((one) => path.endsWith(one.id))
      : /\/hostnames(?:\?|\/[a-z0-9-]+\.)/u.test(path));
  const looked = own.slice(0, Math.max(sent, 0)).findLast(speaks);
  return { sent: own[sent]?.at ?? at, looked: looked?.at };
}

/** 3: what a run brought may be taken back, but never the only certificate of an enabled level. */
function judgeUndo(world: SimulatedWorld, { at, by }: Write, { id }: CertificateRecord): readonly string[] {
  if (world.scenario.level !== 'zone' || world.zone.enabled.at(at) !== true) return [];
  const others = liveCertificates(world, 'zone', at).filter((certificate) => certificate.id !== id);
  return others.length === 0 ? [`${by} deleted ${id}, the only certificate of an enabled zone`] : [];
}

/** 4: hostnames outside the target are untouched, and none is voided or switched off on the way. */
function judgeAssociation(
  world: SimulatedWorld,
  hostname: string,
  enabled: boolean | null,
  { by }: Write,
): readonly string[] {
  if (!world.scenario.hostnames.includes(hostname))
    return [`${by} touched ${hostname}, which is not in the target`];
  if (enabled === true) return [];
  return world.scenario.predecessor ? [`${by} set ${hostname} to ${String(enabled)} on the way`] : [];
}

function judgeSwitch(world: SimulatedWorld, value: string, { by }: Write): readonly string[] {
  if (world.scenario.switchOn) return [`${by} set the switch to ${value}, which was on already`];
  return world.scenario.level === 'zone' ? [] : [`${by} touched the zone's switch`];
}
