import { changesBetween, judge, presentedAt } from '../../sandbox/model/index.ts';
import { BEGIN } from './cast.ts';
import type { SimulatedWorld } from './simulated-world.ts';

export interface FailedHandshake {
  readonly hostname: string;
  readonly edge: string;
  /** From and until when, epoch milliseconds. */
  readonly from: number;
  readonly until: number;
  readonly why: string;
}

/**
 * Every host at every edge makes a handshake at every change of state: between two changes nothing
 * can differ. What failed before the first run is not held against anybody.
 */
export function failedHandshakes(world: SimulatedWorld): readonly FailedHandshake[] {
  const { model, scenario, edges, time } = world;
  const hostnames = [...scenario.hostnames, ...scenario.otherHostnames];
  const moments = [...changesBetween(model, edges, BEGIN, time.now), time.now];
  return edges.flatMap((edge) =>
    hostnames.flatMap((hostname) => {
      const verdict = (moment: number): string =>
        judge(world.trustAt(moment), presentedAt(model, edge, hostname, moment), moment);
      world.handshakes += 1;
      if (verdict(BEGIN) !== 'accepted') return [];
      return moments.flatMap((from, index) => {
        world.handshakes += 1;
        const why = verdict(from);
        return why === 'accepted'
          ? []
          : [{ hostname, edge: edge.name, from, until: moments[index + 1] ?? from, why }];
      });
    }),
  );
}

/** For how long some visitor was refused, in milliseconds. */
export function refusedFor(world: SimulatedWorld): number {
  const failed = failedHandshakes(world);
  const from = Math.min(...failed.map((one) => one.from));
  return failed.length === 0 ? 0 : Math.max(...failed.map((one) => one.until)) - from;
}
