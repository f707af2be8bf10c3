import type { Run } from './run-once.ts';
import type { SimulatedWorld, Write } from './simulated-world.ts';
import { isBrought, rowOf } from './truth.ts';

/** As the scenario's `probe-successes`. */
const SUCCESSES = 5;
/** Two minutes, after which the runner's edge shows the successor for sure. */
const PROPAGATION = 120_000;

/** 2: a predecessor goes only once the probes passed after the cut-over, and what they saw was the successor. */
export function judgeProbes(world: SimulatedWorld, { at, by, event }: Write, run: Run): readonly string[] {
  const { scenario } = world;
  if (!scenario.probed || event.kind !== 'certificate-deleted') return [];
  // With the zone off, or the hostname, and to stay so, no probe shows anything of it.
  if (scenario.level === 'zone' && world.zone.enabled.at(at) !== true) return [];
  const [first = ''] = scenario.hostnames;
  if (scenario.level === 'hostname' && rowOf(world, first, at)?.enabled !== true) return [];
  const cutOver = world.writes.findLast(
    (write) => write.by === by && write.at < at && mayChangeWhatIsShown(world, write),
  );
  const since = cutOver?.at ?? run.startedAt;
  const seen = world.visits.filter((visit) => visit.by === by && visit.at >= since && visit.at <= at);
  const last = seen.slice(-SUCCESSES);
  const id = event.certificateId;
  if (last.length < SUCCESSES) return [`${by} deleted ${id} after ${last.length} probes since the cut-over`];
  if (last.some(({ passed }) => !passed)) return [`${by} deleted ${id} although its probes had not passed`];
  const { served } = last.at(-1) ?? {};
  // One that is uploaded again may look new and yet count as deployed long ago.
  const revived = world.writes.some((write) => write.event.kind === 'certificate-revived');
  // Nor is the order known of what somebody else uploaded meanwhile.
  const ordered = !revived && !world.meddledWith;
  const sees = scenario.echo || (scenario.grace >= PROPAGATION && ordered);
  return sees && (served === undefined || !isBrought(world, by, served))
    ? [`${by} deleted ${id}, and its last probe had seen ${served ?? 'no certificate'}`]
    : [];
}

/** A call that is sent again, and then comes through twice, changes nothing the second time. */
function mayChangeWhatIsShown(world: SimulatedWorld, { at, event }: Write): boolean {
  if (event.kind === 'setting-set') return String(world.zone.enabled.at(at - 1) === true) !== event.value;
  if (event.kind !== 'association-set') return event.kind !== 'certificate-deleted';
  const before = rowOf(world, event.hostname, at - 1);
  return before?.certificateId !== event.certificateId || before.enabled !== event.enabled;
}
