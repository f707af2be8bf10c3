import { createAuthority } from '../../../sandbox/authority/index.ts';
import type { Pair } from '../../../sandbox/authority/index.ts';
import { defaultVariants } from '../../../sandbox/model/index.ts';
import type { Variants } from '../../../sandbox/model/index.ts';
import { BEGIN } from '../cast.ts';
import type { Cast } from '../cast.ts';
import { PLAIN, SHORT_WAITS } from '../scenario.ts';
import { SimulatedWorld } from '../simulated-world.ts';

/** Several hostname targets in one zone, all their certificates of one lineage. */
export interface Zoneful {
  readonly name: string;
  readonly services: readonly Service[];
  /** Live certificates of other services beside them. */
  readonly others: number;
  readonly variants?: Partial<Variants>;
  /** Seconds for which the row of a certificate stays that a hostname has left. */
  readonly release?: number;
}

export interface Service {
  readonly hostname: string;
  /** Which of the former certificates it is on: services may share one. `done`: on its successor for long. */
  readonly former: number | 'done';
  /** Seconds of grace. */
  readonly grace: number;
}

export interface Certificates {
  readonly authority: string;
  readonly formers: readonly Pair[];
  readonly successors: readonly Pair[];
}

const DAY = 86_400_000;
const EDGE_LAG = 100_000;

export async function makeCertificates(): Promise<Certificates> {
  const authority = await createAuthority({ subject: 'CN=Origin authority', notBefore: BEGIN - 900 * DAY });
  const some = (days: number): Promise<readonly Pair[]> =>
    Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        authority.issue({
          subject: 'CN=origin-pull',
          notBefore: BEGIN - (days + index / 10) * DAY,
          notAfter: BEGIN + 400 * DAY,
        }),
      ),
    );
  const [formers, successors] = await Promise.all([some(90), some(3)]);
  return { authority: authority.certificate, formers, successors };
}

/** One edge follows at once, the other late. */
export function furnish({ services, others, variants, release }: Zoneful, cast: Cast, made: Certificates) {
  const hostnames = services.map(({ hostname }) => `${hostname}.example.com`);
  const world = new SimulatedWorld(
    {
      ...PLAIN,
      level: 'hostname',
      variants: { ...defaultVariants, ...variants },
      timings: { ...SHORT_WAITS, ...(release === undefined ? {} : { release: release * 1000 }) },
      edges: [{ lagMs: 0 }, { lagMs: EDGE_LAG }],
      predecessor: false,
      hostnames,
    },
    { ...cast, authority: made.authority },
  );
  const { model, zone } = world;
  const ids = new Map<number, string>();
  for (const [index, { hostname, former }] of services.entries()) {
    const pair = former === 'done' ? made.successors[index] : made.formers[former];
    if (pair === undefined) throw new Error('no such certificate');
    const known = former === 'done' ? undefined : ids.get(former);
    const id = known ?? model.install(zone, 'hostname', pair, BEGIN - (former === 'done' ? 2 : 80) * DAY);
    if (former !== 'done') ids.set(former, id);
    model.associate(zone, `${hostname}.example.com`, id, true, BEGIN - (former === 'done' ? 1 : 70) * DAY);
  }
  for (const filler of cast.fillers.slice(-others || cast.fillers.length))
    model.install(zone, 'hostname', filler, BEGIN - 100 * DAY);
  const targets = services.map(
    ({ hostname, grace }, index) =>
      `      - { level: hostname, hostnames: [${hostname}.example.com], certificate-env: NEXT_${String(index)}, grace-period: ${String(grace)}s }\n`,
  );
  return {
    world,
    inputs: { zone: '', manifest: `zones:\n  - zone: example.com\n    targets:\n${targets.join('')}` },
    env: Object.fromEntries(
      services.map((_, index) => {
        const pair = made.successors[index];
        return [`NEXT_${String(index)}`, pair === undefined ? '' : pair.certificate + pair.privateKey];
      }),
    ),
  };
}

/** Deletes of a certificate that came before the grace of a hostname which had been on it was over. */
export function tooEarly({ world }: { readonly world: SimulatedWorld }, { services }: Zoneful): string[] {
  return world.writes.flatMap(({ at, event }) => {
    if (event.kind !== 'certificate-deleted') return [];
    return services.flatMap(({ hostname, grace }) => {
      const rows = world.zone.associations.get(`${hostname}.example.com`)?.row.entries ?? [];
      const left = rows.find(
        ({ value }, index) =>
          index > 0 &&
          rows[index - 1]?.value?.certificateId === event.certificateId &&
          value?.certificateId !== event.certificateId,
      );
      return left !== undefined && left.at <= at && at < left.at + grace * 1000
        ? [
            `${hostname} had left it ${String((at - left.at) / 1000)} s ago, with a grace of ${String(grace)} s`,
          ]
        : [];
    });
  });
}
