import type { SentCall, SimulatedWorld } from './simulated-world.ts';
import { isReferredTo } from './truth.ts';

/**
 * 3: nobody is asked to delete a certificate that a hostname refers to, whether or not Cloudflare would
 * refuse it. Where the token may not read the list of associations, trying is the only way to find out.
 */
export function judgeInUse(world: SimulatedWorld, name: string): readonly string[] {
  const { zone } = world;
  const own = world.calls.filter(({ by }) => by === name);
  return own.flatMap((call, index) => {
    const id = call.path.split('/').at(-1) ?? '';
    const { facts, level } = zone.certificates.get(id) ?? {};
    if (call.method !== 'DELETE' || level !== 'hostname' || facts?.fingerprint === world.brings.get(name))
      return [];
    const looked = own.slice(0, index).findLast(isList);
    return looked?.answered?.includes(`"cert_id":"${id}"`) === true && isReferredTo(world, id, call.at)
      ? [`${name} asked for the deletion of ${id}, which a hostname refers to`]
      : [];
  });
}

function isList({ method, path }: SentCall): boolean {
  return method === 'GET' && /\/hostnames\?/u.test(path);
}
