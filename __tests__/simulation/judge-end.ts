import { newerThan } from './goal.ts';
import { listsRead } from './looks.ts';
import type { Run } from './run-once.ts';
import { sentence } from './sentence.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import type { Told } from './told.ts';
import { copiesOf, isBrought, liveCertificates } from './truth.ts';

/** What holds at the very moment a run ends. */
export function judgeEnd(world: SimulatedWorld, run: Run, told: Told | undefined): readonly string[] {
  return told === undefined ? [] : [...orphan(world, run, told), ...overtaken(world, run, told)];
}

/** What it leaves behind, by its name. */
const OWN = sentence('([0-9a-f-]{32,36}), uploaded by this run,');

/** 6: whoever goes back takes along what it brought, or names it. */
function orphan(world: SimulatedWorld, { process }: Run, { outcome, warnings }: Told): readonly string[] {
  if (outcome !== 'rolled-back' || process.cancelledAt !== undefined) return [];
  const left = liveCertificates(world, world.scenario.level, world.time.now).find(
    ({ id }) => broughtBy(world, id) === process.name,
  );
  const named = left === undefined || warnings.some((warning) => OWN.exec(warning)?.[1] === left.id);
  return named ? [] : [`it rolled back and left ${left.id} behind without a word`];
}

/** 9: nobody calls its certificate in force to whom the list has shown a newer one. */
function overtaken(world: SimulatedWorld, { process, dryRun }: Run, { outcome }: Told): readonly string[] {
  const { scenario, time } = world;
  if (scenario.level !== 'zone' || dryRun || (outcome !== 'rotated' && outcome !== 'unchanged')) return [];
  const [copy] = copiesOf(world, world.brings.get(process.name) ?? '', time.now);
  const newer = copy === undefined ? undefined : newerThan(world, copy);
  const seen = listsRead(world, process.name, time.now).at(-1) ?? '';
  // What the origin names is in force, whatever the dates say.
  const { served, passed = false } = world.visits.findLast(({ by }) => by === process.name) ?? {};
  if (scenario.echo && passed && served !== undefined && isBrought(world, process.name, served)) return [];
  return newer === undefined || !seen.includes(newer.id)
    ? []
    : [`it said ${outcome}, although the list had shown ${newer.id}, which is newer`];
}

/** Who uploaded a certificate last: it may have been deleted, and brought again by somebody else. */
function broughtBy(world: SimulatedWorld, id: string): string | undefined {
  return world.writes.findLast(
    ({ event }) =>
      (event.kind === 'certificate-uploaded' || event.kind === 'certificate-revived') &&
      event.certificateId === id,
  )?.by;
}
