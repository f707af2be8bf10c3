import type { Report } from '../problem.ts';
import { HEIGHTS, INSTEAD, isBlock, KEYS_AT, LIST_KEYS } from './keys.ts';
import type { Height } from './keys.ts';
import { place, valueOf } from './parse.ts';
import type { ManifestNode, MapNode, Position, TextNode } from './parse.ts';

/** One zone of the manifest with its maps. */
export interface ZoneShape {
  readonly zone: TextNode;
  readonly settings: MapNode;
  readonly targets: readonly MapNode[];
}

export interface ManifestShape {
  readonly defaults: MapNode;
  readonly zones: readonly ZoneShape[];
}

const MOST_ZONES = 1000;

/** Checks that keys are known and values of the right form. What the values say is read later. */
export function readShape(root: ManifestNode, report: Report): ManifestShape {
  const nothing: MapNode = { kind: 'map', entries: [], at: root.at };
  const top = asMap(root, 'manifest', report);
  if (top === undefined) return { defaults: nothing, zones: [] };
  const defaultsNode = valueOf(top, 'defaults');
  const defaults = defaultsNode === undefined ? undefined : asMap(defaultsNode, 'defaults', report);
  const zones = listOf(top, 'zones', report).flatMap((node) => zoneShape(node, report));
  if (zones.length > MOST_ZONES)
    complain(report, top.at, 'MANIFEST_SHAPE', `has more than ${MOST_ZONES} zones`);
  return { defaults: defaults ?? nothing, zones: zones.slice(0, MOST_ZONES) };
}

function zoneShape(node: ManifestNode, report: Report): readonly ZoneShape[] {
  const settings = asMap(node, 'zone', report);
  if (settings === undefined) return [];
  const zone = valueOf(settings, 'zone');
  const targets = listOf(settings, 'targets', report).flatMap((one) => asMap(one, 'target', report) ?? []);
  if (zone?.kind === 'text') return [{ zone, settings, targets }];
  complain(report, settings.at, 'MANIFEST_SHAPE', 'has a zone without `zone` (its name or id)');
  return [];
}

/** The items of a list that must exist and not be empty. */
function listOf(map: MapNode, key: string, report: Report): readonly ManifestNode[] {
  const node = valueOf(map, key);
  if (node?.kind === 'list' && node.items.length > 0) return node.items;
  const cause =
    node === undefined
      ? `has no \`${key}\` here, a list`
      : `has something other than a list of entries in \`${key}\``;
  complain(report, node?.at ?? map.at, 'MANIFEST_SHAPE', cause);
  return [];
}

/** The map without entries that are not allowed, which are reported. */
function asMap(node: ManifestNode, height: Height, report: Report): MapNode | undefined {
  if (node.kind !== 'map') {
    complain(
      report,
      node.at,
      'MANIFEST_SHAPE',
      `has something other than keys and values where ${WHERE[height]} should be`,
    );
    return undefined;
  }
  const entries = node.entries.filter((entry) => {
    const known = KEYS_AT[height].has(entry.key);
    if (!known) complain(report, entry.at, 'MANIFEST_UNKNOWN_KEY', unknownKey(entry.key, height));
    else if (isBlock(entry.key)) return asMap(entry.value, entry.key, report) !== undefined;
    else if (!fits(entry.key, entry.value))
      complain(
        report,
        entry.value.at,
        'MANIFEST_SHAPE',
        `has no value, or a value of the wrong form, in \`${entry.key}\``,
      );
    else return true;
    return false;
  });
  return { ...node, entries };
}

const WHERE: Readonly<Record<Height, string>> = {
  manifest: 'the manifest',
  defaults: 'the defaults',
  zone: 'a zone',
  target: 'a target',
  issue: 'an `issue`',
  vault: 'a `vault`',
  'step-ca': 'a `step-ca`',
};

function fits(key: string, value: ManifestNode): boolean {
  if (key === 'defaults' || key === 'zones' || key === 'targets') return true;
  if (value.kind === 'text') return value.value !== '';
  return value.kind === 'list' && LIST_KEYS.has(key) && value.items.every((item) => item.kind === 'text');
}

/** An unknown key may be a secret with the wrong indentation: only words that look like keys are named. */
function unknownKey(key: string, height: Height): string {
  const shown = /^[a-z_-]{1,30}$/u.test(key) ? `\`${key}\`` : 'a key';
  const elsewhere = HEIGHTS.filter((one) => KEYS_AT[one].has(key)).map((one) => WHERE[one]);
  const belongs = elsewhere.length > 0 ? `It belongs to ${elsewhere.join(' or ')}` : undefined;
  const instead = INSTEAD.get(key) ?? belongs ?? '`manifest.schema.json` lists all keys';
  return `has ${shown} in ${WHERE[height]}, where it is not known. ${instead}`;
}

function complain(report: Report, at: Position, reason: string, cause: string): void {
  report({ reason, input: 'manifest', sentence: `\`manifest\` ${cause} (${place(at)}).` });
}
