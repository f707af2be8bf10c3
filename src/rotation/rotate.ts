import { asActionError, RollbackRequired } from '../errors.ts';
import type { ObservedCertificate, ZoneIdentity } from '../zone/observed.ts';
import { noteRows } from '../zone/read-lists.ts';
import { createRunLog, type TargetLog } from '../zone/run-log.ts';
import { assertRunning } from '../zone/wait.ts';
import { counted } from '../zone/words.ts';
import type { World } from '../zone/world.ts';
import type { Context, InZone } from './apply/apply-context.ts';
import { apply, type InForce } from './apply/apply.ts';
import { bring } from './apply/bring.ts';
import { settle } from './issue/settle.ts';
import type { Observation } from './observe/observation.ts';
import { observe } from './observe/observe.ts';
import { conclude, EARLIER_FAILED } from './outcome/conclude.ts';
import type { Ending } from './outcome/sentences.ts';
import { plan } from './plan/make-plan.ts';
import type { Plan, RotationPlan } from './plan/plan.ts';
import type { TargetResult } from './result.ts';
import { refusedInForce } from './roll-back/refused-in-force.ts';
import { rollBack } from './roll-back/roll-back.ts';
import type { Target } from './target.ts';
import { WriteRecord } from './write-record.ts';

export interface RotateOptions {
  readonly dryRun: boolean;
  /** Finds the zone; targets of one zone may share the answer. */
  readonly resolve: (asked: string) => Promise<ZoneIdentity>;
  /** Awaited once, before the first write, so that even a killed run leaves its facts behind. */
  readonly announce?: ((draft: TargetResult) => Promise<void>) | undefined;
  readonly log: TargetLog;
  readonly inZone: InZone;
}

/** How far a target has come by itself. */
export type Halfway =
  | { readonly kind: 'ended'; readonly result: TargetResult }
  | {
      readonly kind: 'in-force';
      readonly inForce: InForce;
      /** Ends it with what came of the deletion of its predecessors, which returns the successor. */
      readonly finish: (deletion: () => Promise<ObservedCertificate>) => Promise<TargetResult>;
    };

/**
 * Brings one target as far as it comes without its zone: observe, plan, apply, and back if that goes wrong. What
 * its successor replaces is still there then.
 * Never throws for what can happen at Cloudflare; the result says how it ended.
 */
export async function putInForce(asked: Target, world: World, options: RotateOptions): Promise<Halfway> {
  const runLog = createRunLog({
    now: () => world.api.serverNow(),
    monotonic: () => world.clock.monotonic(),
    log: options.log,
  });
  const writeRecord = new WriteRecord();
  const { inZone } = options;
  let target = asked;
  let observation: Observation | undefined;
  let watched = false;
  const end = (ending: Ending): TargetResult =>
    conclude({
      target: writeRecord.reissued ?? target,
      observation,
      runLog,
      writeRecord,
      ending,
      now: world.api.serverNow(),
    });
  const ended = (ending: Ending): Halfway => ({ kind: 'ended', result: end(ending) });
  const attempt = async (): Promise<Halfway> => {
    target = asked;
    const observedAt = world.clock.monotonic();
    observation = await runLog.phase(
      'observe',
      async () => observe(target, await options.resolve(target.zone), world, runLog),
      describe,
    );
    if (observation.level === 'hostname') {
      inZone.rows.minds(observation.hostnames, target.policy.gracePeriod);
      noteRows(inZone.rows, observation.associations, observedAt, world);
    }
    let decided: Plan;
    if (target.issuing === undefined) decided = plan(target, observation, world.api.serverNow());
    else {
      const { issuing } = target;
      const settled = await settle(target, issuing, observation, world, runLog, options.dryRun);
      ({ target, observation, decided } = settled);
    }
    // A probe or a look at the origin that a cancel cut short says nothing of the site.
    assertRunning(world);
    decided.warnings.forEach(runLog.warn);
    if (decided.kind === 'refused') return ended({ kind: 'refused', plan: decided });
    if (decided.kind === 'rotate' && !(await inZone.turn('upload')))
      return ended({ kind: 'not-started', why: EARLIER_FAILED });
    if (decided.kind === 'rotate' && options.dryRun) return ended({ kind: 'planned', plan: decided });
    const toDo: RotationPlan =
      decided.kind === 'rotate' ? decided : { ...decided, kind: 'rotate', reason: 'FINISH_EARLIER_RUN' };
    const context = { target, observation, plan: toDo, world, runLog, writeRecord, inZone };
    const announce = async (): Promise<void> =>
      await options.announce?.(end({ kind: 'planned', plan: toDo }));
    const refused = options.dryRun ? 'no' : await refusedInForce(context, observedAt, watched);
    // While it was watched, somebody may have changed what is in force.
    if (refused === 'look again') {
      watched = true;
      return await attempt();
    }
    if (refused !== 'no') {
      await announce();
      return ended(await goBack(context, refused));
    }
    if (decided.kind === 'rotate') {
      await announce();
      return await carryOut(context, end);
    }
    return ended({ kind: 'idle', plan: decided });
  };
  try {
    return await attempt();
  } catch (error) {
    return ended({ kind: 'stopped', plan: undefined, error: asActionError(error) });
  }
}

async function carryOut(first: Context, end: (ending: Ending) => TargetResult): Promise<Halfway> {
  let context = first;
  try {
    const standing = await bring(first);
    ({ context } = standing);
    const inForce = await apply(standing);
    const { plan: decided } = context;
    const finish = async (deletion: () => Promise<ObservedCertificate>): Promise<TargetResult> => {
      try {
        return end({ kind: 'rotated', plan: decided, successor: await deletion() });
      } catch (error) {
        return end(await stop(inForce.context, error));
      }
    };
    return { kind: 'in-force', inForce, finish };
  } catch (error) {
    return { kind: 'ended', result: end(await stop(context, error)) };
  }
}

/** Once a predecessor may be gone there is no way back. */
async function stop(context: Context, error: unknown): Promise<Ending> {
  const cause = asActionError(error);
  return context.writeRecord.deleteSent || !(cause instanceof RollbackRequired)
    ? { kind: 'stopped', plan: context.plan, error: cause }
    : await goBack(context, cause);
}

async function goBack(context: Context, error: RollbackRequired): Promise<Ending> {
  const { plan: decided } = context;
  context.runLog.news('rolling back to what was in force before');
  try {
    return { kind: 'rolled-back', plan: decided, error, undone: await rollBack(context, error) };
  } catch (failure) {
    return { kind: 'roll-back-failed', plan: decided, error, failure: asActionError(failure) };
  }
}

function describe(observation: Observation): string {
  const what = counted(observation.certificates.length, `${observation.level} certificate`);
  return observation.level === 'zone'
    ? `the zone has ${what}; origin pulls are ${observation.switchOn ? 'on' : 'off'}`
    : `the zone has ${what}; ${counted(observation.hostnames.length, 'hostname')} in this target`;
}
