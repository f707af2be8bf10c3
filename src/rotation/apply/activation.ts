import { getCertificate } from '../../cloudflare/certificates.ts';
import { isDeploying } from '../../cloudflare/shapes.ts';
import { ActionError, RollbackRequired } from '../../errors.ts';
import { compareUploads, isLive, uploadedWith, type ObservedCertificate } from '../../zone/observed.ts';
import { IMPRECISION } from '../../zone/quiet.ts';
import { MAY_BE_MISSING, observed, showsAnother } from '../../zone/read-lists.ts';
import { waitFor, type Look } from '../../zone/wait.ts';
import { nameOf, type Context } from './apply-context.ts';
import { watchFor } from './watch.ts';

/** An id that an upload revived may still read as being deleted for up to 45 s (seen live). */
const REVIVAL = 60_000;

/**
 * Polls the certificate by id, since the list lags, until it is `active`.
 *
 * @returns `died` for an upload of this run that was accepted while the same certificate was being deleted, and
 *   went with it
 * @throws RollbackRequired on a terminal status, ActionError `ACTIVATION_TIMED_OUT` when `activation-timeout` has
 *   passed, `WORLD_CHANGED` if somebody deleted it
 */
export async function untilActive(
  context: Context,
  successor: ObservedCertificate,
): Promise<ObservedCertificate | 'died'> {
  const { target, observation, world, runLog, writeRecord } = context;
  const { activationTimeout } = target.policy;
  const began = world.clock.monotonic();
  // A copy that was never seen alive may be what is left of an earlier upload.
  let unborn = writeRecord.uploaded === successor.id;
  const active = await watchFor<ObservedCertificate | 'died'>(context, {
    what: `the ${nameOf(context, successor.id)} to become active`,
    atMost: activationTimeout,
    say: runLog.say,
    justSent: writeRecord.uploaded === successor.id ? 'activation' : undefined,
    look: async () => {
      const read = await getCertificate(world.api, observation.zone.id, target.level, successor.id);
      if (unborn && read?.status === 'deleted') return { done: true, value: 'died' };
      if (unborn && read?.status === 'pending_deletion' && world.clock.monotonic() - began < REVIVAL)
        return { done: false, status: read.rawStatus };
      unborn &&= read === undefined;
      if (read !== undefined && showsAnother(read, successor.leaf))
        throw new ActionError('WORLD_CHANGED', {
          happened: `Cloudflare shows another certificate than the new one under its id, ${successor.id}.`,
          remedy: 'Run again. If that does not help, ask Cloudflare support and name the certificate id.',
        });
      if (read !== undefined) return lookAt(context, { ...observed(read), leaf: successor.leaf });
      if (world.clock.monotonic() - began < MAY_BE_MISSING)
        return { done: false, status: 'not readable yet' };
      throw vanished(context, successor.id, 'can no longer be found');
    },
  });
  if (active !== undefined) {
    if (active !== 'died') writeRecord.active = active.id;
    return active;
  }
  throw new ActionError('ACTIVATION_TIMED_OUT', {
    happened: `The ${nameOf(context, successor.id)} did not become active within \`activation-timeout\`.`,
    remedy: 'Run again: the next run continues with this certificate.',
  });
}

/**
 * Zone level: Cloudflare uses what was deployed last. Uploading while another certificate is still being
 * deployed would leave it to chance which of the two that is, and the dates would not show it.
 *
 * @throws ActionError `ACTIVATION_TIMED_OUT` if that takes longer than `activation-timeout`
 */
export async function untilOthersSettle(context: Context): Promise<void> {
  const { target, observation, world, runLog, writeRecord } = context;
  if (observation.level !== 'zone') return;
  if (target.issuing !== undefined && !target.policy.deletePrevious) await untilDatesTell(context);
  const began = world.clock.monotonic();
  for (const other of observation.certificates.filter(({ status }) => isDeploying(status))) {
    const settled = await waitFor(world, {
      what: `the ${nameOf(context, other.id)}, which somebody else uploaded, to be deployed`,
      atMost: target.policy.activationTimeout,
      say: runLog.say,
      look: async () => {
        const read = await getCertificate(world.api, observation.zone.id, target.level, other.id);
        // The list showed it: what its id does not show yet is still on its way.
        if (read === undefined && world.clock.monotonic() - began < MAY_BE_MISSING)
          return { done: false, status: 'not readable yet' };
        if (read !== undefined && isDeploying(read.status)) return { done: false, status: read.rawStatus };
        if (read?.status === 'deployment_timed_out') writeRecord.timedOut.add(other.id);
        return { done: true, value: true };
      },
    });
    if (settled === true) continue;
    throw new ActionError('ACTIVATION_TIMED_OUT', {
      happened: `The ${nameOf(context, other.id)}, which somebody else uploaded, is still being deployed, so it is not clear which of the two Cloudflare would use.`,
      remedy: 'Nothing was uploaded. Run again once that certificate is active or gone.',
    });
  }
}

/**
 * Where two that stay were uploaded too close to each other to tell which is in force, what is issued to settle that
 * comes late enough: else the next run could not tell either, and would issue another.
 */
async function untilDatesTell({ target, observation, world, runLog }: Context): Promise<void> {
  const { activationTimeout } = target.policy;
  const live = observation.certificates.filter(isLive);
  const [latest] = live.toSorted((one, other) => compareUploads(other, one));
  if (latest?.uploadedOn === undefined || uploadedWith(latest, live, activationTimeout).length === 0) return;
  const from = latest.uploadedOn + activationTimeout + IMPRECISION;
  const left = from - world.api.serverNow();
  if (world.clock.monotonic() + left >= world.deadline()) return;
  await waitFor(world, {
    what: 'the moment from which dates tell the new certificate from the others',
    atMost: left,
    say: runLog.say,
    look: async () => ({ done: false, status: `${latest.id} was uploaded a short while ago` }),
  });
}

const GAVE_UP = {
  deployment_timed_out: 'Cloudflare gave up deploying it.',
  deletion_timed_out: 'Cloudflare gave up deleting its earlier upload, and did not restore it.',
} as const;

function lookAt(context: Context, certificate: ObservedCertificate): Look<ObservedCertificate> {
  switch (certificate.status) {
    case 'active':
      return { done: true, value: certificate };
    case 'initializing':
    case 'pending_deployment':
    case 'unknown':
      return { done: false, status: certificate.rawStatus };
    case 'deployment_timed_out':
    case 'deletion_timed_out':
      throw new RollbackRequired('ACTIVATION_FAILED', {
        happened: `The ${nameOf(context, certificate.id)} ended as \`${certificate.status}\`: ${GAVE_UP[certificate.status]}`,
        remedy: 'Run again; if it happens twice, ask Cloudflare support and name the certificate id.',
      });
    case 'pending_deletion':
    case 'deleted':
      throw vanished(context, certificate.id, `is \`${certificate.status}\``);
  }
}

function vanished(context: Context, id: string, how: string): ActionError {
  context.writeRecord.vanished = true;
  return new ActionError('WORLD_CHANGED', {
    happened: `The ${nameOf(context, id)}, the new one, ${how}: somebody else deleted it during this run.`,
    remedy: 'Find out who else changes origin pulls of this zone, then run again.',
  });
}
