import type { Cast } from './cast.ts';
import { judgeEndsByItself } from './judge-ends-by-itself.ts';
import { judgeInUse } from './judge-in-use.ts';
import { judgeNoReturn } from './judge-no-return.ts';
import { judgeRun } from './judge-run.ts';
import { judgeStranger } from './judge-stranger.ts';
import { judgeTrace } from './traces/judge-trace.ts';
import { judgeWrite } from './judge-write.ts';
import type { Run } from './run-once.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { failedHandshakes } from './traffic.ts';
import type { FailedHandshake } from './traffic.ts';
import { copiesOf } from './truth.ts';

/** What must always hold, whatever goes wrong; each violation is a sentence. */
export function violations(world: SimulatedWorld, cast: Cast, runs: readonly Run[]): readonly string[] {
  const byName = new Map(runs.map((run) => [run.process.name, run]));
  return [
    ...handshakes(world),
    ...world.writes.flatMap((write) => judgeWrite(world, write, byName.get(write.by))),
    ...world.writes.flatMap((write) => judgeStranger(world, write)),
    ...copies(world, cast),
    ...runs.flatMap((run) => uploadedBlindly(world, run.process.name)),
    ...runs.flatMap((run) => judgeRun(world, cast, run)),
    ...runs.flatMap((run) => judgeEndsByItself(run)),
    ...runs.flatMap((run) => judgeNoReturn(world, run.process.name)),
    ...runs.flatMap((run) => judgeInUse(world, run.process.name)),
    ...runs.flatMap((run) => judgeTrace(world, run)),
    ...pace(world),
    ...world.breaches,
    ...world.printed.leaks(cast),
  ];
}

/**
 * 1: no handshake fails that would have succeeded before, provided the origin accepts the successor. If it
 * does not, failures reach no further than the canary. What a person's own deed broke is theirs. Whether what is
 * issued is renewed in time is the year's to judge: here runs may fail until it has expired.
 */
function handshakes(world: SimulatedWorld): readonly string[] {
  const { scenario } = world;
  const failed = failedHandshakes(world).filter(
    ({ until, why }) => until <= world.harmedAt && !(why === 'expired' && scenario.issued !== undefined),
  );
  const { originTrusts, successor } = scenario;
  const accepted = originTrusts === 'both' || (originTrusts === 'old' && successor === 'same-issuer');
  if (!accepted) return beyondCanary(world, failed);
  if (scenario.level === 'zone' && unknowable(world)) return [];
  return failed.slice(0, 3).map((one) => told(world, one));
}

/**
 * What no run can see. Whether an older zone certificate takes over again is unknown: then going back
 * cannot be safe. And a revived certificate may look new and yet count as deployed long ago.
 */
function unknowable(world: SimulatedWorld): boolean {
  const { zoneFallback, revivedDeployOrder, revivedUploadedOn } = world.model.variants();
  const revived = world.writes.some(({ event }) => event.kind === 'certificate-revived');
  return (
    (wentBack(world) && zoneFallback === 'nothing') ||
    (revived && revivedDeployOrder === 'original' && revivedUploadedOn === 'renewed')
  );
}

function beyondCanary(world: SimulatedWorld, failed: readonly FailedHandshake[]): readonly string[] {
  const { scenario } = world;
  const [canary] = scenario.hostnames;
  if (scenario.level === 'zone' || !scenario.probed || world.meddledWith) return [];
  return failed
    .filter(({ hostname, from }) => hostname !== canary && from < world.mendedAt)
    .slice(0, 3)
    .map((one) => `beyond the canary, ${told(world, one)}`);
}

function told(world: SimulatedWorld, { hostname, edge, from, why }: FailedHandshake): string {
  const since = (from - (world.writes[0]?.at ?? from)) / 1000;
  return `a visitor of ${hostname} at ${edge} failed at +${since}s after the first write: ${why}`;
}

/** Whether a run took its own upload back. */
function wentBack(world: SimulatedWorld): boolean {
  return world.writes.some(
    ({ event, by }) =>
      event.kind === 'certificate-deleted' &&
      world.zone.certificates.get(event.certificateId)?.facts.fingerprint === world.brings.get(by),
  );
}

/** 6: at most one live copy of any certificate a run brings. */
function copies(world: SimulatedWorld, cast: Cast): readonly string[] {
  const pasted = [cast.successor, cast.foreign, cast.third, cast.fresh].map(({ fingerprint }) => fingerprint);
  return [...new Set([...pasted, ...world.brings.values()])].flatMap((fingerprint) => {
    const count = copiesOf(world, fingerprint, world.time.now).length;
    return count > 1 ? [`${count} live copies of the successor`] : [];
  });
}

/** 6: an upload that took effect is never sent again without a look at what is there. */
function uploadedBlindly(world: SimulatedWorld, name: string): readonly string[] {
  const calls = world.calls.filter(({ by }) => by === name);
  return calls.flatMap(({ method, at }, index) => {
    const next = calls[index + 1];
    if (method !== 'POST' || next?.method !== 'POST') return [];
    const applied = world.writes.some(
      (write) =>
        write.event.kind === 'certificate-uploaded' &&
        write.by === name &&
        write.at >= at &&
        write.at < next.at,
    );
    return applied ? [`${name} sent an upload again that had taken effect`] : [];
  });
}

/** 10: inside the rate limit. */
function pace(world: SimulatedWorld): readonly string[] {
  const times = world.calls.map(({ at }) => at);
  const tooMany = times.some((at, index) => (times[index + 1199] ?? Number.POSITIVE_INFINITY) - at < 300_000);
  return tooMany ? ['more than 1200 calls within five minutes'] : [];
}
