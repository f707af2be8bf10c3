import { pairOf } from './cast.ts';
import type { Cast } from './cast.ts';
import { newerThan } from './goal.ts';
import type { Run, Told } from './run-once.ts';
import type { SentCall, SimulatedWorld } from './simulated-world.ts';
import { copiesOf, liveCertificates } from './truth.ts';

/** What holds at the very moment a run ends. */
export function judgeEnd(
  world: SimulatedWorld,
  cast: Cast,
  run: Run,
  told: Told | undefined,
): readonly string[] {
  return told === undefined ? [] : [...orphan(world, run, told), ...overtaken(world, cast, run, told)];
}

/** 6: whoever goes back takes along what it brought, or names it. */
function orphan(world: SimulatedWorld, { process }: Run, { outcome }: Told): readonly string[] {
  if (outcome !== 'rolled-back' || process.cancelledAt !== undefined) return [];
  const uploads = new Set(
    world.writes.flatMap(({ by, event }) =>
      by === process.name && event.kind === 'certificate-uploaded' ? [event.certificateId] : [],
    ),
  );
  const left = liveCertificates(world, world.scenario.level, world.time.now).find(({ id }) =>
    uploads.has(id),
  );
  const named =
    left === undefined ||
    process.said.some((line) => line.includes(`${left.id}, uploaded by this run, was not removed`));
  return named ? [] : [`it rolled back and left ${left.id} behind without a word`];
}

/** 9: nobody calls its certificate in force to whom the list has shown a newer one. */
function overtaken(
  world: SimulatedWorld,
  cast: Cast,
  { process, part, dryRun }: Run,
  { outcome }: Told,
): readonly string[] {
  const { scenario, time } = world;
  if (scenario.level !== 'zone' || dryRun || (outcome !== 'rotated' && outcome !== 'unchanged')) return [];
  const [copy] = copiesOf(world, pairOf(cast, part, scenario.successor).fingerprint, time.now);
  const newer = copy === undefined ? undefined : newerThan(world, copy);
  const seen = world.calls.findLast((call) => call.by === process.name && isList(call))?.answered ?? '';
  return newer === undefined || !seen.includes(newer.id)
    ? []
    : [`it said ${outcome}, although the list had shown ${newer.id}, which is newer`];
}

function isList({ method, path, answered }: SentCall): boolean {
  return (
    method === 'GET' && path.endsWith('/origin_tls_client_auth') && answered?.startsWith('200 ') === true
  );
}
