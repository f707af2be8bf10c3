import type { Phase, PhaseName } from '../../zone/result-parts.ts';
import { counted, seconds } from '../../zone/words.ts';
import { BATCH } from '../apply/cut-over.ts';
import type { RotationPlan } from '../plan/plan.ts';
import type { Target } from '../target.ts';

/** What a dry run says it would do: the plan's steps in the order in which apply takes them. */
export function plannedPhases(target: Target, plan: RotationPlan, now: number): readonly Phase[] {
  const steps: [PhaseName, string][] = [];
  const step = (when: boolean, name: PhaseName, detail: string): void =>
    void (when && steps.push([name, detail]));
  const probed = target.policy.probes.urls.length > 0;
  const waiting = plan.moves.filter((move) => !move.pointed && move.hostname !== plan.canary);
  step(
    plan.discard !== undefined,
    'delete',
    `remove ${plan.discard?.id ?? ''}, ${plan.discard?.id === target.orphan?.id ? 'which an earlier run left unused' : 'a copy whose deployment timed out'}`,
  );
  const issued = plan.adopt === undefined && target.issuing !== undefined;
  step(issued, 'issue', 'make a key and get a certificate for it');
  step(plan.adopt === undefined, 'upload', 'upload the certificate');
  step(plan.adopt?.status !== 'active', 'activate', 'wait until it is active');
  step(plan.switchOn, 'switch-on', 'switch origin pulls on for the zone');
  step(plan.canary !== undefined, 'canary', `point ${plan.canary ?? ''} at it first, and probe it`);
  step(
    waiting.length > 0,
    'associate',
    `point ${waiting.map((move) => move.hostname).join(', ')} at it${waiting.length > BATCH ? `, ${BATCH} at a time` : ''}`,
  );
  step(probed, 'probe', `probe ${counted(target.policy.probes.urls.length, 'URL')} through Cloudflare`);
  step(plan.remove.length > 0, 'grace', `wait ${seconds(target.policy.gracePeriod)} (grace period)`);
  step(plan.remove.length > 0, 'observe-again', 'check everything again');
  step(plan.remove.length > 0, 'delete', `delete ${plan.remove.map(({ id }) => id).join(', ')}`);
  return steps.map(([name, detail]) => ({ name, startedAt: now, endedAt: now, outcome: 'planned', detail }));
}
