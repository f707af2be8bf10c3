import type { Api } from '../cloudflare/api.ts';
import { ActionError } from '../errors.ts';
import type { Target } from '../rotation/target.ts';
import type { ZoneIdentity } from '../zone/observed.ts';
import { isZoneId, resolveZone } from '../zone/resolve-zone.ts';

/** Groups what belongs to one zone, in the order in which zones first appear. */
function byZone<T extends { readonly zone: string }>(
  items: readonly T[],
  keyOf: (zone: string) => string = (zone) => zone,
): readonly (readonly T[])[] {
  return [...Map.groupBy(items, (item) => keyOf(item.zone)).values()];
}

/**
 * Works on the items side by side, at most `width` at once, and keeps their order in the answer.
 *
 * @param wider so many at once from the moment on when `width` items have ended; until then no others begin
 */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
  wider: number = width,
): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const firstEnded = Promise.withResolvers<void>();
  let ended = 0;
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      results[index] = await work(item);
      ended += 1;
      if (ended >= width) firstEnded.resolve();
    }
  };
  const later = async (): Promise<void> => {
    await firstEnded.promise;
    await worker();
  };
  const count = Math.min(wider, items.length);
  await Promise.all(Array.from({ length: count }, (_, index) => (index < width ? worker() : later())));
  return results;
}

export type Resolve = (asked: string) => Promise<ZoneIdentity>;

/** Asks for each zone only once; a refusal is remembered too. */
export function resolver(api: Api): Resolve {
  const known = new Map<string, Promise<ZoneIdentity>>();
  return (asked) => {
    const found = known.get(asked) ?? resolveZone(api, asked);
    known.set(asked, found);
    return found;
  };
}

/**
 * Targets by zone. A zone that is named once by its name and once by its id is one zone: its mutations
 * must not meet, and no two targets may want the same thing in it. Names are asked for beforehand only
 * where that may happen; a zone that cannot be resolved stays separate and fails on its own.
 *
 * @throws ActionError `INPUT_INVALID` if the two names want the same level, hostname or certificate
 */
export async function targetsByZone(
  targets: readonly Target[],
  resolve: Resolve,
  width: number,
): Promise<readonly (readonly Target[])[]> {
  const asked = [...new Set(targets.map(({ zone }) => zone))];
  const names = asked.filter((zone) => !isZoneId(zone));
  if (names.length === 0 || names.length === asked.length) return byZone(targets);
  const ids = new Map<string, string>();
  await inParallel(names, width, async (name) => {
    const zone = await resolve(name).catch(() => undefined);
    if (zone !== undefined) ids.set(name, zone.id);
  });
  const zones = byZone(targets, (zone) => ids.get(zone) ?? zone);
  zones.forEach(refuseTwice);
  return zones;
}

function refuseTwice(targets: readonly Target[]): void {
  const owners = new Map<string, Target>();
  for (const target of targets)
    for (const place of placesOf(target)) {
      const owner = owners.get(place);
      if (owner === undefined) owners.set(place, target);
      else if (owner.zone !== target.zone) throw twice(owner, target, place);
    }
}

function placesOf({ level, hostnames, replace }: Target): readonly string[] {
  if (level === 'zone') return ['the zone level'];
  return [
    ...hostnames.map((hostname) => `the hostname ${hostname}`),
    ...(replace === undefined ? [] : [`the certificate ${replace}`]),
  ];
}

function twice(one: Target, other: Target, place: string): ActionError {
  return new ActionError('INPUT_INVALID', {
    happened: `\`manifest\` has ${place} twice: ${one.zone} and ${other.zone} are one zone.`,
    inForce: 'Nothing was changed.',
    remedy: 'Name the zone once, and each of its targets once.',
  });
}
