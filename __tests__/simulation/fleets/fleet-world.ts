import { createAuthority } from '../../../sandbox/authority/index.ts';
import type { Pair } from '../../../sandbox/authority/index.ts';
import type { Zone } from '../../../sandbox/model/index.ts';
import { BEGIN } from '../cast.ts';
import type { Cast } from '../cast.ts';
import { SimulatedWorld } from '../simulated-world.ts';
import type { Fleet, FleetTarget } from './draw.ts';

/** The certificates of one target: what it had, what it gets, and the latter from the other authority. */
interface Own {
  readonly former: Pair;
  readonly successor: Pair;
  readonly other: Pair;
}

/** Made once for all fleets, by lineage and number of the target. */
export interface Pool {
  readonly cast: Cast;
  readonly own: readonly Own[];
  readonly common: readonly Own[];
}

const DAY = 86_400_000;
const MOST = 12;

export async function makePool(cast: Cast): Promise<Pool> {
  const one = await createAuthority({ subject: 'CN=Origin authority', notBefore: BEGIN - 900 * DAY });
  const two = await createAuthority({ subject: 'CN=Other authority', notBefore: BEGIN - 900 * DAY });
  const some = (subjectOf: (index: number) => string): Promise<readonly Own[]> =>
    Promise.all(
      Array.from({ length: MOST }, async (_, index) => {
        const leaf = (days: number, from = one): Promise<Pair> =>
          from.issue({
            subject: subjectOf(index),
            notBefore: BEGIN - (days + index / 100) * DAY,
            notAfter: BEGIN + 400 * DAY,
          });
        return { former: await leaf(90), successor: await leaf(3), other: await leaf(3, two) };
      }),
    );
  const [own, common] = await Promise.all([
    some((index) => `CN=service-${index}`),
    some(() => 'CN=origin-pull'),
  ]);
  return { cast: { ...cast, authority: one.certificate, otherAuthority: two.certificate }, own, common };
}

/** A world with several zones, as a fleet was before anybody ran anything. */
export class FleetWorld extends SimulatedWorld {
  readonly fleet: Fleet;
  readonly zones: ReadonlyMap<string, Zone>;
  /** By the number of the target that it is named after. */
  readonly formers = new Map<number, string>();
  /** Names of runs that meet no fault, alone, with origins that trust whatever is brought. */
  readonly quiet = new Set<string>();
  readonly #pool: readonly Own[];

  constructor(fleet: Fleet, pool: Pool) {
    super({ ...fleet.scenario, switchOn: fleet.zones.get('example.com') ?? false }, pool.cast);
    this.fleet = fleet;
    this.#pool = pool[fleet.lineage];
    this.zones = new Map(
      [...fleet.zones].map(([name, enabled]) => [
        name,
        name === 'example.com' ? this.zone : this.model.addZone({ name, enabled }),
      ]),
    );
    for (const target of fleet.targets) this.#stand(target);
    for (const zone of this.zones.values())
      for (const filler of pool.cast.fillers.slice(-fleet.fillers || pool.cast.fillers.length))
        this.model.install(zone, 'hostname', filler, BEGIN - 100 * DAY);
  }

  zoneOf({ zone }: FleetTarget): Zone {
    const found = this.zones.get(zone);
    if (found === undefined) throw new Error(`no zone ${zone}`);
    return found;
  }

  successorOf({ index, issuer }: FleetTarget): Pair {
    const own = this.#ownOf(index);
    return issuer === 'other' ? own.other : own.successor;
  }

  #ownOf(index: number): Own {
    const own = this.#pool[index];
    if (own === undefined) throw new Error(`no certificates for target ${index}`);
    return own;
  }

  #stand(target: FleetTarget): void {
    const { former, level, hostnames } = target;
    if (former === undefined) return;
    const zone = this.zoneOf(target);
    const id =
      this.formers.get(former) ??
      this.model.install(zone, level, this.#ownOf(former).former, BEGIN - 80 * DAY);
    this.formers.set(former, id);
    for (const hostname of hostnames) this.model.associate(zone, hostname, id, true, BEGIN - 70 * DAY);
  }
}
