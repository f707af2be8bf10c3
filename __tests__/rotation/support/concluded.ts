import { ActionError } from '../../../src/errors.ts';
import { conclude } from '../../../src/rotation/outcome/conclude.ts';
import type { Concluding } from '../../../src/rotation/outcome/failure.ts';
import type { Ending } from '../../../src/rotation/outcome/sentences.ts';
import type { Move, RefusedPlan, RotationPlan } from '../../../src/rotation/plan/plan.ts';
import type { SparedCertificate } from '../../../src/rotation/plan/succession.ts';
import type { TargetResult } from '../../../src/rotation/result.ts';
import { WriteRecord } from '../../../src/rotation/write-record.ts';
import { createRunLog, plainLog } from '../../../src/zone/run-log.ts';
import { tied } from './observed.ts';
import { copy, foreign, former, NOW, planOf, targetOf, zoneSeen } from './planned.ts';

export const error = new ActionError('VERIFICATION_FAILED', {
  happened: 'The probe failed.',
  remedy: 'Mend it.',
});
export const failure = new ActionError('API_REFUSED', { happened: 'Cloudflare refused.', remedy: 'Ask it.' });
export const REFUSED: RefusedPlan = {
  kind: 'refused',
  reason: 'ODD',
  text: { happened: 'It is odd.', remedy: 'Mend it.' },
  warnings: [],
};
export const spared: SparedCertificate = {
  certificate: foreign,
  reason: 'OTHER_LINEAGE',
  why: 'It is foreign.',
};
export const onRequest: SparedCertificate = {
  certificate: former,
  reason: 'KEPT_ON_REQUEST',
  why: 'Asked for.',
};
export const plan = planOf({ remove: [former], spared: [spared] });
export const rotated = (one: RotationPlan = plan): Ending => ({
  kind: 'rotated',
  plan: one,
  successor: copy,
});
export const idle: Ending = {
  kind: 'idle',
  plan: { ...planOf({ spared: [spared] }), kind: 'idle', reason: 'ALREADY_IN_FORCE', adopt: copy },
};
export const stopped = (one: RotationPlan = plan): Ending => ({ kind: 'stopped', plan: one, error });
export const backed = (
  kind: 'restored' | 'one-call' | 'nothing-moved' | 'no-way-back',
  one: RotationPlan = plan,
): Ending => ({
  kind: 'rolled-back',
  plan: one,
  error,
  undone: { kind, sentence: 'So it was undone.' },
});
export const lost: Ending = { kind: 'roll-back-failed', plan, error, failure };

/** The result of a target whose rotation ended so. */
export function concluded(
  ending: Ending,
  sent: Partial<WriteRecord> = {},
  more: Partial<Concluding> = {},
): TargetResult {
  const runLog = createRunLog({ now: () => NOW, monotonic: () => 0, log: plainLog(() => undefined) });
  const writeRecord = Object.assign(new WriteRecord(), sent);
  return conclude({
    target: targetOf(),
    observation: zoneSeen(),
    runLog,
    writeRecord,
    ending,
    now: NOW,
    ...more,
  });
}
export const fates = (fate: 'deleted' | 'delete-unconfirmed' | 'kept' | 'in-use'): Partial<WriteRecord> => ({
  fates: new Map([['old', { fate, why: 'So it went.' }]]),
});
export const move = (hostname: string): Move => ({
  hostname,
  before: tied(hostname, 'old'),
  enabled: true,
  pointed: false,
});
