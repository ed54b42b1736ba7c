// A definition as it was written: values with the place of each. YAML, JSON, an object of a program
// and `--set` all become this one tree, so that every check after them can say where a slip stands.
// Invariant: keys are unique within a map, and no key is one that objects treat specially.

/** Where something stands, and how places are sorted. */
export interface Spot {
  /** file:line:column, a key path, or `--set key`. */
  readonly place: string;
  /** Position in the text; what was set on the command line comes after the file. */
  readonly order: number;
  /** Given on the command line: paths are relative to where the person stands. */
  readonly overridden: boolean;
}

interface ScalarNode {
  readonly kind: 'scalar';
  readonly spot: Spot;
  readonly value: number | string | boolean | null;
  /** As it was written, without quotes. */
  readonly text: string;
  readonly quoted: boolean;
}

interface ListNode {
  readonly kind: 'list';
  readonly spot: Spot;
  readonly items: readonly SourceNode[];
}

export interface MapEntry {
  readonly key: string;
  readonly keySpot: Spot;
  readonly value: SourceNode;
}

export interface MapNode {
  readonly kind: 'map';
  readonly spot: Spot;
  readonly entries: readonly MapEntry[];
}

export type SourceNode = ScalarNode | ListNode | MapNode;

export function entryOf(node: SourceNode, key: string): MapEntry | undefined {
  return node.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** The node at a path of keys and indices, or undefined where the path leaves the tree. */
export function nodeAt(root: SourceNode, path: readonly PropertyKey[]): SourceNode | undefined {
  let node: SourceNode | undefined = root;
  for (const step of path) {
    if (node === undefined) return undefined;
    node = node.kind === 'list' ? node.items[Number(step)] : entryOf(node, String(step))?.value;
  }
  return node;
}

/** The bare value, for schemas. */
export function plainOf(node: SourceNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainOf);
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainOf(value)]));
  }
}

/** Text for a message: on one line, not too long, nothing a terminal would obey. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return `\`${escaped.length > 60 ? `${escaped.slice(0, 57)}…` : escaped}\``;
}

/** What was found, in words: text `adam`, 0.5, nothing, a list. */
export function found(node: SourceNode): string {
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (node.kind === 'map') return node.entries.length === 0 ? 'an empty map' : 'a map';
  if (node.value === null) return 'nothing';
  if (typeof node.value === 'string') return `text ${quoted(node.value)}`;
  return quoted(node.text).slice(1, -1);
}
