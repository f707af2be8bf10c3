import type { SentCall, SimulatedWorld, Write } from './simulated-world.ts';
import { liveCertificates } from './truth.ts';

/**
 * A zone certificate that appeared during the run stops its deletions: somebody else is at work, and means
 * something by it. What counts is what the last look at the list showed, and the first did not.
 */
export function judgeStranger(world: SimulatedWorld, { event, by, at }: Write): readonly string[] {
  if (by === 'a person' || event.kind !== 'certificate-deleted' || event.level !== 'zone') return [];
  const brings = world.brings.get(by);
  if (world.zone.certificates.get(event.certificateId)?.facts.fingerprint === brings) return [];
  const looks = world.calls.filter((call) => call.by === by && call.at <= at && isList(call));
  const [first, last] = [looks.at(0), looks.at(-1)];
  if (first === undefined || last === undefined) return [];
  const stranger = liveCertificates(world, 'zone', at).find(
    ({ id, facts }) =>
      facts.fingerprint !== brings && first.answered?.includes(id) === false && last.answered?.includes(id),
  );
  return stranger === undefined
    ? []
    : [`${by} deleted ${event.certificateId}, although ${stranger.id} had appeared meanwhile`];
}

function isList({ method, path, answered }: SentCall): boolean {
  return (
    method === 'GET' && path.endsWith('/origin_tls_client_auth') && answered?.startsWith('200 ') === true
  );
}
