import { ActionError } from '../../errors.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import { mayLag } from '../../zone/quiet.ts';
import { observeCertificates } from '../../zone/read-lists.ts';
import { plan } from '../plan/make-plan.ts';
import { untilActive, untilOthersSettle } from './activation.ts';
import type { Context } from './apply-context.ts';
import { discardOrphan, discard } from './discard-orphan.ts';
import { upload, type Brought } from './upload.ts';
import { readWatched } from './watch.ts';

/** The successor at Cloudflare, and active. */
export interface Standing {
  /** With the plan that applies from here on. */
  readonly context: Context;
  readonly successor: ObservedCertificate;
  /** It was so before this run. */
  readonly wasActive: boolean;
  /** Monotonic milliseconds at which the run began to work. */
  readonly seenAt: number;
}

/**
 * upload or adopt ▶ wait active
 *
 * @throws RollbackRequired, ActionError like the phases that follow
 */
export async function bring(context: Context): Promise<Standing> {
  const { observation, plan: decided, runLog, writeRecord, inZone, target, world } = context;
  const seenAt = world.clock.monotonic();
  // A pending certificate that is adopted may come into force at any moment.
  if (observation.level === 'zone' && observation.switchOn && decided.adopt !== undefined)
    writeRecord.cutOverAt = seenAt;
  if (decided.discard !== undefined)
    await (decided.discard.id === target.orphan?.id ? discardOrphan : discard)(context, decided.discard);
  if (decided.adopt === undefined) await untilOthersSettle(context);
  else runLog.skip('upload', `already there as ${decided.adopt.id}; taken over`);
  const first =
    decided.adopt === undefined ? await uploaded(context) : { certificate: decided.adopt, found: false };
  writeRecord.successor = first.certificate.id;
  if (decided.adopt !== undefined && !wasInForce(context)) writeRecord.adopted = decided.adopt.id;
  inZone.done('upload');
  const wasActive = decided.adopt?.status === 'active';
  const { certificate: successor, found } = wasActive ? first : await activated(context, first);
  const further = found ? await planAgain(context, successor) : context;
  return { context: further, successor, wasActive, seenAt };
}

/**
 * What was in force for the zone before is not this run's to take back, whatever its probes meet; what edges may not
 * present yet was not.
 */
function wasInForce({ observation, plan: { adopt, switchOn }, target }: Context): boolean {
  if (observation.level === 'hostname' || !observation.switchOn || switchOn) return false;
  const isYoung = mayLag(adopt?.uploadedOn, target.policy.activationTimeout, observation.at);
  return adopt?.status === 'active' && !isYoung;
}

export async function uploaded(context: Context): Promise<Brought> {
  const { runLog, writeRecord } = context;
  const brought = await runLog.phase(
    'upload',
    () => upload(context),
    ({ certificate: { id } }) =>
      writeRecord.uploaded === id ? `uploaded as ${id}` : `found as ${id}; taken over`,
  );
  writeRecord.successor = brought.certificate.id;
  return brought;
}

/** A copy that was accepted while the same certificate was being deleted may go with it: it is sent again. */
export async function activated(context: Context, first: Brought): Promise<Brought> {
  const wait = ({ certificate }: Brought): Promise<ObservedCertificate | 'died'> =>
    context.runLog.phase(
      'activate',
      () => untilActive(context, certificate),
      (now) =>
        now === 'died'
          ? `${certificate.id} was deleted along with its earlier upload`
          : `${certificate.id} is active`,
    );
  const active = await wait(first);
  if (active !== 'died') return { ...first, certificate: active };
  const again = await uploaded(context);
  const second = await wait(again);
  if (second !== 'died') return { ...again, certificate: second };
  throw new ActionError('ACTIVATION_FAILED', {
    happened: `Cloudflare accepted the new certificate twice, and deleted it because of a request from before this run.`,
    remedy: 'Nothing else was changed. Run again in a few minutes, or issue a fresh certificate.',
  });
}

/**
 * Zone level: a successor that was only found was not uploaded after the others, so another one may have been
 * deployed since. What it replaces is decided as if it had been there at the first look.
 */
async function planAgain(context: Context, found: ObservedCertificate): Promise<Context> {
  const { observation, target, world, writeRecord, plan: before } = context;
  if (observation.level !== 'zone') return context;
  const listed = await readWatched(context, 'the list of certificates', () =>
    observeCertificates(world.api, observation.zone.id, 'zone'),
  );
  const certificates = [...listed.filter(({ id }) => id !== found.id), found];
  const seen = { ...observation, certificates };
  const decided = plan(target, seen, world.api.serverNow());
  // Found after a lost answer, it is this run's own upload all the same.
  const isOwn = writeRecord.uploaded === found.id;
  const foreign = isOwn
    ? ''
    : 'This certificate was already in the zone, uploaded by somebody else or earlier. ';
  if (decided.kind === 'refused')
    throw new ActionError('WORLD_CHANGED', {
      happened: `${foreign}${decided.text.happened}`,
      remedy: decided.text.remedy,
    });
  const { reason } = decided.kind === 'rotate' && !isOwn ? decided : before;
  return { ...context, observation: seen, plan: { ...decided, kind: 'rotate', reason, adopt: found } };
}
