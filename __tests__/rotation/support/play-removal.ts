import { ActionError } from '../../../src/errors.ts';
import { mayGo, type InForce } from '../../../src/rotation/apply/apply.ts';
import { removeAtZoneLevel } from '../../../src/rotation/apply/remove-at-zone-level.ts';
import { tellWhatIsInUse } from '../../../src/rotation/apply/remove-one.ts';
import { removeTogether } from '../../../src/rotation/apply/remove-together.ts';
import type { Verified } from '../../../src/rotation/apply/verify.ts';
import { failure, success, type Step } from '../../cloudflare/support/scripted-api.ts';
import { sceneOf, successor, type Removal } from './scene-of-removal.ts';

export const VERIFIED: Verified = { passed: true, proven: false, sentence: '' };
/** Each delete is accepted, and took effect at once. */
export const REMOVED: Step = ({ method }) => (method === 'DELETE' ? success({}) : failure(404, 1551));
export const DELETED = { fate: 'deleted', why: 'Deleted, and confirmed by reading again.' };

export interface Play extends Removal {
  readonly verified?: Verified;
  readonly graceIsOver?: boolean;
  readonly cancelled?: boolean;
}

/** What a target replaces, as if it were the only one of its zone. */
export async function remove(inForce: InForce): Promise<void> {
  const { context } = inForce;
  const { world } = context;
  if (context.target.level === 'zone') {
    await removeAtZoneLevel(inForce);
    return;
  }
  const failed = new Map<InForce, ActionError>();
  const departures = mayGo(inForce).map((certificate) => ({ certificate, by: [inForce] as const }));
  const since = world.clock.monotonic();
  await removeTogether(departures, { world, since, failed, over: () => undefined });
  const error = failed.get(inForce);
  if (error !== undefined) throw error;
  tellWhatIsInUse(context);
}

/** Removes predecessors, a minute after the run began. */
export async function play({ verified = VERIFIED, graceIsOver = true, cancelled = false, ...removal }: Play) {
  const { context, script, runLog, calls } = sceneOf(removal);
  await script.time.until(script.time.sleep(60_000));
  if (cancelled) script.stop.abort();
  const work = remove({ context, successor, verified, verifiedAt: script.time.now(), graceIsOver }).then(
    () => undefined,
    (error: unknown) => (error instanceof ActionError ? error.code : 'no error of ours'),
  );
  const error = await script.time.until(work);
  const { fates, deleteSent, seenInForce } = context.writeRecord;
  return {
    error,
    fates: Object.fromEntries(fates),
    writeRecord: { deleteSent, seenInForce },
    calls: calls(),
    phases: runLog.phases().map(({ name, outcome, detail }) => `${name} ${outcome}: ${detail}`),
    warnings: runLog.warnings(),
    time: script.time.now(),
  };
}
