import type { SimulatedWorld } from './simulated-world.ts';
import { makesRoom } from './truth.ts';

/** The point of no return: once a predecessor was deleted, a run takes nothing back that it had put in force. */
export function judgeNoReturn(world: SimulatedWorld, name: string): readonly string[] {
  const { zone, calls, writes } = world;
  const brings = world.brings.get(name);
  const isOwn = (id: string): boolean => zone.certificates.get(id)?.facts.fingerprint === brings;
  const deleted = writes.find(
    (write) =>
      write.by === name &&
      write.event.kind === 'certificate-deleted' &&
      !isOwn(write.event.certificateId) &&
      !makesRoom(world, write),
  );
  if (deleted === undefined) return [];
  const back = calls.find(
    ({ by, at, method, path }) =>
      by === name &&
      at > deleted.at &&
      (method === 'PUT' || (method === 'DELETE' && isOwn(path.split('/').at(-1) ?? ''))),
  );
  return back === undefined
    ? []
    : [`${name} went back after it had deleted a predecessor: ${back.method} ${back.path}`];
}
