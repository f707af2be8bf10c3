import type { Run } from './run-once.ts';
import type { SimulatedWorld, Write } from './simulated-world.ts';
import { isBrought, rowOf, stateAt, writesOf } from './truth.ts';

/** 10: after a cancel no mutation but the one that takes bad news back; and amid bad news that one is made. */
export function judgeCancel(world: SimulatedWorld, run: Run, alone: boolean): readonly string[] {
  const { cancelledAt, name, rollsBack } = run.process;
  if (cancelledAt === undefined) return [];
  const late = world.calls.filter(
    ({ by, at, method }) => by === name && at > cancelledAt && method !== 'GET',
  );
  const endpoints = new Set(late.map(({ method, path }) => `${method} ${path}`));
  if (late.length > 0 && !rollsBack)
    return [`${name} sent ${late[0]?.method ?? ''} after the cancel, without bad news`];
  if (endpoints.size > 1) return [`${name} sent ${[...endpoints].join(', ')} after the cancel`];
  return alone ? notRestored(world, run, cancelledAt) : [];
}

/** Whether the run ended amid bad news without the one call that restores, though there was a place to go back to. */
function notRestored(world: SimulatedWorld, run: Run, cancelledAt: number): readonly string[] {
  const { name, killed, rollsBackAt, shut } = run.process;
  if (rollsBackAt === undefined || killed || run.result === undefined) return [];
  // Told to stay away, it may not even send that one.
  if (shut.until > cancelledAt) return [];
  const sent = world.calls.some(({ by, at, method }) => by === name && at >= rollsBackAt && method !== 'GET');
  const why = sent ? undefined : standsWrong(world, run, cancelledAt);
  return why === undefined ? [] : [`${name} was cancelled amid bad news, and ${why}`];
}

/** What the run has put in force and could have taken back; undefined: nothing. */
function standsWrong(world: SimulatedWorld, run: Run, at: number): string | undefined {
  const { name } = run.process;
  const began = stateAt(world, run.startedAt);
  const own = writesOf(world, name, at);
  if (wasIllBefore(world, run, own)) return undefined;
  const isGood = (id: string): boolean => world.zone.certificates.get(id)?.status.at(at) === 'active';
  if (world.scenario.level === 'hostname') {
    const left = world.scenario.hostnames.filter((hostname) => {
      const [row, former] = [rowOf(world, hostname, at), began.rows.get(hostname)];
      if (row === undefined || !isBrought(world, name, row.certificateId)) return false;
      const moved = own.some(({ event }) => event.kind === 'association-set' && event.hostname === hostname);
      return moved && (former === undefined || isGood(former.certificateId));
    });
    return left.length === 0 ? undefined : `left ${left.join(', ')} on the new certificate`;
  }
  if (own.some(({ event }) => event.kind === 'setting-set'))
    return world.zone.enabled.at(at) === true ? 'left the zone switched on' : undefined;
  const uploaded = own.find(({ event }) => event.kind === 'certificate-uploaded');
  const others = [...began.live].filter((id) => isGood(id) && !isBrought(world, name, id));
  // Nobody was seen to be refused where its deployment timed out: then nothing is deleted unread.
  const refused = world.visits.some(
    (one) => one.by === name && one.at >= (uploaded?.at ?? at) && !one.passed,
  );
  const stands = refused && wasActive(world, uploaded, at) && began.switchOn && others.length > 0;
  return stands ? 'left the new certificate in the zone' : undefined;
}

/** An upload that never became active turned nobody away, whatever the run was told of it. */
function wasActive({ zone }: SimulatedWorld, upload: Write | undefined, until: number): boolean {
  if (upload?.event.kind !== 'certificate-uploaded') return false;
  const { entries = [] } = zone.certificates.get(upload.event.certificateId)?.status ?? {};
  return entries.some(({ at, value }) => at <= until && value === 'active');
}

/** Going back to what failed before would mend nothing. */
function wasIllBefore(world: SimulatedWorld, run: Run, own: readonly Write[]): boolean {
  const first = own[0]?.at ?? Number.POSITIVE_INFINITY;
  const { name } = run.process;
  return world.visits.some(
    ({ by, at, passed }) => by === name && at >= run.startedAt && at <= first && !passed,
  );
}
