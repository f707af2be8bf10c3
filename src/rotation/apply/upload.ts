import { ApiError, hasCode, type Outcome } from '../../cloudflare/api-error.ts';
import { uploadCertificate, type Certificate } from '../../cloudflare/certificates.ts';
import { isTombstone } from '../../cloudflare/shapes.ts';
import { ActionError } from '../../errors.ts';
import { findByFingerprint, type ObservedCertificate } from '../../zone/observed.ts';
import { observeCertificates, observed } from '../../zone/read-lists.ts';
import { assertRunning, isUnread, type Look } from '../../zone/wait.ts';
import type { Context } from './apply-context.ts';
import { explainRefusal } from './explain-refusal.ts';
import { watchFor } from './watch.ts';

/** A lost upload may be applied a minute later, and the list lags by another minute. */
const SETTLE = 150_000;
/** A request that the API has answered is no longer under way: only the list lags. */
const ANSWERED = 75_000;
/**
 * A token without the permission, and a proxy that lets no upload through, are told so within two minutes. Where
 * the first upload was applied and the list does not show it yet, the second finds that it exists; after the
 * second, the list has had time to show either.
 */
const REFUSED = { first: 50_000, again: 65_000 };
/** Long enough for a lagging list to show a copy, and for a tombstone to disappear. */
const ADOPT = 90_000;
const TOMBSTONE = 15_000;
const ATTEMPTS = 6;

export interface Brought {
  readonly certificate: ObservedCertificate;
  /** It was only found there: when it was deployed is not known. */
  readonly found: boolean;
}

/**
 * Brings the successor to Cloudflare, or finds it there. A lost answer is settled by reading before anything is
 * sent again, and 1406 means that it is there.
 *
 * @throws ActionError `UPLOAD_AMBIGUOUS` if reading cannot settle it, ApiError where it is refused
 */
export async function upload(context: Context): Promise<Brought> {
  const { target, observation, world, runLog, writeRecord } = context;
  const { leaf, key } = target.successor;
  if (key === undefined)
    throw new ActionError('WORLD_CHANGED', {
      happened: 'The certificate that an earlier run left behind no longer exists, and its key is gone.',
      remedy: 'Run again: the next run issues a new one.',
    });
  const body = { certificate: leaf.pem, privateKey: key.pem() };
  // At zone level the upload itself is the cut-over, unless the zone is switched off.
  const cutsOver = observation.level === 'zone' && observation.switchOn;
  let doubted = false;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    assertRunning(world);
    if (cutsOver) writeRecord.cutOverAt ??= world.clock.monotonic();
    const outcome = checked(
      context,
      await uploadCertificate(world.api, observation.zone.id, target.level, body),
    );
    if (outcome.kind === 'applied') {
      writeRecord.uploaded = outcome.value.id;
      writeRecord.uploadUnsettled = false;
      // What was sent is more reliable than the answer, which may leave the certificate out.
      return { certificate: { ...observed(outcome.value), leaf }, found: false };
    }
    if (outcome.kind === 'ambiguous') {
      const { cause } = outcome.error;
      const refusal = cause instanceof ApiError && isRefusal(cause) ? cause : undefined;
      // Such an answer may come by chance, also for what was done; the second time it is most likely meant.
      const isDoubtful = refusal !== undefined && refusal.code !== 'API_UNREACHABLE';
      const again = isDoubtful && doubted;
      doubted ||= isDoubtful;
      writeRecord.uploadUnsettled = true;
      const words = cause === undefined ? outcome.error : refusal;
      const told = words?.happened.replace(/\.$/u, '') ?? 'the answer to the upload was lost';
      runLog.say(
        again
          ? 'the upload was refused once more; checking whether it was applied anyway'
          : `${told}; checking whether it was applied before anything is sent again`,
      );
      const answered = isDoubtful ? REFUSED[again ? 'again' : 'first'] : ANSWERED;
      const found = await find(context, refusal === undefined ? SETTLE : answered);
      if (found !== undefined) return takeOver(context, found);
      if (refusal !== undefined && again) {
        writeRecord.uploadUnsettled = false;
        throw refusal;
      }
      continue;
    }
    if (!hasCode(outcome.error, 1406)) throw await explainRefusal(context, outcome.error);
    runLog.say('Cloudflare says that this certificate already exists in the zone; looking for it');
    const found = await find(context, attempt % 2 === 1 ? TOMBSTONE : ADOPT);
    if (found !== undefined) return takeOver(context, found);
  }
  throw unsettled('its list does not show it.');
}

/** By the API, or by a proxy that would not let it through; not an answer that nobody could give or read. */
function isRefusal({ code, readable, status }: ApiError): boolean {
  return code === 'API_REFUSED' || (readable && status < 500);
}

/** An answer that shows another certificate than the one sent is not the answer to this upload. */
function checked({ target, observation }: Context, outcome: Outcome<Certificate>): Outcome<Certificate> {
  if (outcome.kind !== 'applied') return outcome;
  const { id, leaf } = observed(outcome.value);
  const shown = leaf ?? observation.certificates.find((one) => one.id === id)?.leaf;
  if (shown === undefined || shown.fingerprint === target.successor.leaf.fingerprint) return outcome;
  const error = new ActionError('UPLOAD_AMBIGUOUS', {
    happened: `The answer to the upload shows another certificate, ${id}.`,
    remedy: 'Run again in a few minutes: an upload that succeeded is then found and used.',
  });
  return { kind: 'ambiguous', error };
}

function unsettled(why: string, cause?: ActionError): ActionError {
  return new ActionError(
    'UPLOAD_AMBIGUOUS',
    {
      happened: `It is not clear whether Cloudflare has the new certificate: uploads got no clear answer, and ${why}`,
      remedy: 'Run again in a few minutes: an upload that succeeded is then found and used.',
    },
    { cause },
  );
}

/**
 * A copy that turned up after a lost answer of ours counts as uploaded by this run; also under the id of one
 * that was on its way out, or of a stuck one that this run had removed.
 */
function takeOver(context: Context, found: ObservedCertificate): Brought {
  const { writeRecord, observation, plan } = context;
  const known =
    found.id !== plan.discard?.id &&
    observation.certificates.some(({ id, status }) => id === found.id && !isTombstone(status));
  if (writeRecord.uploadUnsettled && !known) writeRecord.uploaded = found.id;
  else writeRecord.adopted = found.id;
  writeRecord.uploadUnsettled = false;
  return { certificate: found, found: true };
}

export const IN_LIST = 'the uploaded certificate to appear in the list';

export async function lookInList({
  target,
  observation,
  world,
}: Context): Promise<Look<ObservedCertificate>> {
  const certificates = await observeCertificates(world.api, observation.zone.id, target.level);
  const copy = findByFingerprint(certificates, target.successor.leaf);
  return copy === undefined ? { done: false, status: 'not in the list' } : { done: true, value: copy };
}

/** @throws ActionError if the list cannot be read: what it does not show may be there */
async function find(context: Context, atMost: number): Promise<ObservedCertificate | undefined> {
  let trouble: ActionError | undefined;
  const found = await watchFor(context, {
    what: IN_LIST,
    atMost,
    say: context.runLog.say,
    refusals: 'no-news',
    look: async () => {
      try {
        const look = await lookInList(context);
        trouble = undefined;
        return look;
      } catch (error) {
        trouble = isUnread(error) ? error : undefined;
        throw error;
      }
    },
  });
  if (found === undefined && trouble !== undefined)
    throw unsettled(`its list cannot be read. ${trouble.happened}`, trouble);
  return found;
}
