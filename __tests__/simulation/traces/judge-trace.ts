import type { Run } from '../run-once.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { isBrought, madeRoom, writesOf } from '../truth.ts';
import { againstEnd } from './end-guards.ts';
import { againstDeletion, againstPointing, againstTakingBack } from './hostname-guards.ts';
import { QUIET_GUARDS } from './quiet-guards.ts';
import { Seen } from './seen.ts';
import type { Course } from './seen.ts';
import { traceOf } from './trace.ts';
import type { Step } from './trace.ts';
import { againstGoingBack, againstZoneDeletion } from './zone-guards.ts';

/**
 * The guards of the models, by their names there: a step that one of them forbids, by what the run itself had
 * seen, is refused. `__tests__/proof` holds these to be all there are.
 */
export const SHOWN_GUARDS = {
  hostname: [
    ...QUIET_GUARDS,
    'DEPLOYED',
    'BAD_NEWS',
    'IN_PLACE',
    'NAMED',
    'LAST_LOOK',
    'LIST',
    'OLDER',
    'TAKE_BACK',
    'OWN',
    'BY_ID',
    'RESTART',
    'SEEN',
  ],
  zone: [
    'DEPLOYED',
    'GRACE_OVER',
    'BAD_NEWS',
    'KNOWN_BEFORE',
    'UNDER_WAY',
    'FOUND',
    'SAME_UPLOAD',
    'ORDER',
    'LAST_LOOK',
    'READ_AFTER',
    'NOT_REFUSED',
    'WAY_BACK',
    'BY_ID',
    'RESTART',
  ],
} as const;
export type ShownGuard = (typeof SHOWN_GUARDS)['hostname' | 'zone'][number];

/** A trace is accepted only if the guards of the model allow each step by what the run itself had seen. */
export function judgeTrace(world: SimulatedWorld, run: Run): readonly string[] {
  const { name } = run.process;
  return refusedIn(traceOf(world, run), courseOf(world, run)).map(
    ({ step, guard }) => `${name}: ${deedOf(step)}, which the guard ${guard} of the model forbids`,
  );
}

export function refusedIn(
  steps: readonly Step[],
  course: Course,
): readonly { readonly step: Step; readonly guard: ShownGuard }[] {
  return steps.flatMap((step, nth) => {
    const guard = guardAgainst(step, () => new Seen(steps.slice(0, nth), course), course);
    return guard === undefined ? [] : [{ step, guard }];
  });
}

function guardAgainst(step: Step, seen: () => Seen, course: Course): ShownGuard | undefined {
  const perHostname = course.level === 'hostname';
  if (step.kind === 'point') return againstPointing(step, seen(), course);
  if (step.kind === 'end') return againstEnd(step, seen(), course);
  if (step.kind === 'upload') return !perHostname && wasRefused(seen(), course) ? 'NOT_REFUSED' : undefined;
  if (step.kind !== 'delete') return undefined;
  if (course.brings(step.id))
    return perHostname ? againstTakingBack(step, seen(), course) : againstGoingBack(step, seen(), course);
  return perHostname ? againstDeletion(step, seen(), course) : againstZoneDeletion(step, seen(), course);
}

/** It went back from its certificate: what is refused is never uploaded again. */
function wasRefused(seen: Seen, { brings }: Course): boolean {
  const back = seen.all('delete').find(({ id }) => brings(id));
  return back !== undefined && seen.before(back).everRefused;
}

function deedOf(step: Step): string {
  if (step.kind === 'delete') return `deleted ${step.id}`;
  if (step.kind === 'end') return `ended ${step.outcome}`;
  if (step.kind !== 'point') return step.kind;
  return `pointed ${step.rows.map(({ hostname, cert_id: id }) => `${hostname} at ${id}`).join(', ')}`;
}

function courseOf(world: SimulatedWorld, run: Run): Course {
  const { scenario, zone } = world;
  const { name } = run.process;
  // Where nothing was left, a run uploads a second one.
  const uploaded = new Set(
    writesOf(world, name, Infinity).flatMap(({ event }) =>
      event.kind === 'certificate-uploaded' ? [event.certificateId] : [],
    ),
  );
  // What makes room is taken away as an upload is taken back: no hostname may be shown it.
  const brings = (id: string): boolean =>
    uploaded.has(id) || isBrought(world, name, id) || madeRoom(world, name, id);
  const factsOf = (id: string) => zone.certificates.get(id)?.facts;
  const successor = [...zone.certificates.values()].find(({ id }) => brings(id));
  const own = successor?.facts;
  // What is issued follows each other in the order of its uploads.
  const isEarlier = (id: string): boolean =>
    (zone.certificates.get(id)?.createdAt ?? Infinity) < (successor?.createdAt ?? 0);
  return {
    level: scenario.level,
    grace: scenario.grace,
    hostnames: scenario.hostnames,
    partial: scenario.replace || !scenario.enable,
    switchedOn: zone.enabled.at(run.startedAt) === true,
    echo: scenario.echo,
    brings,
    precedes: (id) => {
      const facts = factsOf(id);
      return (
        facts !== undefined &&
        own !== undefined &&
        facts.issuer === own.issuer &&
        facts.x509.subject === own.x509.subject &&
        (scenario.issued === undefined ? facts.notBefore < own.notBefore : isEarlier(id))
      );
    },
    uploadedOn: (id, at) => zone.certificates.get(id)?.uploadedOn.at(at) ?? 0,
    cutShort: run.process.cancelledAt !== undefined,
    goesBack: run.process.rollsBack,
  };
}
