import { createRandom, judge, presentedAt } from '../../sandbox/model/index.ts';
import { pairOf } from './cast.ts';
import type { Cast } from './cast.ts';
import type { Condition } from './met.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { liveCertificates, rowOf } from './truth.ts';

/** What people do in the dashboard. */
export type Deed = Extract<Condition, `a person ${string}`> | 'a person switches a hostname off';

const DEEDS = [
  'a person deletes the old',
  'a person deletes the new',
  'a person re-points a hostname',
  'a person adds a third certificate',
  'a person uploads the same certificate',
  'a person associates another hostname',
] as const satisfies readonly Deed[];

/** Where the runs issue: nobody else has what they bring. */
export const BESIDE_ISSUING = [
  'a person deletes the old',
  'a person deletes the new',
  'a person re-points a hostname',
  'a person adds a third certificate',
  'a person associates another hostname',
  'a person switches a hostname off',
] as const satisfies readonly Deed[];

/** How long an edge may still use what was changed before. */
const ECHO = 120_000;

/** A person in the dashboard, at some moment of the next runs; by seed, so that a world can be replayed. */
export function meddle(
  world: SimulatedWorld,
  cast: Cast,
  seed: number,
  deeds: readonly [Deed, ...Deed[]] = DEEDS,
): void {
  const random = createRandom(seed);
  const deed = random.pick(deeds);
  attempt(world, cast, deed, world.time.now + random.pick([0, random.between(0, 400_000)]), 20);
}

/** Tried again while another change of the zone runs, or while there is nothing to do it to. */
function attempt(world: SimulatedWorld, cast: Cast, deed: Deed, at: number, left: number): void {
  world.time.at(at, () => {
    const before = world.writes.length;
    const harms = effects(world, deed, cast);
    if (world.writes.length > before || harms === 'done') {
      world.met.count(deed);
      world.trace.push(`${world.stamp()} ${deed}`);
    } else if (left > 0) {
      attempt(world, cast, deed, world.time.now + 5000, left - 1);
    }
  });
}

function effects(world: SimulatedWorld, deed: Deed, cast: Cast): 'done' | undefined {
  const { scenario } = world;
  switch (deed) {
    case 'a person deletes the old':
      return erase(world, world.ids.get('predecessor'));
    case 'a person deletes the new':
      return erase(world, newestUpload(world));
    case 'a person adds a third certificate':
      return add(world, cast.third);
    case 'a person uploads the same certificate':
      return add(world, pairOf(cast, 'successor', scenario.successor));
    case 'a person re-points a hostname': {
      const [first] = scenario.hostnames;
      const wanted = world.ids.get('stranger') ?? world.ids.get('predecessor');
      return point(world, first, wanted);
    }
    case 'a person switches a hostname off':
      return switchOff(world);
    case 'a person associates another hostname':
      return point(world, 'new.example.com', world.ids.get('predecessor'));
  }
}

function add(world: SimulatedWorld, { certificate, privateKey }: Cast['third']): 'done' | undefined {
  const path = world.scenario.level === 'zone' ? '' : '/hostnames/certificates';
  return world.byHand('POST', path, { certificate, private_key: privateKey }) ? 'done' : undefined;
}

function newestUpload(world: SimulatedWorld): string | undefined {
  const uploads = world.writes.flatMap(({ by, event }) =>
    by !== 'a person' && event.kind === 'certificate-uploaded' ? [event.certificateId] : [],
  );
  return uploads.at(-1);
}

function erase(world: SimulatedWorld, id: string | undefined): 'done' | undefined {
  if (id === undefined) return undefined;
  const { scenario, time } = world;
  const harmful =
    isServed(world, id) ||
    liveCertificates(world, scenario.level, time.now).length < 2 ||
    (scenario.level === 'zone' && world.model.variants().zoneFallback === 'nothing');
  const path = scenario.level === 'zone' ? `/${id}` : `/hostnames/certificates/${id}`;
  if (!world.byHand('DELETE', path)) return undefined;
  if (harmful) world.harmedAt = Math.min(world.harmedAt, time.now);
  return 'done';
}

function point(
  world: SimulatedWorld,
  hostname: string | undefined,
  id: string | undefined,
): 'done' | undefined {
  if (world.scenario.level === 'zone' || hostname === undefined || id === undefined) return undefined;
  const config = [{ hostname, cert_id: id, enabled: true }];
  if (!world.byHand('PUT', '/hostnames', { config })) return undefined;
  const { now } = world.time;
  const certificate = world.zone.certificates.get(id);
  const fine =
    certificate &&
    judge(world.trustAt(now), { kind: 'certificate', level: 'hostname', certificate }, now) === 'accepted';
  if (fine !== true) world.harmedAt = Math.min(world.harmedAt, now);
  return 'done';
}

function switchOff(world: SimulatedWorld): 'done' | undefined {
  const [hostname = ''] = world.scenario.hostnames;
  const row = rowOf(world, hostname, world.time.now);
  if (world.scenario.level === 'zone' || row === undefined) return undefined;
  const config = [{ hostname, cert_id: row.certificateId, enabled: false }];
  if (!world.byHand('PUT', '/hostnames', { config })) return undefined;
  world.harmedAt = Math.min(world.harmedAt, world.time.now);
  return 'done';
}

/** Whether any edge shows the certificate for any hostname, or did so a moment ago. */
function isServed(world: SimulatedWorld, id: string): boolean {
  const { model, edges, scenario, time } = world;
  return edges.some((edge) =>
    [...scenario.hostnames, ...scenario.otherHostnames].some((hostname) =>
      [time.now, time.now - ECHO].some((moment) => {
        const presented = presentedAt(model, edge, hostname, moment);
        const fine = judge(world.trustAt(moment), presented, moment) === 'accepted';
        return fine && presented.kind === 'certificate' && presented.certificate.id === id;
      }),
    ),
  );
}
