import type { Association } from '../../cloudflare/associations.ts';
import type { Context } from './context.ts';
import { associationOf } from '../observe/observation.ts';
import type { ObservedAssociations, ObservedCertificate } from '../observe/observation.ts';
import type { SecondLook } from './second-look.ts';
import { IMPRECISION } from '../plan/grace.ts';
import { movedOff } from './with-siblings.ts';

const UNDER_WAY: ReadonlySet<string> = new Set(['initializing', 'pending_deployment']);

/**
 * What this run did not move hostnames off may have been left a moment ago by another hostname of the zone,
 * whose run was killed or is still at work somewhere: it gets the grace as well, counted from the youngest change.
 */
export function unripe(
  { observation, plan, target, world }: Context,
  associations: ObservedAssociations,
  free: readonly ObservedCertificate[],
): Pick<SecondLook, 'unripe' | 'unripeFor'> {
  const own = movedOff(plan);
  const leftovers = free.filter(({ id }) => !own.has(id));
  if (leftovers.length === 0) return { unripe: [], unripeFor: 0 };
  const hostnames = new Set(observation.level === 'hostname' ? observation.hostnames : []);
  const now = world.api.serverNow();
  const seen = now - observation.at;
  const { gracePeriod } = target.policy;
  const left = (row: Association): number => {
    if (UNDER_WAY.has(row.status)) return gracePeriod;
    const stood = wasSo(observation, row) ? seen : 0;
    return gracePeriod - Math.max(stood, row.updatedAt === undefined ? 0 : now - row.updatedAt - IMPRECISION);
  };
  const unripeFor = Math.max(
    0,
    ...associations.rows.filter(({ hostname }) => !hostnames.has(hostname)).map(left),
  );
  return { unripe: unripeFor > 0 ? leftovers : [], unripeFor };
}

/** Whether the hostname had the same certificate when this run looked first. */
function wasSo(observation: Context['observation'], { hostname, certificateId }: Association): boolean {
  return (
    observation.level === 'hostname' &&
    associationOf(observation.associations, hostname)?.certificateId === certificateId
  );
}
