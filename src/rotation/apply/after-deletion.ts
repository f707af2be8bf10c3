import { getCertificate } from '../../cloudflare/certificates.ts';
import { getZoneSwitch } from '../../cloudflare/zones.ts';
import { ActionError } from '../../errors.ts';
import { isLive, type ObservedCertificate } from '../../zone/observed.ts';
import { observeCertificates, observed } from '../../zone/read-lists.ts';
import { waitFor } from '../../zone/wait.ts';
import { haveIssued } from '../issue/issued-successor.ts';
import { askOrigins } from '../observe/ask-origins.ts';
import type { Context } from './apply-context.ts';
import { activated, uploaded } from './bring.ts';

/** How long to try to read the certificate that a deletion relied on. */
const READ_WITHIN = 60_000;

/**
 * Zone level, after each deletion: no lock guards it, so another run may have deleted at the same moment what this
 * one relied on. That is read by its id. Where nothing is live any more, it is uploaded again: its probes did not
 * fail, or nothing would have been deleted.
 *
 * @returns the successor as it is now
 * @throws ActionError `WORLD_CHANGED` if another one serves the zone, none and nobody wants one, or this run has
 *   none that the origin accepts
 */
export async function relyAgain(
  context: Context,
  successor: ObservedCertificate,
): Promise<ObservedCertificate> {
  if (await isThere(context, successor.id)) return successor;
  const { runLog, observation, world } = context;
  const listed = await readAfter(context, 'which certificates the zone has', () =>
    observeCertificates(world.api, observation.zone.id, 'zone'),
  );
  for (const { id } of listed.filter((one) => one.id !== successor.id && isLive(one)))
    if (await isThere(context, id)) throw deleted(successor, `${id} is still there.`);
  const on = await readAfter(context, 'whether the zone is on', () =>
    getZoneSwitch(world.api, observation.zone.id),
  );
  if (!on) throw deleted(successor, 'Origin pulls of the zone are off.');
  const again = await withAnother(context, successor);
  const which = again === context ? 'It was uploaded again.' : 'A fresh one was issued and uploaded.';
  runLog.warn({
    reason: 'UPLOADED_AGAIN',
    sentence: `Somebody else deleted ${successor.id} while this run deleted the previous one, so the zone had no certificate left. ${which}`,
  });
  const { certificate } = await activated(again, await uploaded(again));
  return certificate;
}

/** A fresh one where it is issued, since what was deleted may be the worse for it; else the same. */
async function withAnother(context: Context, successor: ObservedCertificate): Promise<Context> {
  const { runLog, writeRecord, target, world } = context;
  const { issuing } = target;
  // What was taken over without its key an earlier run had issued; the next one finds an empty zone, and issues.
  if (target.successor.key === undefined)
    throw deleted(successor, 'The zone has no certificate left, and its key is gone.');
  const next = issuing === undefined ? target : await haveIssued(target, issuing, world, runLog);
  const refused = (await askOrigins(next, world, runLog)).find(({ verdict }) => verdict.kind === 'refused');
  if (refused !== undefined)
    throw deleted(
      successor,
      `The zone has no certificate left, and the origin ${refused.address} refuses what was to be uploaded. ${refused.verdict.sentence}`,
    );
  if (next === target) return context;
  writeRecord.reissued = next;
  return { ...context, target: next };
}

async function isThere(context: Context, id: string): Promise<boolean> {
  const { observation, world } = context;
  const read = await readAfter(context, `whether ${id} is still there`, () =>
    getCertificate(world.api, observation.zone.id, 'zone', id),
  );
  return read !== undefined && isLive(observed(read));
}

/** A refused or lost answer means nothing: tried until one comes. */
async function readAfter<T>({ runLog, world }: Context, what: string, read: () => Promise<T>): Promise<T> {
  const answer = await waitFor(world, {
    what: `an answer after the deletion: ${what}`,
    atMost: READ_WITHIN,
    refusals: 'no-news',
    say: runLog.say,
    look: async () => ({ done: true, value: { read: await read() } }),
  });
  if (answer !== undefined) return answer.read;
  throw new ActionError('API_UNREACHABLE', {
    happened: `The previous certificate was deleted, but afterwards this could not be read: ${what}.`,
    remedy: 'Run again: the next run checks, and uploads the new certificate again if it is gone.',
  });
}

function deleted({ id }: ObservedCertificate, what: string): ActionError {
  return new ActionError('WORLD_CHANGED', {
    happened: `Somebody else deleted the new certificate ${id} while this run deleted the previous one. ${what}`,
    remedy: 'Find out who else changes origin pulls of this zone, then run again.',
  });
}
