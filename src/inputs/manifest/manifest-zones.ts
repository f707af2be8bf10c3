import type { Level } from '../../cloudflare/certificates.ts';
import { firstOf } from '../fields.ts';
import { readZone } from '../hostnames.ts';
import { LEVELS, readChoice, splitList } from '../kinds.ts';
import { echo, complain, inputField } from '../problem.ts';
import type { Field, Lookup, Report } from '../problem.ts';
import { readScope } from '../target-request.ts';
import type { Scope } from '../target-request.ts';
import { place } from './parse.ts';
import type { ManifestNode, MapNode, Position } from './parse.ts';
import { entryOf, fieldOf, scopeLookup } from './scope.ts';
import type { Surroundings } from './scope.ts';
import { readShape } from './shape.ts';
import type { ZoneShape } from './shape.ts';

/** A target of the manifest whose place is known; its settings are looked up from the inside out. */
interface ManifestTarget {
  readonly scope: Scope;
  readonly map: MapNode;
  readonly at: Field;
  readonly lookup: Lookup;
}

export interface ManifestZone {
  readonly zone: string;
  readonly lookup: Lookup;
  /** Hostname targets come first, so that no hostname depends on a certificate that is being removed. */
  readonly targets: readonly ManifestTarget[];
}

/**
 * The zones of a manifest that the run is for.
 * @param only value of the input `zone`: names or ids to choose from the manifest; undefined: all
 * @param step settings of the step's inputs, which the manifest overrides
 */
export function readZones(
  root: ManifestNode,
  only: Field | undefined,
  step: Lookup,
  surroundings: Surroundings,
  report: Report,
): readonly ManifestZone[] {
  const shape = readShape(root, report);
  const named = shape.zones.map((zone) => ({
    zone,
    name: readZone({ ...textField('zone', zone.zone.at), value: zone.zone.value }, report),
  }));
  refuseTwice(
    named.map(({ name, zone }) => ({ key: name, at: zone.zone.at, what: `the zone ${name}` })),
    report,
  );
  const wanted =
    only === undefined ? undefined : chosen(only, new Set(named.map(({ name }) => name)), report);
  const outer = firstOf(scopeLookup(shape.defaults, surroundings, report), step);
  return named
    .filter(({ name }) => wanted?.has(name) ?? true)
    .map(({ zone, name }) => readOneZone(zone, name, outer, surroundings, report));
}

function readOneZone(
  { settings, targets }: ZoneShape,
  zone: string,
  outer: Lookup,
  surroundings: Surroundings,
  report: Report,
): ManifestZone {
  const lookup = firstOf(scopeLookup(settings, surroundings, report), outer);
  const read = targets.flatMap((map) => {
    const at = textField('targets', map.at);
    const level = levelOf(map, at, report);
    if (level === undefined) return [];
    const inner = firstOf(scopeLookup(map, surroundings, report), lookup);
    const levelField = textField('level', entryOf(map, 'level')?.at ?? map.at);
    return [{ scope: readScope(inner, zone, level, levelField, report), map, at, lookup: inner }];
  });
  const claims = read.flatMap(({ scope, map }) => claimsOf(scope).map((key) => ({ key, at: map.at })));
  refuseTwice(
    claims.map(({ key, at }) => ({ key, at, what: `${key} in the zone ${zone}` })),
    report,
  );
  const ordered = [
    ...read.filter(({ scope }) => scope.level === 'hostname'),
    ...read.filter(({ scope }) => scope.level === 'zone'),
  ];
  return { zone, lookup, targets: ordered };
}

/** What only one target of a zone can have. */
function claimsOf({ level, hostnames, replace }: Scope): readonly string[] {
  if (level === 'zone') return ['the zone level'];
  const replaced = replace === undefined || replace === '' ? [] : [`the certificate ${replace}`];
  return [...hostnames.map((hostname) => `the hostname ${hostname}`), ...replaced];
}

function levelOf(map: MapNode, at: Field, report: Report): Level | undefined {
  const entry = entryOf(map, 'level');
  if (entry !== undefined) return readChoice(fieldOf(entry), LEVELS, report);
  complain(
    report,
    at,
    'LEVEL_MISSING',
    'has a target without `level`',
    'Write `level: zone` or `level: hostname`.',
  );
  return undefined;
}

function refuseTwice(
  claims: readonly { readonly key: string; readonly at: Position; readonly what: string }[],
  report: Report,
): void {
  const seen = new Map<string, Position>();
  for (const { key, at, what } of claims) {
    const before = key === '' ? undefined : seen.get(key);
    if (before === undefined) seen.set(key, at);
    else
      complain(
        report,
        inputField('manifest', ''),
        'MANIFEST_TWICE',
        `has ${what} twice (line ${before.line}, column ${before.column}, and line ${at.line}, column ${at.column})`,
        'Name it once.',
      );
  }
}

function chosen(only: Field, known: ReadonlySet<string>, report: Report): ReadonlySet<string> {
  const wanted = splitList(only.value).map((value) => readZone({ ...only, value }, report));
  if (wanted.length === 0)
    complain(report, only, 'ZONE_NOT_IN_MANIFEST', 'does not name a zone', 'Leave it out to take all zones.');
  const strange = wanted.filter((zone) => zone !== '' && !known.has(zone));
  if (strange.length > 0)
    complain(
      report,
      only,
      'ZONE_NOT_IN_MANIFEST',
      `names ${strange.map(echo).join(', ')}, which the manifest does not have`,
      'Write zones as the manifest does, or leave `zone` out to take them all.',
    );
  return new Set(wanted);
}

function textField(key: string, at: Position): Field {
  return { input: 'manifest', label: `\`${key}\` (${place(at)})`, value: '' };
}
