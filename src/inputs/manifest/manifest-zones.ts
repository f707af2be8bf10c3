import { firstOf } from '../fields.ts';
import { readZone } from '../hostnames.ts';
import type { Scope } from '../job.ts';
import { splitList } from '../kinds.ts';
import { echo, complain, inputField, type Field, type Lookup, type Report } from '../problem.ts';
import { INPUTS, isInputName } from '../table.ts';
import type { NamedZone } from '../target-scope.ts';
import { readTarget } from './manifest-target.ts';
import type { OpenManifest } from './open.ts';
import { mapAt, mapsUnder, type MapNode } from './parse.ts';
import { scopeLookup, type ManifestSurroundings } from './scope.ts';

/**
 * The zones of a manifest that the run is for. Targets that cannot be read are reported.
 * @param step settings of the step's inputs, which the manifest overrides; its `zone` chooses zones
 */
export function readZones(
  { root, files }: OpenManifest,
  step: Lookup,
  given: Pick<ManifestSurroundings, 'env' | 'report' | 'missing' | 'rotates'>,
): readonly NamedZone[] {
  const { report } = given;
  const around = { ...given, input: 'manifest', files } as const;
  const zones = mapsUnder(root, 'zones').map((map) => {
    const named = scopeLookup(map, around)('zone');
    return { map, zone: named === undefined ? '' : readZone(named) };
  });
  const known = zones.filter(({ zone }) => zone !== '');
  refuseTwice(
    known.map(({ zone, map: { at } }) => ({ at, what: `the zone ${zone}` })),
    report,
  );
  const only = step('zone');
  const wanted = only && chosen(only, new Set(known.map(({ zone }) => zone)));
  // The step's other inputs that describe a target are refused next to a manifest.
  const settings: Lookup = (name) => (name === 'zone' || isOfTarget(name) ? undefined : step(name));
  const outer = firstOf(scopeLookup(mapAt(root, 'defaults'), around), settings);
  return zones
    .filter(({ zone }) => wanted?.has(zone) ?? true)
    .map(({ map, zone }) => readOneZone(map, zone, outer, around));
}

function readOneZone(zoneMap: MapNode, zone: string, outer: Lookup, around: ManifestSurroundings): NamedZone {
  const lookup = firstOf(scopeLookup(zoneMap, around), outer);
  const read = mapsUnder(zoneMap, 'targets').flatMap((map) => {
    const target = readTarget(map, zone, lookup, around);
    return target === undefined ? [] : [{ target, at: map.at }];
  });
  const places = read.flatMap(({ target, at }) =>
    placesOf(target.scope).map((place) => ({ at, what: `${place} in the zone ${zone}` })),
  );
  refuseTwice(places, around.report);
  const all = read.map(({ target }) => target);
  const ordered = ['hostname', 'zone'].flatMap((level) => all.filter(({ scope }) => scope.level === level));
  return { zone, lookup, targets: ordered };
}

function isOfTarget(name: string): boolean {
  return isInputName(name) && INPUTS[name].manifest === 'target';
}

/** What only one target of a zone can have. */
function placesOf({ level, hostnames, replace = '' }: Scope): readonly string[] {
  if (level === 'zone') return ['the zone level'];
  const replaced = replace === '' ? [] : [`the certificate ${replace}`];
  return [...hostnames.map((hostname) => `the hostname ${hostname}`), ...replaced];
}

function refuseTwice(
  places: readonly { readonly at: string; readonly what: string }[],
  report: Report,
): void {
  for (const [what, [first, ...others]] of Map.groupBy(places, (place) => place.what))
    for (const { at } of others) {
      const says = `has ${what} twice (${first?.at ?? at}, and ${at}). Name it once.`;
      complain(inputField(report, 'manifest'), 'MANIFEST_TWICE', says);
    }
}

function chosen(only: Field, known: ReadonlySet<string>): ReadonlySet<string> {
  const wanted = splitList(only.value).map((value) => readZone({ ...only, value }));
  if (wanted.length === 0)
    complain(only, 'ZONE_NOT_IN_MANIFEST', 'does not name a zone. Leave it out to take all zones.');
  const strange = wanted.filter((zone) => zone !== '' && !known.has(zone));
  if (strange.length > 0) {
    const cause = `names ${strange.map(echo).join(', ')}, which the manifest does not have`;
    const cure = 'Write zones as the manifest does, or leave `zone` out to take them all.';
    complain(only, 'ZONE_NOT_IN_MANIFEST', `${cause}. ${cure}`);
  }
  return new Set(wanted);
}
