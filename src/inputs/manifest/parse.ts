import type * as YamlModule from 'yaml';
import { collector, type InputProblem, type Report } from '../problem.ts';

type Yaml = typeof YamlModule;

interface ManifestTree {
  /** As far as it can be read; undefined only where there are problems. */
  readonly root: ManifestNode | undefined;
  readonly problems: readonly InputProblem[];
}

const START = 'line 1, column 1';
/** A manifest is five levels deep. More than this is an attack or a mistake. */
const DEEPEST = 12;

/** The library's own messages quote the text, which may hold a secret; these replace them. */
const CAUSES: ReadonlyMap<string, string> = new Map([
  ['BAD_INDENT', 'the indentation does not match the lines above'],
  ['TAB_AS_INDENT', 'a tab is used for indentation; YAML needs spaces'],
  ['BLOCK_AS_IMPLICIT_KEY', 'there are two keys on one line'],
  ['MISSING_CHAR', 'a quote, bracket or colon is missing, or the line is not indented like its neighbours'],
  ['BAD_SCALAR_START', 'a value begins with a character that needs quotes'],
  ['MULTIPLE_DOCS', 'there is a second document after ---'],
  ['TAG_RESOLVE_FAILED', 'there is a tag (!), which a manifest cannot have'],
  ['BAD_ALIAS', 'there is an alias (*), which a manifest cannot have'],
  // The library's name for a stack overflow.
  ['RESOURCE_EXHAUSTION', 'it is nested too deeply'],
  ['BAD_DIRECTIVE', 'there is a line that begins with %'],
]);

/** Reads YAML to plain nodes with positions. No problem quotes the text. */
export function parseManifest(text: string, yaml: Yaml): ManifestTree {
  const { problems, report } = collector();
  try {
    return { root: parse(text.replace(/^\uFEFF/u, ''), yaml, report), problems };
  } catch {
    // Thousands of brackets overflow the library's stack.
    report(broken(START, 'it is nested too deeply'));
    return { root: undefined, problems };
  }
}

function parse(text: string, yaml: Yaml, report: Report): ManifestNode | undefined {
  const lines = new yaml.LineCounter();
  const position = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${Math.max(line, 1)}, column ${Math.max(col, 1)}`;
  };
  const document = yaml.parseDocument(text, {
    schema: 'failsafe',
    // Looked for below: the library compares every key with every other.
    uniqueKeys: false,
    lineCounter: lines,
    prettyErrors: false,
  });
  // Later faults are mostly consequences of the first one.
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined)
    report(broken(position(fault.pos[0]), CAUSES.get(fault.code) ?? 'this is not YAML'));
  if (document.contents === null) {
    if (fault === undefined) report(broken(START, 'it is empty'));
    return undefined;
  }
  const complain = (at: string, cause: string): void => {
    if (fault === undefined) report(broken(at, cause));
  };
  const convert = (node: unknown, depth: number): ManifestNode => {
    const at = yaml.isNode(node) ? position(node.range?.[0] ?? 0) : START;
    if (depth > DEEPEST) {
      complain(at, 'it is nested too deeply');
      return { kind: 'text', value: '', at };
    }
    if (yaml.isAlias(node) || (yaml.isNode(node) && node.anchor !== undefined))
      complain(at, 'there is an anchor (&) or alias (*), which a manifest cannot have; write the values out');
    if (yaml.isSeq(node))
      return { kind: 'list', items: node.items.map((one) => convert(one, depth + 1)), at };
    if (yaml.isMap(node)) return { kind: 'map', entries: entriesOf(node.items, depth), at };
    const value = yaml.isScalar(node) && typeof node.value === 'string' ? node.value.trim() : '';
    return { kind: 'text', value, at };
  };
  const entriesOf = (pairs: readonly YamlModule.Pair[], depth: number): readonly MapEntry[] => {
    const entries = new Map<string, MapEntry>();
    for (const pair of pairs) {
      const key = convert(pair.key, depth + 1);
      const { at } = key;
      if (key.kind !== 'text') complain(at, 'a key must be a word');
      else if (entries.has(key.value)) complain(at, 'a key is given twice');
      else {
        const none = { kind: 'text', value: '', at } as const;
        const value = pair.value === null ? none : convert(pair.value, depth + 1);
        entries.set(key.value, { key: key.value, at, value });
      }
    }
    return [...entries.values()];
  };
  return convert(document.contents, 0);
}

function broken(at: string, cause: string): InputProblem {
  const sentence = `The manifest cannot be read at ${at}: ${cause}.`;
  return { reason: 'MANIFEST_NOT_READABLE', input: 'manifest', sentence };
}

interface Placed {
  /** Such as `line 3, column 5`, counted from 1. */
  readonly at: string;
}

export interface TextNode extends Placed {
  readonly kind: 'text';
  readonly value: string;
}

interface ListNode extends Placed {
  readonly kind: 'list';
  readonly items: readonly ManifestNode[];
}

export interface MapNode extends Placed {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
}

export interface MapEntry extends Placed {
  readonly key: string;
  readonly value: ManifestNode;
}

/** A YAML document in which every scalar is text: what it means is read like an input. */
export type ManifestNode = TextNode | ListNode | MapNode;

/** The entry of a key; undefined if the map has none. */
export function entryOf(map: MapNode, key: string): MapEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}
