import { getCertificate } from '../../cloudflare/certificates.ts';
import { isDeploying } from '../../cloudflare/shapes.ts';
import { ActionError } from '../../errors.ts';
import { isLive, newest, type ObservedCertificate } from '../../zone/observed.ts';
import { observeCertificates } from '../../zone/read-lists.ts';
import type { Context } from './apply-context.ts';
import { changedByOthers, readSteady, stillActive, type PreDeleteCheck } from './pre-delete-check.ts';

/** Both reads, and the deletion that rests on them. */
const LOOK_AND_DELETE = 3;

/**
 * Zone level: observes again right before a delete. Nothing may have changed except what this run changed itself.
 *
 * @param proven the origin was seen to be served with the successor: then the order of uploads does not matter
 * @throws ActionError `WORLD_CHANGED` if somebody else changed something; nothing was deleted then
 */
export async function checkZoneAgain(
  context: Context,
  successor: ObservedCertificate,
  proven: boolean,
): Promise<PreDeleteCheck> {
  const { observation, world } = context;
  const { id: zoneId } = observation.zone;
  const [listed, now] = await readSteady(
    context,
    LOOK_AND_DELETE,
    () =>
      Promise.all([
        observeCertificates(world.api, zoneId, 'zone'),
        getCertificate(world.api, zoneId, 'zone', successor.id),
      ]),
    ([, read]) => isDeploying(read?.status),
  );
  const current = stillActive(context, successor, now);
  const certificates = [...listed.filter((one) => one.id !== successor.id), current];
  assertStillLast(context, current, certificates, proven);
  return { certificates, inUse: new Map(), unquiet: [], unlisted: undefined };
}

/** With proof of service, what is not older is superseded nevertheless. */
function assertStillLast(
  context: Context,
  successor: ObservedCertificate,
  certificates: readonly ObservedCertificate[],
  proven: boolean,
): void {
  const ids = new Set(context.plan.remove.map((certificate) => certificate.id));
  const named = new Set(context.plan.spared.map(({ certificate }) => certificate.id));
  const stranger = certificates.find(
    (one) => isLive(one) && one.id !== successor.id && !ids.has(one.id) && !named.has(one.id),
  );
  if (stranger !== undefined)
    throw changedByOthers(`A certificate that was not there before, ${stranger.id}, appeared.`);
  if (proven) return;
  const first = newest(certificates);
  if (first === undefined) throw orderUnknown(certificates);
  if (first.id !== successor.id) {
    throw changedByOthers(
      `${successor.id} is not the newest certificate of the zone, so Cloudflare may be using another.`,
    );
  }
  const late = certificates.find(({ id, status }) => status === 'active' && wasUnderWay(context, id));
  if (late !== undefined && late.id !== successor.id) {
    throw changedByOthers(
      `${late.id} became active only during the run, so Cloudflare may be using it, though it was uploaded earlier.`,
    );
  }
}

/** Dates are missing, or the same: nobody need have changed anything. */
function orderUnknown(certificates: readonly ObservedCertificate[]): ActionError {
  const live = certificates.filter(isLive).map(({ id }) => id);
  return new ActionError('VERIFICATION_FAILED', {
    happened: `Which of ${live.join(', ')} Cloudflare uses could not be seen: their dates of upload are the same, or could not be read.`,
    remedy:
      'Let the origin name the certificate in a response header, give that as `probe-echo-header`, and run again. Or delete the others by id, once you know that they are not used.',
  });
}

/**
 * Cloudflare uses what was deployed last, and dates tell only the order of uploads. What was on its way
 * when this run uploaded was waited for; what had timed out may come through at any time.
 */
function wasUnderWay({ writeRecord, observation }: Context, id: string): boolean {
  const before = observation.certificates.find((one) => one.id === id)?.status;
  if (before === undefined || before === 'active') return false;
  const timedOut = before === 'deployment_timed_out' || writeRecord.timedOut.has(id);
  return writeRecord.uploaded === undefined || timedOut;
}
