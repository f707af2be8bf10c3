import { rowOf } from './truth.ts';
import type { SimulatedWorld, Write } from './simulated-world.ts';

/** As `rotateOnly` asks for it, and the inputs' own default. */
const SUCCESSES = 5;

/**
 * 2: where a probe is configured, a predecessor goes only once it passed after the cut-over, the last times
 * in a row: answers of the origin itself, which names the successor where it names any.
 */
export function judgeVerified(world: SimulatedWorld, write: Write): readonly string[] {
  const { scenario, visits, writes, zone } = world;
  const { event, by, at } = write;
  if (!scenario.probed || event.kind !== 'certificate-deleted' || by === 'a person') return [];
  if (!isPresented(world, at)) return [];
  const brings = world.brings.get(by);
  if (zone.certificates.get(event.certificateId)?.facts.fingerprint === brings) return [];
  const cutOver = writes.findLast((one) => one.by === by && one.at < at && CUTS_OVER.has(one.event.kind));
  const last = visits
    .filter((visit) => visit.by === by && visit.at <= at && visit.at >= (cutOver?.at ?? 0))
    .slice(-SUCCESSES);
  const successor = [...zone.certificates.values()].find(({ facts }) => facts.fingerprint === brings);
  const serial = scenario.echo ? successor?.facts.serialHex : undefined;
  const passed = last.filter((visit) => visit.letIn && (serial === undefined || visit.serial === serial));
  return passed.length === SUCCESSES
    ? []
    : [
        `${by} deleted ${event.certificateId}, though ${passed.length} of its last ${SUCCESSES} probes had passed`,
      ];
}

/** With the zone off, or the hostname, and to stay so, no probe shows anything of the successor. */
export function isPresented(world: SimulatedWorld, at: number): boolean {
  const { scenario, zone } = world;
  const [first = ''] = scenario.hostnames;
  return scenario.level === 'zone' ? zone.enabled.at(at) === true : rowOf(world, first, at)?.enabled === true;
}

const CUTS_OVER: ReadonlySet<string> = new Set([
  'certificate-uploaded',
  'certificate-revived',
  'association-set',
  'setting-set',
]);
