import type { Report } from '../problem.ts';
import { HEIGHTS, HEIGHTS_OF_A_STEP, INSTEAD, KEYS_AT, LIST_KEYS, MAPS, type Height } from './keys.ts';
import { entryOf, type ManifestNode, type MapNode, type YamlInput } from './parse.ts';

const MOST_ZONES = 1000;

/** What has to be in a map, and what is said where it is not. */
const NEEDED: Readonly<Partial<Record<Height, Readonly<Record<string, string>>>>> = {
  manifest: { zones: 'has no list of `zones`' },
  zone: {
    zone: 'has a zone without `zone` (its name or id)',
    targets: 'has a zone without a list of `targets`',
  },
  target: { level: 'has a target without `level`. Write `level: zone` or `level: hostname`' },
};

/**
 * Checks that keys are known, none is missing, and values are of the right form: what is not is told. What the
 * values say is read where all are.
 */
export function checkShape(node: ManifestNode, height: Height, tell: TellShape): node is MapNode {
  if (node.kind !== 'map') {
    tell('SHAPE', node.at, `has something other than keys and values where ${WHERE[height]} should be`);
    return false;
  }
  for (const { key, at, value } of node.entries) {
    const within = MAPS[isOfStep(height) ? 'step' : 'manifest'].get(key);
    if (!KEYS_AT[height].has(key)) tell('UNKNOWN_KEY', at, unknown(key, height));
    else if (key === 'zones' || key === 'targets') checkList(value, key, tell);
    else if (within !== undefined) checkShape(value, within, tell);
    else if (!fits(key, value)) {
      const form = LIST_KEYS.has(key) ? 'a value or a list of values' : 'a value';
      tell('SHAPE', value.at, `has no value, or a value of the wrong form, in \`${key}\`. Write ${form}`);
    }
  }
  const missing = Object.entries(NEEDED[height] ?? {}).filter(([key]) => entryOf(node, key) === undefined);
  // It may be there, but misspelt.
  if (node.entries.every(({ key }) => KEYS_AT[height].has(key)))
    for (const [, says] of missing) tell('SHAPE', node.at, says);
  return true;
}

function checkList(node: ManifestNode, key: 'zones' | 'targets', tell: TellShape): void {
  const items = node.kind === 'list' ? node.items : [];
  if (items.length === 0) tell('SHAPE', node.at, `has something other than a list of entries in \`${key}\``);
  for (const item of items) checkShape(item, key === 'zones' ? 'zone' : 'target', tell);
  if (key === 'zones' && items.length > MOST_ZONES)
    tell('SHAPE', node.at, `has more than ${MOST_ZONES} zones`);
}

export type TellShape = (reason: 'SHAPE' | 'UNKNOWN_KEY', at: string, cause: string) => void;

export function tellShape(input: YamlInput, report: Report): TellShape {
  return (reason, at, cause) => {
    const sentence = `\`${input}\` ${cause} (${input}, ${at}).`;
    report({ reason: `${input.toUpperCase()}_${reason}`, input, sentence });
  };
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
