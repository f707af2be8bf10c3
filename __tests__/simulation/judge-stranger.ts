import { listsRead } from './looks.ts';
import type { SimulatedWorld, Write } from './simulated-world.ts';
import { broughtBy, liveCertificates } from './truth.ts';

/**
 * A zone certificate that appeared during the run stops its deletions: somebody else is at work, and means
 * something by it. What counts is what the last look at the list showed, and the first did not.
 */
export function judgeStranger(world: SimulatedWorld, { event, by, at }: Write): readonly string[] {
  if (by === 'a person' || event.kind !== 'certificate-deleted' || event.level !== 'zone') return [];
  const brings = broughtBy(world, by, at);
  if (world.zone.certificates.get(event.certificateId)?.facts.fingerprint === brings) return [];
  const lists = listsRead(world, by, at);
  const [first, last] = [lists.at(0), lists.at(-1)];
  const stranger = liveCertificates(world, 'zone', at).find(
    ({ id, facts, status }) =>
      facts.fingerprint !== brings &&
      // A deletion that Cloudflare gave up meanwhile: it was there before, and is named, not used.
      status.at(at) !== 'deletion_timed_out' &&
      first?.includes(id) === false &&
      last?.includes(id),
  );
  return stranger === undefined
    ? []
    : [`${by} deleted ${event.certificateId}, although ${stranger.id} had appeared meanwhile`];
}
