import { createAuthority } from '../../../sandbox/authority/index.ts';
import type { Authority } from '../../../sandbox/authority/index.ts';
import { createRandom, presentedAt } from '../../../sandbox/model/index.ts';
import { readAuthority } from '../../../src/issue/authority.ts';
import { createIssuer } from '../../../src/issue/issue.ts';
import type { Issuing } from '../../../src/issue/issuing.ts';
import type { SignerSettings } from '../../../src/issue/signers/open.ts';
import { rotateAll } from '../../../src/operations/rotate.ts';
import { rotationWorld } from '../../../src/operations/world.ts';
import type { TargetResult } from '../../../src/rotation/result.ts';
import { answersForOpenSsl } from '../../support/trusting.ts';
import { BEGIN } from '../cast.ts';
import type { Cast } from '../cast.ts';
import { runnerClock } from '../clock.ts';
import { FAULTS } from '../faults.ts';
import type { FaultPlan } from '../faults.ts';
import { API, createNetwork } from '../network.ts';
import { Process } from '../process.ts';
import { SimulatedWorld } from '../simulated-world.ts';
import { DAY, drawCourse, dueAt, QUIET, QUIET_DAYS } from './course.ts';
import type { Course, DayPlan } from './course.ts';
import { judgeYear } from './judge-year.ts';
import { fakeSigner } from './signer.ts';
import { issuingOf, targetOf } from './target.ts';

/** Who signs in all years: made once. */
export interface Signers {
  readonly own: Authority;
  readonly stranger: Authority;
  readonly settings: Extract<SignerSettings, { kind: 'authority' }>;
  readonly cast: Cast;
}

/** One daily run. Without a result it was killed. */
export interface Daily {
  readonly at: number;
  readonly plan: DayPlan;
  readonly results: (TargetResult | undefined)[];
}

export interface Year {
  readonly course: Course;
  readonly world: SimulatedWorld;
  readonly days: readonly Daily[];
  readonly problems: readonly string[];
}

/** The authority of the worlds' origin, with its key at hand. */
export async function makeSigners(cast: Cast): Promise<Signers> {
  const life = { notBefore: BEGIN - 900 * DAY, notAfter: BEGIN + 3650 * DAY };
  // Nothing may wait for the system once time is virtual.
  await import('../../../src/issue/certify/index.ts');
  const own = await createAuthority({ subject: 'CN=Origin authority', ...life });
  const stranger = await createAuthority({ subject: 'CN=Origin authority', ...life });
  const names = { certificate: 'certificate', privateKey: 'key', passphrase: 'passphrase' };
  const pasted = { certificate: own.certificate, privateKey: own.privateKey, passphrase: undefined, names };
  const read = readAuthority(pasted, { validity: 100 * DAY, minimumValidity: 7 * DAY }, BEGIN);
  if (read.kind === 'refused') throw new Error(read.findings.map(({ sentence }) => sentence).join(' '));
  const predecessor = await own.issue({
    subject: 'CN=pasted once',
    notBefore: BEGIN - 90 * DAY,
    notAfter: BEGIN + 400 * DAY,
  });
  return {
    own,
    stranger,
    settings: { kind: 'authority', authority: read.authority },
    cast: { ...cast, authority: own.certificate, predecessor },
  };
}

/**
 * A year of daily runs, from a number; nobody does anything.
 * @param every false: of the days on which nothing can be due and nothing goes wrong, one in ten is played
 */
export async function playYear(seed: number, signers: Signers, every = true): Promise<Year> {
  const course = drawCourse(seed);
  const world = new SimulatedWorld(course.scenario, signers.cast);
  // Two places are left in the quota: for what replaces the one in force, and for what was pasted once.
  for (const filler of ['filler 0', 'filler 1']) {
    const id = world.ids.get(filler);
    if (id !== undefined) world.byHand('DELETE', `/hostnames/certificates/${id}`);
  }
  const days: Daily[] = [];
  const issuing = issuingOf(course, signers);
  for (const [day, plan] of course.days.entries()) {
    if (!every && day % 10 !== 0 && isIdle(world, course, days, plan, day)) continue;
    const at = BEGIN + day * DAY;
    if (world.time.now < at) await world.time.pass(at - world.time.now);
    days.push(await playDay(world, course, plan, signers, issuing, day));
  }
  return { course, world, days, problems: judgeYear(world, course, days) };
}

