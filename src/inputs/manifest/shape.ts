import type { Report } from '../problem.ts';
import { HEIGHTS, HEIGHTS_OF_A_STEP, INSTEAD, isBlock, KEYS_AT, LIST_KEYS, type Height } from './keys.ts';
import { entryOf, type ManifestNode, type MapNode, type TextNode, type YamlInput } from './parse.ts';

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

/** Checks that keys are known and values of the right form. What the values say is read where all are. */
export function readShape(root: ManifestNode, report: Report): ManifestShape {
  const tell = tellShape('manifest', report);
  const top = asMap(root, 'manifest', tell);
  const defaults = top && entryOf(top, 'defaults')?.value;
  const nodes = top === undefined ? [] : listOf(top, 'zones', tell);
  const zones = nodes.flatMap((node) => {
    const settings = asMap(node, 'zone', tell);
    if (settings === undefined) return [];
    const zone = entryOf(settings, 'zone')?.value;
    const targets = listOf(settings, 'targets', tell).flatMap((one) => asMap(one, 'target', tell) ?? []);
    if (zone?.kind === 'text') return [{ zone, settings, targets }];
    tell('SHAPE', settings.at, 'has a zone without `zone` (its name or id)');
    return [];
  });
  if (zones.length > MOST_ZONES) tell('SHAPE', root.at, `has more than ${MOST_ZONES} zones`);
  const none: MapNode = { kind: 'map', entries: [], at: root.at };
  return { defaults: (defaults && asMap(defaults, 'defaults', tell)) ?? none, zones };
}

const MISSING = {
  zones: 'has no list of `zones`',
  targets: 'has a zone without a list of `targets`',
} as const;

/** The items of a list that must exist and not be empty. */
function listOf(map: MapNode, key: 'zones' | 'targets', tell: TellShape): readonly ManifestNode[] {
  const node = entryOf(map, key)?.value;
  if (node?.kind === 'list' && node.items.length > 0) return node.items;
  const cause =
    node === undefined ? MISSING[key] : `has something other than a list of entries in \`${key}\``;
  tell('SHAPE', node?.at ?? map.at, cause);
  return [];
}

export type TellShape = (reason: 'SHAPE' | 'UNKNOWN_KEY', at: string, cause: string) => void;

export function tellShape(input: YamlInput, report: Report): TellShape {
  return (reason, at, cause) => {
    const sentence = `\`${input}\` ${cause} (${input}, ${at}).`;
    report({ reason: `${input.toUpperCase()}_${reason}`, input, sentence });
  };
}

/** The map, whose faults are told; undefined if it is none. */
export function asMap(node: ManifestNode, height: Height, tell: TellShape): MapNode | undefined {
  if (node.kind !== 'map') {
    tell('SHAPE', node.at, `has something other than keys and values where ${WHERE[height]} should be`);
    return undefined;
  }
  for (const { key, at, value } of node.entries)
    if (!KEYS_AT[height].has(key)) tell('UNKNOWN_KEY', at, unknown(key, height));
    else if (isBlock(key)) asMap(value, isOfStep(height) ? `${key} of the step` : key, tell);
    else if (!fits(key, value)) {
      const form = LIST_KEYS.has(key) ? 'a value or a list of values' : 'a value';
      tell('SHAPE', value.at, `has no value, or a value of the wrong form, in \`${key}\`. Write ${form}`);
    }
  return node;
}

const WHERE: Readonly<Record<Height, string>> = {
  manifest: 'the manifest',
  defaults: 'the defaults',
  zone: 'a zone',
  target: 'a target',
  issue: 'an `issue`',
  vault: 'a `vault`',
  'step-ca': 'a `step-ca`',
  'issue of the step': 'the `issue` of the step',
  'vault of the step': 'a `vault`',
  'step-ca of the step': 'a `step-ca`',
};

function isOfStep(height: Height): boolean {
  return HEIGHTS_OF_A_STEP.some((one) => one === height);
}

function fits(key: string, value: ManifestNode): boolean {
  if (key === 'defaults' || key === 'zones' || key === 'targets') return true;
  if (value.kind === 'text') return value.value !== '';
  return value.kind === 'list' && LIST_KEYS.has(key) && value.items.every((item) => item.kind === 'text');
}

/** More keys are for the schema to list. */
const MOST_LISTED = 15;

function unknown(key: string, height: Height): string {
  const keys = [...KEYS_AT[height]].map((one) => `\`${one}\``);
  const all =
    keys.length > MOST_LISTED
      ? '`manifest.schema.json` lists all keys'
      : `The keys there are ${keys.join(', ')}`;
  // A step's `issue` stands in no manifest.
  const elsewhere = (isOfStep(height) ? HEIGHTS_OF_A_STEP : HEIGHTS).filter((one) => KEYS_AT[one].has(key));
  const belongs = elsewhere.map((one) => WHERE[one]).join(' or ');
  const cure = belongs === '' ? (INSTEAD.get(key) ?? all) : `It belongs to ${belongs}`;
  // It may be a secret with the wrong indentation: only words that look like keys are named.
  const shown = /^[a-z_-]{1,30}$/u.test(key) ? `\`${key}\`` : 'a key';
  return `has ${shown} in ${WHERE[height]}, where it is not known. ${cure}`;
}
