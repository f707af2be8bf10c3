import type { Report } from '../problem.ts';
import { HEIGHTS, INSTEAD, isBlock, KEYS_AT, LIST_KEYS, type Height } from './keys.ts';
import { entryOf, type ManifestNode, type MapNode, type TextNode } from './parse.ts';

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
  const tell: TellShape = (fault, height, at, key) => {
    const reason = fault === 'unknown' ? 'MANIFEST_UNKNOWN_KEY' : 'MANIFEST_SHAPE';
    complain(report, at, reason, SAYS[fault](height, key));
  };
  const nothing: MapNode = { kind: 'map', entries: [], at: root.at };
  const top = asMap(root, 'manifest', tell) ?? nothing;
  const defaults = entryOf(top, 'defaults')?.value;
  const nodes = top === nothing ? [] : listOf(top, 'zones', report);
  const zones = nodes.flatMap((node) => {
    const settings = asMap(node, 'zone', tell);
    if (settings === undefined) return [];
    const zone = entryOf(settings, 'zone')?.value;
    const targets = listOf(settings, 'targets', report).flatMap((one) => asMap(one, 'target', tell) ?? []);
    if (zone?.kind === 'text') return [{ zone, settings, targets }];
    complain(report, settings.at, 'MANIFEST_SHAPE', 'has a zone without `zone` (its name or id)');
    return [];
  });
  if (zones.length > MOST_ZONES)
    complain(report, top.at, 'MANIFEST_SHAPE', `has more than ${MOST_ZONES} zones`);
  return {
    defaults: (defaults && asMap(defaults, 'defaults', tell)) ?? nothing,
    zones: zones.slice(0, MOST_ZONES),
  };
}

const MISSING = {
  zones: 'has no list of `zones`',
  targets: 'has a zone without a list of `targets`',
} as const;

/** The items of a list that must exist and not be empty. */
function listOf(map: MapNode, key: 'zones' | 'targets', report: Report): readonly ManifestNode[] {
  const node = entryOf(map, key)?.value;
  if (node?.kind === 'list' && node.items.length > 0) return node.items;
  const cause =
    node === undefined ? MISSING[key] : `has something other than a list of entries in \`${key}\``;
  complain(report, node?.at ?? map.at, 'MANIFEST_SHAPE', cause);
  return [];
}

/** What is wrong with the form of a map or of one of its keys, and where. */
export type TellShape = (
  fault: 'no-map' | 'unknown' | 'form',
  height: Height,
  at: string,
  key: string,
) => void;

/** The map without entries that are not allowed, which are told. `known`: its keys, if others than in a manifest. */
export function asMap(
  node: ManifestNode,
  height: Height,
  tell: TellShape,
  known: ReadonlySet<string> = KEYS_AT[height],
): MapNode | undefined {
  if (node.kind !== 'map') {
    tell('no-map', height, node.at, height);
    return undefined;
  }
  const entries = node.entries.flatMap((entry) => {
    const { key, at, value } = entry;
    if (!known.has(key)) tell('unknown', height, at, key);
    else if (isBlock(key)) {
      const block = asMap(value, key, tell);
      return block === undefined ? [] : [{ ...entry, value: block }];
    } else if (fits(key, value)) return [entry];
    else tell('form', height, value.at, key);
    return [];
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

const SAYS: Readonly<Record<Parameters<TellShape>[0], (height: Height, key: string) => string>> = {
  'no-map': (height) => `has something other than keys and values where ${WHERE[height]} should be`,
  form: (_, key) => `has no value, or a value of the wrong form, in \`${key}\``,
  unknown: (height, key) => {
    const elsewhere = HEIGHTS.filter((one) => KEYS_AT[one].has(key)).map((one) => WHERE[one]);
    const belongs = elsewhere.length > 0 ? `It belongs to ${elsewhere.join(' or ')}` : undefined;
    const instead = INSTEAD.get(key) ?? belongs ?? '`manifest.schema.json` lists all keys';
    return `has ${shownKey(key)} in ${WHERE[height]}, where it is not known. ${instead}`;
  },
};

/** An unknown key may be a secret with the wrong indentation: only words that look like keys are named. */
export function shownKey(key: string): string {
  return /^[a-z_-]{1,30}$/u.test(key) ? `\`${key}\`` : 'a key';
}

function complain(report: Report, at: string, reason: string, cause: string): void {
  report({ reason, input: 'manifest', sentence: `\`manifest\` ${cause} (manifest, ${at}).` });
}
