import type { Cast } from './cast.ts';
import type { Run } from './run-once.ts';
import type { SimulatedWorld, Write } from './simulated-world.ts';
import { failedHandshakes } from './traffic.ts';
import { activeSince, copiesOf, liveCertificates, rowOf } from './truth.ts';

/** What must always hold, whatever goes wrong; each violation is a sentence. */
export function violations(world: SimulatedWorld, cast: Cast, runs: readonly Run[]): readonly string[] {
  return [
    ...handshakes(world),
    ...world.writes.flatMap((write) => judgeWrite(world, cast, write)),
    ...copies(world, cast),
    ...runs.flatMap((run) => judgeRun(world, cast, run)),
    ...pace(world),
  ];
}

const GRACE = 120_000;

/** 1: no handshake fails that would have succeeded before, provided the origin accepts the successor. */
function handshakes(world: SimulatedWorld): readonly string[] {
  const { scenario } = world;
  const accepted = scenario.successor === 'same-issuer' || scenario.originTrusts === 'both';
  // Whether an older zone certificate takes over again is unknown: then going back cannot be safe.
  const wentBack = world.writes.some(
    ({ event, by }) =>
      event.kind === 'certificate-deleted' && by !== 'a person' && isUploadOf(world, event.certificateId),
  );
  if (
    !accepted ||
    (wentBack && scenario.level === 'zone' && world.model.variants().zoneFallback === 'nothing')
  )
    return [];
  return failedHandshakes(world)
    .slice(0, 3)
    .map(
      ({ hostname, edge, from, why }) =>
        `a visitor of ${hostname} at ${edge} failed at +${(from - world.writes[0]!.at) / 1000}s after the first write: ${why}`,
    );
}

function isUploadOf(world: SimulatedWorld, id: string): boolean {
  return world.writes.some(
    ({ event }) => event.kind === 'certificate-uploaded' && event.certificateId === id,
  );
}

function judgeWrite(world: SimulatedWorld, cast: Cast, write: Write): readonly string[] {
  const { event, by } = write;
  if (by === 'a person') return [];
  switch (event.kind) {
    case 'certificate-deleted':
      return isUploadOf(world, event.certificateId)
        ? judgeUndo(world, write, event.certificateId)
        : judgeDelete(world, cast, write, event.certificateId);
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
function judgeDelete(world: SimulatedWorld, cast: Cast, { at, by }: Write, id: string): readonly string[] {
  const { scenario } = world;
  const found: string[] = [];
  if (id === world.ids.get('stranger')) found.push(`${by} deleted a certificate of another lineage`);
  const wanted = new Set([cast.successor, cast.foreign, cast.third].map(({ fingerprint }) => fingerprint));
  const successors = liveCertificates(world, scenario.level, at - 1).filter(({ facts }) =>
    wanted.has(facts.fingerprint),
  );
  const inForce = successors.find((one) => activeSince(one, at) !== undefined);
  if (inForce === undefined) return [...found, `${by} deleted ${id} while no successor was active`];
  if (at - (activeSince(inForce, at) ?? at) < GRACE - 1000)
    found.push(`${by} deleted ${id} before the grace was over`);
  const strayed =
    scenario.level === 'zone'
      ? []
      : scenario.hostnames.filter((hostname) => {
          const row = rowOf(world, hostname, at);
          return (
            row === undefined ||
            !successors.some((one) => one.id === row.certificateId) ||
            row.enabled !== true
          );
        });
  if (strayed.length > 0)
    found.push(`${by} deleted ${id} while ${strayed.join(', ')} was not on a successor`);
  return found;
}

/** 3: what a run uploaded may be taken back, but never the only certificate of an enabled level. */
function judgeUndo(world: SimulatedWorld, { at, by }: Write, id: string): readonly string[] {
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

/** 6: at most one live copy of the successor. */
function copies(world: SimulatedWorld, cast: Cast): readonly string[] {
  return [cast.successor, cast.foreign].flatMap(({ fingerprint }) => {
    const count = copiesOf(world, fingerprint, world.time.now).length;
    return count > 1 ? [`${count} live copies of the successor`] : [];
  });
}

/** 7, 9: what a run says is so, and it never says the key. */
function judgeRun(world: SimulatedWorld, cast: Cast, { process, result }: Run): readonly string[] {
  const text = JSON.stringify(result ?? {}) + process.said.join('\n');
  const found = leaks(text, cast) ? [`${process.name} printed a piece of the key`] : [];
  if (/undefined|NaN|\[object/u.test(process.said.join('\n'))) found.push(`${process.name} said undefined`);
  if (process.cancelledAt !== undefined) found.push(...afterCancel(world, process.name, process.cancelledAt));
  if (result === undefined) return found;
  if (result.reason === 'INTERNAL') found.push(`${process.name} met a situation it was not written for`);
  const wrote = world.writes.some(({ by }) => by === process.name);
  if ((result.outcome === 'unchanged' || result.outcome === 'planned') && wrote)
    found.push(`${process.name} wrote, and said ${result.outcome}`);
  if (result.outcome === 'failed' && result.failure?.inForce === undefined)
    found.push(`${process.name} failed without saying what is in force`);
  return found;
}

function leaks(text: string, cast: Cast): boolean {
  return [cast.successor, cast.foreign, cast.third].some(({ privateKey }) =>
    privateKey
      .split('\n')
      .some((line) => line.length > 40 && !line.startsWith('-') && text.includes(line.slice(8, 32))),
  );
}

/** 10: after a cancel no mutation but the one that takes bad news back. */
function afterCancel(world: SimulatedWorld, name: string, cancelledAt: number): readonly string[] {
  const late = world.writes.filter(({ by, at }) => by === name && at > cancelledAt + 500);
  return late.length > 1 ? [`${name} made ${late.length} writes after the cancel`] : [];
}

/** 10: inside the rate limit. */
function pace(world: SimulatedWorld): readonly string[] {
  const times = world.calls.map(({ at }) => at);
  const tooMany = times.some((at, index) => (times[index + 1199] ?? Number.POSITIVE_INFINITY) - at < 300_000);
  return tooMany ? ['more than 1200 calls within five minutes'] : [];
}
