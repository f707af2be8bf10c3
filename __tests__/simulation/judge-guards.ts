import { pairOf } from './cast.ts';
import type { Cast } from './cast.ts';
import type { Run } from './run-once.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { isBrought, stateAt } from './truth.ts';

/**
 * 1, 5: a run that was told by the origin itself that it refuses the successor writes nothing, but for taking back
 * what a killed run had put in force; nor does one whose successor comes from another issuer where nobody vouches for
 * that and nobody accepted it.
 */
export function judgeGuards(world: SimulatedWorld, cast: Cast, run: Run, alone: boolean): readonly string[] {
  const { scenario } = world;
  const { name } = run.process;
  const foreign = isForeign(world, cast, run);
  if (!foreign || run.startedAt >= world.mendedAt) return [];
  const sent = world.calls.some(
    ({ by, method, path }) =>
      by === name &&
      method !== 'GET' &&
      !(method === 'DELETE' && run.process.rollsBack && isBrought(world, name, path.split('/').at(-1) ?? '')),
  );
  if (!sent) return [];
  const asked = scenario.origin === 'enforcing' || scenario.origin === 'open';
  if (asked && scenario.originTrusts === 'old')
    return [`${name} wrote, although the origin had refused the certificate`];
  const vouched = scenario.origin === 'enforcing' && scenario.originTrusts === 'both';
  const guarded = !scenario.acceptIssuerChange && !vouched;
  return guarded && alone && presentsAnother(world, run)
    ? [`${name} wrote, although the issuer changes and nobody accepted that`]
    : [];
}

/** Whether what a run brings comes from another issuer than what was there. */
function isForeign({ scenario }: SimulatedWorld, cast: Cast, { part }: Run): boolean {
  if (scenario.issued !== undefined) return scenario.successor === 'other-issuer';
  return pairOf(cast, part, scenario.successor) === cast.foreign;
}

/** Whether Cloudflare presented a certificate of another issuer as the run began. */
function presentsAnother(world: SimulatedWorld, { process, startedAt }: Run): boolean {
  const { scenario, zone } = world;
  const { live, rows, switchOn } = stateAt(world, startedAt);
  if (scenario.level === 'hostname')
    return scenario.hostnames
      .flatMap((hostname) => rows.get(hostname) ?? [])
      .some(
        ({ certificateId: id, enabled }) =>
          enabled === true && live.has(id) && !isBrought(world, process.name, id),
      );
  const active = [...live].filter((id) => zone.certificates.get(id)?.status.at(startedAt) === 'active');
  return switchOn && active.length > 0 && active.every((id) => !isBrought(world, process.name, id));
}
