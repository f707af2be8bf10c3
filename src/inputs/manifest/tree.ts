/** Counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface TextNode {
  readonly kind: 'text';
  readonly value: string;
  readonly at: Position;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly ManifestNode[];
  readonly at: Position;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
  readonly at: Position;
}

export interface MapEntry {
  readonly key: string;
  readonly at: Position;
  readonly value: ManifestNode;
}

/** A YAML document in which every scalar is text: what it means is read like an input. */
export type ManifestNode = TextNode | ListNode | MapNode;

/** Where something stands, for the user. */
export function place(at: Position): string {
  return `manifest, line ${at.line}, column ${at.column}`;
}

/** The value of a key; undefined where the map has no such key. */
export function valueOf(map: MapNode, key: string): ManifestNode | undefined {
  return map.entries.find((entry) => entry.key === key)?.value;
}