/** The run before had nothing to do, and by the rule neither has this one. */
function isIdle(
  world: SimulatedWorld,
  course: Course,
  days: readonly Daily[],
  plan: DayPlan,
  day: number,
): boolean {
  const [result] = days.at(-1)?.results ?? [];
  if (plan !== QUIET || result?.outcome !== 'unchanged' || day >= course.days.length - QUIET_DAYS)
    return false;
  const [hostname = ''] = course.scenario.hostnames;
  const presented = presentedAt(world.model, world.edges[0], hostname, world.time.now);
  return (
    presented.kind === 'certificate' && dueAt(presented.certificate.facts, course) > BEGIN + (day + 3) * DAY
  );
}

async function playDay(
  world: SimulatedWorld,
  course: Course,
  plan: DayPlan,
  signers: Signers,
  issuing: Issuing,
  day: number,
): Promise<Daily> {
  const at = world.time.now;
  const daily: Daily = { at, plan, results: [] };
  const runs = [startRun(world, course, plan, signers, issuing, `day ${day}`, daily)];
  if (plan.twin !== undefined) {
    await world.time.pass(plan.twin);
    runs.push(
      startRun(world, course, { ...plan, kill: undefined }, signers, issuing, `day ${day}, again`, daily),
    );
  }
  await world.time.runUntil(() => runs.every((run) => run.hasEnded()), 3 * 3_600_000);
  for (const { crash } of runs.map((run) => run.state)) if (crash !== undefined) throw crash;
  return daily;
}

interface Running {
  readonly state: { crash: unknown };
  readonly hasEnded: () => boolean;
}

function startRun(
  world: SimulatedWorld,
  course: Course,
  plan: DayPlan,
  signers: Signers,
  issuing: Issuing,
  name: string,
  daily: Daily,
): Running {
  const ending = plan.kill === undefined ? undefined : ({ kind: 'kill', ...plan.kill } as const);
  const process = new Process(name, faultsOf(plan, course.seed + daily.at), ending);
  const state: Running['state'] & { ended: boolean } = { crash: undefined, ended: false };
  const clock = runnerClock(world);
  const sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    process.whileAlive(world.time.sleep(milliseconds, signal));
  const sign = fakeSigner(world, signers, course.validity, plan.signer);
  const rotation = rotationWorld({
    http: createNetwork(world, process),
    dial: async ({ certificate }) => {
      await process.whileAlive(world.time.sleep(world.latency()));
      return certificate === undefined
        ? { kind: 'tls-refused', alert: 'certificate required', phase: 'after-handshake' }
        : { kind: 'http', status: 200, headers: {}, body: 'hello' };
    },
    issuer: createIssuer({
      runCommand: (command) => process.whileAlive(sign(command)),
      server: {
        connect: () => Promise.reject(new Error('There is no server.')),
        env: {},
        sleep,
        stop: process.stop,
        protect: () => undefined,
      },
      trust: { ask: answersForOpenSsl, clock, sleep },
      protect: () => undefined,
    }),
    clock,
    sleep,
    random: () => world.random.next(),
    stop: process.stop,
    say: (line) => {
      process.says(line, world.time.now);
      world.note(process, `says ${line}`);
    },
    announce: () => Promise.resolve(),
    endsAt: 1_800_000,
    token: 'token',
    baseUrl: API,
  });
  const target = targetOf(course, issuing, world.time.now);
  const work = async (): Promise<void> => {
    try {
      const [result] = await rotateAll([target], rotation, { dryRun: false, onFailure: 'stop' });
      if (process.killed) return;
      process.ended = true;
      state.ended = true;
      daily.results.push(result);
      world.note(process, `ended ${result?.outcome}: ${result?.sentence}`);
    } catch (error) {
      state.crash = error;
    }
  };
  void work();
  return { state, hasEnded: () => state.ended || process.killed || state.crash !== undefined };
}

function faultsOf({ outage, faults }: DayPlan, seed: number): FaultPlan {
  if (outage) return () => 'dns';
  if (faults === 0) return () => undefined;
  const random = createRandom(seed);
  return () => (random.next() < faults ? random.pick(FAULTS) : undefined);
}
