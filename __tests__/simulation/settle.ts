import { judge, presentedAt } from '../../sandbox/model/index.ts';
import { pairOf } from './cast.ts';
import type { Cast, Part } from './cast.ts';
import { isOrderUnknown, newerThan, whyNotThere } from './goal.ts';
import { runOnce } from './run-once.ts';
import type { Run, RunOptions } from './run-once.ts';
import { PLAIN } from './scenario.ts';
import { sentence } from './sentence.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { copiesOf, isReferredTo, liveCertificates, rowOf } from './truth.ts';

export interface Settled {
  readonly runs: readonly Run[];
  readonly problems: readonly string[];
}

/**
 * Liveness: faults stop and people mend what only they can mend; then at most two more runs reach the
 * goal (with `replace`, one for each further certificate that people put hostnames on), and the one after
 * them has nothing to do. Where a run stops and asks for a fresh certificate,
 * the model's truth must justify that, nothing may have been written, and a fresh one must do.
 */
export async function settle(
  world: SimulatedWorld,
  cast: Cast,
  how: Pick<RunOptions, 'staging'>,
): Promise<Settled> {
  mend(world);
  await world.time.pass(5 * 60_000);
  const first = await reach(world, cast, 'successor', how);
  if (first.stopped === undefined) return first;
  const reason = whyFresh(world, cast, first.stopped);
  if (reason !== undefined) return { ...first, problems: [...first.problems, reason] };
  const second = await reach(world, cast, 'fresh', how);
  const again = second.stopped === undefined ? [] : [`a fresh certificate is not enough: ${second.stopped}`];
  return {
    runs: [...first.runs, ...second.runs],
    problems: [...first.problems, ...second.problems, ...again],
  };
}

/** What no run can do: the API behaves again, the origin trusts both, the site is up, the quota has room. */
export function mend(world: SimulatedWorld): void {
  world.model.adjust({ variants: { deployment: 'plain', deletion: 'plain' } });
  world.model.setToken('token', {
    knownFrom: Number.NEGATIVE_INFINITY,
    revokedAt: Number.POSITIVE_INFINITY,
  });
  world.mendedAt = world.time.now;
  world.timeout = PLAIN.timeout;
  world.acceptIssuerChange = true;
  world.flaky = 0;
  world.site = 'fine';
  world.goneHostname = undefined;
  // Where there is room for a renewal nobody has to make any, unless somebody took it.
  const taken = world.writes.some(({ by }) => by === 'a person');
  const roomy = world.scenario.quota === 'nearly-full' && !taken;
  const inTheWay = roomy ? 0 : 4;
  const fillers = [...world.ids].filter(([part]) => part.startsWith('filler')).slice(0, inTheWay);
  if (world.model.variants().quotaCountsTombstones)
    world.model.adjust({ variants: { quotaCountsTombstones: false } });
  for (const [index, [, id]] of fillers.entries())
    world.time.at(world.time.now + 20_000 * (index + 1), () => {
      world.byHand('DELETE', `/hostnames/certificates/${id}`);
    });
}

async function reach(
  world: SimulatedWorld,
  cast: Cast,
  part: Part,
  how: Pick<RunOptions, 'staging'>,
): Promise<Settled & { readonly stopped: string | undefined }> {
  const runs: Run[] = [];
  let why: string | undefined = '';
  const most = 2 + furtherOnes(world, cast, part);
  for (let count = 1; count <= most && why !== undefined; count += 1) {
    const writes = world.writes.length;
    const run = await runOnce(world, cast, { ...how, part, name: `closing run ${count} (${part})` });
    runs.push(run);
    await world.time.pass(3 * 60_000);
    why = whyNotThere(world, cast, part);
    // What the probes show may still change: then the run says to try again first, and so it is done.
    const shown = run.result?.reason === 'VERIFICATION_FAILED';
    if (why !== undefined && asksForFresh(run) && (!shown || count === most)) {
      const wrote = !shown && world.writes.length > writes;
      return {
        runs,
        problems: wrote ? ['it wrote, and then asked for a fresh certificate'] : [],
        stopped: run.result?.sentence ?? '',
      };
    }
  }
  if (why !== undefined) {
    const said = runs.at(-1)?.result?.sentence ?? '';
    return { runs, problems: [`${runs.length} runs after the faults, ${why}: ${said}`], stopped: undefined };
  }
  const before = world.writes.length;
  const last = await runOnce(world, cast, { ...how, part, name: `idle run (${part})` });
  const wrote = world.writes.length - before;
  const { fingerprint } = pairOf(cast, part, world.scenario.successor);
  const unsure = last.result?.reason === 'ORDER_UNKNOWN' && uploadedTogether(world, fingerprint);
  // One that was brought back and is shown to nobody: whether its rank is that of its first life nobody can see.
  const refused = last.result?.outcome === 'failed' && wasRevived(world) && isRefused(world);
  const idle = wrote === 0 && (last.result?.outcome === 'unchanged' || unsure || refused);
  const { outcome = '', sentence: told = '' } = last.result ?? {};
  const problems = idle
    ? []
    : [`the run with nothing to do wrote ${wrote} times and said ${outcome}: ${told}`];
  return { runs: [...runs, last], problems, stopped: undefined };
}

