import type { CertificateRecord } from '../../sandbox/model/index.ts';
import { pairOf } from './cast.ts';
import type { Cast, Part } from './cast.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { activeSince, copiesOf, isReferredTo, liveCertificates, rowOf } from './truth.ts';

/** Why the goal is not reached: the part's certificate in force, and nothing of its lineage left behind. Undefined: it is. */
export function whyNotThere(world: SimulatedWorld, cast: Cast, part: Part): string | undefined {
  const { fingerprint } = pairOf(cast, part, world.scenario.successor);
  return whyNotInForce(world, fingerprint, part) ?? whatIsLeft(world, cast, part);
}

/** In force by what the API shows; nobody can see more than that from outside. */
export function whyNotInForce(
  world: SimulatedWorld,
  fingerprint: string | undefined,
  part: string,
): string | undefined {
  const { scenario, time, zone } = world;
  const [copy] = copiesOf(world, fingerprint ?? '', time.now);
  if (copy === undefined) return `the ${part} is not there`;
  if (activeSince(copy, time.now) === undefined) return `the ${part} is not active`;
  if (scenario.level === 'zone') {
    const newer = newerThan(world, copy);
    if (newer !== undefined) return `${newer.id} is newer than the ${part}`;
    const isOn = !scenario.enable || zone.enabled.at(time.now) === true;
    return isOn ? undefined : 'the zone is not switched on';
  }
  const left = scenario.hostnames.filter((hostname) => {
    const row = rowOf(world, hostname, time.now);
    // Without `enable` what is off stays off, and what has no association gets none.
    if (!scenario.enable && (row === undefined || row.enabled === null)) return false;
    const keeps = scenario.replace || !scenario.enable;
    return row?.certificateId !== copy.id || (!keeps && row.enabled !== true);
  });
  return left.length === 0 ? undefined : `${left.join(', ')} is not on the ${part}`;
}

/** A live zone certificate that is not older by `uploaded_on`, as the API shows dates. */
export function newerThan(world: SimulatedWorld, copy: CertificateRecord): CertificateRecord | undefined {
  const { now } = world.time;
  const digits = world.model.variants().fractionDigits;
  const step = digits === 0 ? 1000 : 1;
  const date = (one: CertificateRecord): number =>
    Math.floor((one.uploadedOn.at(now) ?? one.createdAt) / step);
  return liveCertificates(world, copy.level, now).find(
    (other) => other.id !== copy.id && isUsable(other, now) && date(other) >= date(copy),
  );
}

/** Half-deleted ones are named, never used or deleted again unasked. */
function isUsable(certificate: CertificateRecord, now: number): boolean {
  return certificate.status.at(now) !== 'deletion_timed_out';
}

/** Uploaded so shortly before that it may have been deployed later: it is named, and left alone. */
const DEPLOYMENT_MAY_TAKE = 600_000;

export function isOrderUnknown(
  other: CertificateRecord,
  copy: CertificateRecord | undefined,
  now: number,
): boolean {
  const date = (one: CertificateRecord): number => one.uploadedOn.at(now) ?? one.createdAt;
  return copy !== undefined && date(copy) - date(other) < DEPLOYMENT_MAY_TAKE;
}

function whatIsLeft(world: SimulatedWorld, cast: Cast, part: Part): string | undefined {
  const { scenario, time } = world;
  if (!scenario.deletePrevious) return undefined;
  // Without a list nobody knows who else is on what: predecessors are kept and named.
  if (scenario.level === 'hostname' && world.model.variants().associationList !== 'available')
    return undefined;
  // Where no hostname gets the successor, it replaces nothing.
  if (scenario.level === 'hostname' && !scenario.enable && !isUsed(world)) return undefined;
  const pair = pairOf(cast, part, scenario.successor);
  const ours = new Set(
    scenario.successor === 'same-issuer' ? [cast.stale, cast.predecessor].map((one) => one.fingerprint) : [],
  );
  const [copy] = copiesOf(world, pair.fingerprint, time.now);
  const left = liveCertificates(world, scenario.level, time.now).filter((one) => {
    if (one.facts.fingerprint === pair.fingerprint || !isUsable(one, time.now)) return false;
    if (scenario.level === 'zone') return !isOrderUnknown(one, copy, time.now);
    return ours.has(one.facts.fingerprint) && !isReferredTo(world, one.id, time.now);
  });
  return left.length === 0 ? undefined : `${left.map(({ id }) => id).join(', ')} is left behind`;
}

function isUsed(world: SimulatedWorld): boolean {
  const { scenario, time } = world;
  return scenario.hostnames.some((hostname) => {
    const row = rowOf(world, hostname, time.now);
    return row !== undefined && row.enabled !== null;
  });
}
