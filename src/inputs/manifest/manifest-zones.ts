import { firstOf, isIssuing } from '../fields.ts';
import { readZone } from '../hostnames.ts';
import { authoritiesOf } from '../issue/who-signs.ts';
import type { Scope } from '../job.ts';
import { readChoice, splitList } from '../kinds.ts';
import { echo, complain, inputField, type Field, type Lookup, type Report } from '../problem.ts';
import { INPUTS, isInputName, LEVELS } from '../table.ts';
import { readScope, type NamedTarget, type NamedZone } from '../target-scope.ts';
import { authorityAtHand, isIssued, readCertificateOnly, readMaterial } from './material.ts';
import type { OpenManifest } from './open.ts';
import type { MapNode } from './parse.ts';
import { manifestFields, scopeLookup, type Surroundings } from './scope.ts';
import { readShape, type ZoneShape } from './shape.ts';

interface Reading extends Surroundings {
  readonly report: Report;
  /** Told of what is only missing for a comparison. */
  readonly warn: Report;
}

/**
 * The zones of a manifest that the run is for. Targets that cannot be read are reported.
 * @param step settings of the step's inputs, which the manifest overrides; its `zone` chooses zones
 */
export function readZones(
  { root, files }: OpenManifest,
  env: Surroundings['env'],
  step: Lookup,
  report: Report,
  warn: Report,
): readonly NamedZone[] {
  const shape = readShape(root, report);
  const reading = { env, files, field: manifestFields(report), report, warn };
  const named = shape.zones.map((zone) => ({
    zone,
    name: readZone(reading.field('zone', zone.zone.at, zone.zone.value)),
  }));
  refuseTwice(
    named.map(({ name, zone }) => ({ key: name, at: zone.zone.at, what: `the zone ${name}` })),
    report,
  );
  const only = step('zone');
  const wanted = only && chosen(only, new Set(named.map(({ name }) => name)));
  // The step's other inputs that describe a target are refused next to a manifest.
  const settings: Lookup = (name) => (name === 'zone' || isOfTarget(name) ? undefined : step(name));
  const outer = firstOf(scopeLookup(shape.defaults, reading), settings);
  return named
    .filter(({ name }) => wanted?.has(name) ?? true)
    .map(({ zone, name }) => readOneZone(zone, name, outer, reading));
}

function readOneZone(
  { settings, targets }: ZoneShape,
  zone: string,
  outer: Lookup,
  reading: Reading,
): NamedZone {
  const lookup = firstOf(scopeLookup(settings, reading), outer);
  const read = targets.flatMap((map) => {
    const inner = firstOf(scopeLookup(map, reading), lookup);
    const target = readTarget(map, zone, inner, reading);
    return target === undefined ? [] : [{ target, at: map.at }];
  });
  const places = read.flatMap(({ target, at }) =>
    placesOf(target.scope).map((key) => ({ key, at, what: `${key} in the zone ${zone}` })),
  );
  refuseTwice(places, reading.report);
  const all = read.map(({ target }) => target);
  const ordered = ['hostname', 'zone'].flatMap((level) => all.filter(({ scope }) => scope.level === level));
  return { zone, lookup, targets: ordered };
}

function readTarget(map: MapNode, zone: string, lookup: Lookup, reading: Reading): NamedTarget | undefined {
  const at = reading.field('targets', map.at);
  const named = lookup('level');
  const level = named && readChoice(named, LEVELS);
  if (named === undefined)
    complain(at, 'LEVEL_MISSING', 'has a target without `level`. Write `level: zone` or `level: hostname`.');
  if (named === undefined || level === undefined) return undefined;
  const { env, warn } = reading;
  return {
    scope: readScope(lookup, zone, level),
    lookup,
    isIssued: isIssued(map, lookup, isIssuing(env), reading),
    material: () => readMaterial(map, at, reading),
    certificate: () => readCertificateOnly(map, at, reading, warn),
    authorities: () => (authorityAtHand(lookup, env, warn) ? authoritiesOf(lookup) : undefined),
  };
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
  places: readonly { readonly key: string; readonly at: string; readonly what: string }[],
  report: Report,
): void {
  const seen = new Map<string, string>();
  for (const { key, at, what } of places.filter((place) => place.key !== '')) {
    const before = seen.get(key);
    if (before === undefined) seen.set(key, at);
    else {
      const says = `has ${what} twice (${before}, and ${at}). Name it once.`;
      complain(inputField(report, 'manifest'), 'MANIFEST_TWICE', says);
    }
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