/** One run replaces one certificate. */
function furtherOnes(world: SimulatedWorld, cast: Cast, part: Part): number {
  if (!world.scenario.replace) return 0;
  const { fingerprint } = pairOf(cast, part, world.scenario.successor);
  const own = new Set(copiesOf(world, fingerprint, world.time.now).map(({ id }) => id));
  const others = world.scenario.hostnames.flatMap((hostname) => {
    const id = rowOf(world, hostname, world.time.now)?.certificateId;
    return id === undefined || own.has(id) ? [] : [id];
  });
  return Math.max(0, new Set(others).size - 1);
}

/** What people are told where no run can help. */
export const ASKS_FOR_FRESH = sentence('[Ii]ssue a fresh certificate');

function asksForFresh({ result }: Run): boolean {
  const failed = result?.outcome === 'failed' || result?.outcome === 'rolled-back';
  return failed && ASKS_FOR_FRESH.test(result.remedy ?? '');
}

/** Whether another live one was uploaded so shortly before that no restart can tell which was deployed last. */
function uploadedTogether(world: SimulatedWorld, fingerprint: string): boolean {
  const { now } = world.time;
  const [copy] = copiesOf(world, fingerprint, now);
  return (
    world.scenario.level === 'zone' &&
    liveCertificates(world, 'zone', now).some(
      (other) => other.id !== copy?.id && isOrderUnknown(other, copy, now),
    )
  );
}

function wasRevived({ scenario, writes }: SimulatedWorld): boolean {
  return scenario.level === 'zone' && writes.some(({ event }) => event.kind === 'certificate-revived');
}

/** Whether visitors at the runner's edge are refused by now. */
function isRefused(world: SimulatedWorld): boolean {
  const [hostname = ''] = world.scenario.hostnames;
  const { now } = world.time;
  const shown = presentedAt(world.model, world.edges[0], hostname, now);
  return judge(world.trustAt(now), shown, now) !== 'accepted';
}

/** Whether the runner's edge shows another certificate of the zone. */
function servesOther(world: SimulatedWorld, fingerprint: string): boolean {
  const [hostname = ''] = world.scenario.hostnames;
  const shown = presentedAt(world.model, world.edges[0], hostname, world.time.now);
  return shown.kind === 'certificate' && shown.certificate.facts.fingerprint !== fingerprint;
}

/** Whether only a person can help, by the truth of the model: undefined, or what is wrong with saying so. */
function whyFresh(world: SimulatedWorld, cast: Cast, said: string): string | undefined {
  const { scenario, time, zone } = world;
  const { now } = time;
  const { fingerprint } = pairOf(cast, 'successor', scenario.successor);
  const copies = copiesOf(world, fingerprint, now);
  const stuck = copies.filter(({ status }) => status.at(now)?.endsWith('timed_out') === true);
  const older = copies.some((copy) => newerThan(world, copy) !== undefined);
  const live = liveCertificates(world, scenario.level, now);
  const only = live.filter(({ status }) => status.at(now) !== 'deletion_timed_out').length <= stuck.length;
  const justified =
    scenario.level === 'zone'
      ? older ||
        // Brought back, it may keep the rank that it had.
        wasRevived(world) ||
        uploadedTogether(world, fingerprint) ||
        servesOther(world, fingerprint) ||
        (stuck.length > 0 && only && zone.enabled.at(now) === true)
      : stuck.some(({ id }) => isReferredTo(world, id, now));
  return justified ? undefined : `it asked for a fresh certificate without need: ${said}`;
}
