import type * as YamlModule from 'yaml';
import type { Report } from '../problem.ts';

type Yaml = typeof YamlModule;

/** The inputs that are YAML. */
export type YamlInput = 'manifest' | 'issue';

const START = 'line 1, column 1';
/** A manifest is five levels deep. More than this is an attack or a mistake. */
const DEEPEST = 12;
const TOO_DEEP = 'it is nested too deeply';

/** The library's own messages quote the text, which may hold a secret; these replace them. */
const CAUSES: ReadonlyMap<string, string> = new Map([
  ['BAD_INDENT', 'the indentation does not match the lines above'],
  ['TAB_AS_INDENT', 'a tab is used for indentation; YAML needs spaces'],
  ['BLOCK_AS_IMPLICIT_KEY', 'there are two keys on one line'],
  ['MISSING_CHAR', 'a quote, bracket or colon is missing, or the line is not indented like its neighbours'],
  ['BAD_SCALAR_START', 'a value begins with a character that needs quotes'],
  ['MULTIPLE_DOCS', 'there is a second document after ---'],
  ['TAG_RESOLVE_FAILED', 'there is a tag (!), which it cannot have'],
  ['BAD_ALIAS', 'there is an alias (*), which it cannot have'],
  // The library's name for a stack overflow.
  ['RESOURCE_EXHAUSTION', TOO_DEEP],
  ['BAD_DIRECTIVE', 'there is a line that begins with %'],
]);

/**
 * Reads YAML to plain nodes with positions, as far as it can be read; undefined only where there are problems. No
 * problem quotes the text.
 */
export function parseYaml(
  text: string,
  input: YamlInput,
  yaml: Yaml,
  report: Report,
): ManifestNode | undefined {
  const broken: Broken = (at, cause) => {
    const sentence = `\`${input}\` cannot be read at ${at}: ${cause}.`;
    report({ reason: `${input.toUpperCase()}_NOT_READABLE`, input, sentence });
  };
  try {
    return parse(text.replace(/^\uFEFF/u, ''), yaml, broken);
  } catch {
    // Thousands of brackets overflow the library's stack.
    broken(START, TOO_DEEP);
    return undefined;
  }
}

type Broken = (at: string, cause: string) => void;

function parse(text: string, yaml: Yaml, broken: Broken): ManifestNode | undefined {
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
  if (fault !== undefined) broken(position(fault.pos[0]), CAUSES.get(fault.code) ?? 'this is not YAML');
  const complain: Broken = fault === undefined ? broken : () => undefined;
  if (document.contents === null) {
    complain(START, 'it is empty');
    return undefined;
  }
  const convert = (node: unknown, depth: number): ManifestNode => {
    const at = yaml.isNode(node) ? position(node.range?.[0] ?? 0) : START;
    if (depth > DEEPEST) {
      complain(at, TOO_DEEP);
      return { kind: 'text', value: '', at };
    }
    if (yaml.isAlias(node) || (yaml.isNode(node) && node.anchor !== undefined))
      complain(at, 'there is an anchor (&) or alias (*), which it cannot have; write the values out');
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

/** The map under a key; undefined if there is none. */
export function mapAt(map: MapNode | undefined, key: string): MapNode | undefined {
  const value = map && entryOf(map, key)?.value;
  return value?.kind === 'map' ? value : undefined;
}

/** The maps in the list under a key. */
export function mapsUnder(map: MapNode, key: string): readonly MapNode[] {
  const value = entryOf(map, key)?.value;
  return value?.kind === 'list' ? value.items.filter((item) => item.kind === 'map') : [];
}
