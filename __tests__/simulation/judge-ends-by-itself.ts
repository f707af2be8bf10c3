import type { Run } from './run-once.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/**
 * 10: a cancelled run ends by itself before the runner kills it. Only a change that is under way is waited
 * for, since giving it up would leave its outcome unknown.
 */
export function judgeEndsByItself(world: SimulatedWorld, { process }: Run): readonly string[] {
  if (process.cancelledAt === undefined || !process.killed) return [];
  const last = world.calls.findLast(({ by }) => by === process.name);
  const waits = last !== undefined && last.method !== 'GET' && last.answered === undefined;
  return waits ? [] : [`${process.name} was cancelled, and went on until it was killed`];
}
