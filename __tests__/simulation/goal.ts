import type { Cast } from './cast.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { activeSince, copiesOf, rowOf } from './truth.ts';

/** Why the goal is not reached: the successor in force, and nothing of its lineage left behind. Undefined: it is. */
export function whyNotThere(world: SimulatedWorld, cast: Cast): string | undefined {
  const { scenario, time, zone } = world;
  const pair = scenario.successor === 'other-issuer' ? cast.foreign : cast.successor;
  const [copy] = copiesOf(world, pair.fingerprint, time.now);
  if (copy === undefined) return 'the successor is not there';
  if (activeSince(copy, time.now) === undefined) return 'the successor is not active';
  if (scenario.level === 'zone')
    return zone.enabled.at(time.now) === true ? undefined : 'the zone is not switched on';
  const left = scenario.hostnames.filter((hostname) => {
    const row = rowOf(world, hostname, time.now);
    return row?.certificateId !== copy.id || row.enabled !== true;
  });
  return left.length === 0 ? undefined : `${left.join(', ')} is not on the successor`;
}
