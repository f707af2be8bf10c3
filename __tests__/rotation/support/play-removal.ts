import { ActionError } from '../../../src/errors.ts';
import { removePredecessors } from '../../../src/rotation/apply/remove.ts';
import type { Verified } from '../../../src/rotation/apply/verify.ts';
import { failure, success } from '../../cloudflare/support/scripted-api.ts';
import type { Step } from '../../cloudflare/support/scripted-api.ts';
import { sceneOf, successor } from './scene-of-removal.ts';
import type { Removal } from './scene-of-removal.ts';

export const VERIFIED: Verified = { passed: true, proven: false, sentence: '' };
/** Each delete is accepted, and took effect at once. */
export const REMOVED: Step = ({ method }) => (method === 'DELETE' ? success({}) : failure(404, 1551));
export const DELETED = { fate: 'deleted', why: 'Deleted, and confirmed by reading again.' };

export interface Play extends Removal {
  readonly verified?: Verified;
  readonly graceLeft?: number;
  readonly cancelled?: boolean;
}

/** Removes predecessors, a minute after the run began. */
export async function play({ verified = VERIFIED, graceLeft = 0, cancelled = false, ...removal }: Play) {
  const { context, script, runLog, calls } = sceneOf(removal);
  await script.time.until(script.time.sleep(60_000));
  if (cancelled) script.stop.abort();
  const grace = { left: () => graceLeft, rest: () => Promise.resolve() };
  const work = removePredecessors(context, successor, verified, grace).then(
    () => undefined,
    (error: unknown) => (error instanceof ActionError ? error.code : 'no error of ours'),
  );
  const error = await script.time.until(work);
  const { fates, wrote, deleteSent, seenInForce } = context.writeRecord;
  return {
    error,
    fates: Object.fromEntries(fates),
    writeRecord: { wrote, deleteSent, seenInForce },
    calls: calls(),
    phases: runLog.phases().map(({ name, outcome, detail }) => `${name} ${outcome}: ${detail}`),
    warnings: runLog.warnings(),
    time: script.time.now(),
  };
}
