// A composed YAML document becomes a source tree: aliases are followed (and counted), tags refused,
// keys made unique. Anchors are looked up in the order of the document, as YAML means them.

import { isAlias, isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import type { ComplaintBook } from '../complaint-book.js';
import {
  admitKey,
  invisibleCharacter,
  MAX_DEPTH,
  MAX_VALUES,
  tooDeep,
  tooManyValues,
} from './limits.js';
import { type MapEntry, quoted, type SourceNode, type Spot } from './source-node.js';

const CORE_TAG = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;

interface Walk {
  readonly spotOf: (offset: number) => Spot;
  readonly book: ComplaintBook;
  readonly anchors: Map<string, ParsedNode>;
  values: number;
  /** A slip after which the rest cannot be judged: what is missing here was perhaps meant. */
  broken: boolean;
}

function nothing(spot: Spot): SourceNode {
  return { kind: 'scalar', spot, value: null, text: '', quoted: false };
}

function scalarTree(walk: Walk, node: ParsedNode & { value?: unknown }, spot: Spot): SourceNode {
  const { value, source, type } = node as { value: unknown; source?: string; type?: string };
  if (typeof value === 'string') {
    const invisible = invisibleCharacter(value);
    if (invisible !== null) {
      walk.book.error(
        spot,
        `expected text that can be seen, found the character ${invisible.name}: remove it`,
      );
    }
  }
  return {
    kind: 'scalar',
    spot,
    value: value as string | number | boolean | null,
    text: source ?? String(value),
    quoted: typeof value === 'string' && type !== 'PLAIN',
  };
}

function keyText(walk: Walk, key: ParsedNode | null, spot: Spot): string | null {
  if (isScalar(key) && key.value !== null) return key.source ?? String(key.value);
  walk.book.error(spot, 'expected a name as key, found something else: write `name: value`');
  return null;
}

function mapTree(walk: Walk, node: ParsedNode, spot: Spot, depth: number): SourceNode {
  const entries: MapEntry[] = [];
  const seen = new Map<string, Spot>();
  for (const pair of isMap<ParsedNode, ParsedNode | null>(node) ? node.items : []) {
    const keySpot = pair.key === null ? spot : walk.spotOf(pair.key.range[0]);
    const key = keyText(walk, pair.key, keySpot);
    const value = pair.value === null ? nothing(keySpot) : tree(walk, pair.value, depth + 1);
    if (key === null || value === null || !admitKey(key, keySpot, seen, walk.book)) continue;
    entries.push({ key, keySpot, value });
  }
  return { kind: 'map', spot, entries };
}

function followed(walk: Walk, node: ParsedNode, spot: Spot): ParsedNode | null {
  if (!isAlias(node)) return node;
  const target = walk.anchors.get(node.source);
  if (target !== undefined) return target;
  const name = node.source;
  walk.broken = true;
  walk.book.error(
    spot,
    `expected an anchor \`&${name}\` before this, found only the alias \`*${name}\`: write the value out`,
  );
  return null;
}

function tree(walk: Walk, node: ParsedNode, depth: number): SourceNode | null {
  const spot = walk.spotOf(node.range[0]);
  if (++walk.values > MAX_VALUES || depth > MAX_DEPTH) {
    // Said once, at the first place; the walk below it ends here, so that laughs cost nothing.
    if (walk.values <= MAX_VALUES) walk.book.error(spot, tooDeep);
    else if (walk.values === MAX_VALUES + 1) walk.book.error(spot, tooManyValues);
    walk.broken = true;
    walk.values = MAX_VALUES + 1;
    return null;
  }
  const target = followed(walk, node, spot);
  if (target === null) return nothing(spot);
  if (target !== node) return tree(walk, target, depth + 1);
  if (node.tag !== undefined && !CORE_TAG.test(node.tag)) {
    walk.broken = true;
    walk.book.error(spot, `expected a plain value, found the tag ${quoted(node.tag)}: remove it`);
    return nothing(spot);
  }
  if (!isAlias(node) && node.anchor !== undefined) walk.anchors.set(node.anchor, node);
  if (isMap(node)) return mapTree(walk, node, spot, depth);
  if (!isSeq<ParsedNode>(node)) return scalarTree(walk, node, spot);
  const items = node.items.map((item) => tree(walk, item, depth + 1));
  return { kind: 'list', spot, items: items.filter((item) => item !== null) };
}

/**
 * @param contents null for an empty document
 * @returns null after a slip that leaves nothing to judge, which is in the book
 */
export function yamlTree(
  contents: ParsedNode | null,
  spotOf: (offset: number) => Spot,
  book: ComplaintBook,
): SourceNode | null {
  if (contents === null) return nothing(spotOf(0));
  const walk: Walk = { spotOf, book, anchors: new Map(), values: 0, broken: false };
  const root = tree(walk, contents, 1);
  return walk.broken ? null : root;
}
