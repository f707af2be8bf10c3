import { isPresented } from './judge-verified.ts';
import type { SimulatedWorld, Write } from './simulated-world.ts';
import { isBrought } from './truth.ts';

/** Two minutes, after which the runner's edge shows the successor for sure. */
const PROPAGATION = 120_000;

/** 2: as a predecessor goes, what the last probe had been let in with was the successor. */
export function judgeProbes(world: SimulatedWorld, { at, by, event }: Write): readonly string[] {
  const { scenario } = world;
  if (!scenario.probed || event.kind !== 'certificate-deleted' || !isPresented(world, at)) return [];
  // One that is uploaded again may look new and yet count as deployed long ago.
  const revived = world.writes.some((write) => write.event.kind === 'certificate-revived');
  if (!scenario.echo && (scenario.grace < PROPAGATION || revived)) return [];
  const served = world.visits.findLast((visit) => visit.by === by && visit.at <= at)?.served;
  return served === undefined || !isBrought(world, by, served)
    ? [`${by} deleted ${event.certificateId}, and its last probe had seen ${served ?? 'no certificate'}`]
    : [];
}
