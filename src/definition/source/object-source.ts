// An object of a program becomes a source tree. Places are key paths: parameters.lr.max.

import type { ComplaintBook } from '../complaint-book.js';
import { admitKey, MAX_DEPTH, MAX_VALUES, tooDeep, tooManyValues } from './limits.js';
import type { MapEntry, SourceNode, Spot } from './source-node.js';

interface Walk {
  readonly book: ComplaintBook;
  /** The file that exports it; null: none does. */
  readonly file: string | null;
  /** Values so far: the order of spots. */
  values: number;
}

function spotOf(walk: Walk, path: string): Spot {
  const { file, values: order } = walk;
  if (file === null) return { place: path, order, overridden: true };
  return { place: path === '' ? file : `${file} ${path}`, order, overridden: false };
}

function mapTree(walk: Walk, value: object, spot: Spot, path: string, depth: number): SourceNode {
  const entries: MapEntry[] = [];
  const seen = new Map<string, Spot>();
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const inner = path === '' ? key : `${path}.${key}`;
    const keySpot = spotOf(walk, inner);
    const node = tree(walk, item, inner, depth + 1);
    if (admitKey(key, keySpot, seen, walk.book)) entries.push({ key, keySpot, value: node });
  }
  return { kind: 'map', spot, entries };
}

function tree(walk: Walk, value: unknown, path: string, depth: number): SourceNode {
  const spot = spotOf(walk, path);
  const scalar = (found: string | number | boolean | null): SourceNode => ({
    kind: 'scalar',
    spot,
    value: found,
    text: String(found),
    quoted: typeof found === 'string',
  });
  walk.values++;
  if (depth > MAX_DEPTH || walk.values > MAX_VALUES) {
    walk.book.error(spot, depth > MAX_DEPTH ? tooDeep : tooManyValues);
    return scalar(null);
  }
  if (value === null) return scalar(null);
  if (typeof value === 'string' || typeof value === 'boolean') return scalar(value);
  if (typeof value === 'number') return scalar(value);
  if (Array.isArray(value)) {
    const items = value.map((item, i) => tree(walk, item, `${path}.${i}`, depth + 1));
    return { kind: 'list', spot, items };
  }
  if (typeof value === 'object') return mapTree(walk, value, spot, path, depth);
  walk.book.error(spot, `expected plain data, found a ${typeof value}: give its result instead`);
  return scalar(null);
}

/** @param file that exports it, as the person named it; paths in it are then relative to the file */
export function objectTree(
  value: unknown,
  book: ComplaintBook,
  file: string | null = null,
): SourceNode {
  return tree({ book, file, values: 0 }, value, '', 1);
}
