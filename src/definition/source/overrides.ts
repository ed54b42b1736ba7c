// `--set key=value`: a value of the command line takes the place of one in the file. Keys are dotted
// paths; values are read as YAML would read them after `key: `, but a word with a `#` or a `:` in it is
// a word (a path may have both).

import type { ComplaintBook } from '../complaint-book.js';
import { admitKey, invisibleCharacter } from './limits.js';
import { type MapEntry, type MapNode, quoted, type SourceNode, type Spot } from './source-node.js';
import { readYaml } from './yaml-source.js';

export interface Override {
  /** data.file, epochs, parameters.lr.max */
  readonly key: string;
  /** As typed. */
  readonly value: string;
}

/** Lists, maps and quotes are YAML; so is a single word: a number, true, adam. */
const READ_AS_YAML = /^(?:[[{"'].*|[-+.\w]+)$/s;

function overrideValue(value: string, spot: Spot, book: ComplaintBook): SourceNode | null {
  const text: SourceNode = { kind: 'scalar', spot, value, text: value, quoted: true };
  if (invisibleCharacter(value) !== null) {
    const { name } = invisibleCharacter(value)!;
    book.error(spot, `expected text that can be seen, found the character ${name}: remove it`);
    return null;
  }
  if (value.trim() === '') {
    book.error(spot, 'expected a value after `=`, found nothing: write key=value');
    return null;
  }
  return READ_AS_YAML.test(value) ? readYaml(value, () => spot, book) : text;
}

function withEntry(map: MapNode, entry: MapEntry): MapNode {
  const at = map.entries.findIndex(({ key }) => key === entry.key);
  const entries = at < 0 ? [...map.entries, entry] : map.entries.with(at, entry);
  return { ...map, entries };
}

interface Change {
  readonly spot: Spot;
  readonly value: SourceNode;
  readonly book: ComplaintBook;
}

function changed(node: SourceNode, path: readonly string[], change: Change): SourceNode {
  const [step, ...rest] = path;
  if (step === undefined) return change.value;
  if (node.kind === 'list') {
    const item = /^\d{1,6}$/.test(step) ? node.items[Number(step)] : undefined;
    if (item !== undefined) {
      return { ...node, items: node.items.with(Number(step), changed(item, rest, change)) };
    }
    const what = `expected an item of a list, 0 to ${node.items.length - 1}, found ${quoted(step)}`;
    change.book.error(change.spot, `${what}: set the whole list, or one of its items`);
    return node;
  }
  if (node.kind === 'scalar' && node.value !== null) {
    const what = `expected a map on the way to ${quoted(step)}, found ${quoted(node.text)}`;
    change.book.error(change.spot, `${what}: set the key above it instead`);
    return node;
  }
  const map: MapNode = node.kind === 'map' ? node : { kind: 'map', spot: change.spot, entries: [] };
  const known = map.entries.find(({ key }) => key === step);
  const inner = known?.value ?? { kind: 'map', spot: change.spot, entries: [] };
  const value = changed(inner, rest, change);
  return withEntry(map, { key: step, keySpot: known?.keySpot ?? change.spot, value });
}

/** A parameter's own name may be dotted (block.width): then it is one step of the path. */
function pathOf(root: SourceNode, key: string): readonly string[] {
  const steps = key.split('.');
  if (steps[0] !== 'parameters' || root.kind !== 'map') return steps;
  const parameters = root.entries.find((entry) => entry.key === 'parameters')?.value;
  const names = parameters?.kind === 'map' ? parameters.entries.map((entry) => entry.key) : [];
  const inner = steps.slice(1).join('.');
  const name = names.find((n) => n.includes('.') && (inner === n || inner.startsWith(`${n}.`)));
  if (name === undefined) return steps;
  return [
    'parameters',
    name,
    ...inner
      .slice(name.length + 1)
      .split('.')
      .filter(Boolean),
  ];
}

/** @param order of the first override's spot: after everything in the file */
export function withOverrides(
  root: SourceNode,
  overrides: readonly Override[],
  order: number,
  book: ComplaintBook,
): SourceNode {
  let result = root;
  overrides.forEach(({ key, value }, i) => {
    const spot: Spot = { place: `--set ${key}`, order: order + i, overridden: true };
    const path = pathOf(result, key);
    if (key.length > 200 || path.some((step) => step === '')) {
      book.error(spot, `expected a dotted key, found ${quoted(key)}: write data.file=digits.csv`);
      return;
    }
    if (!path.every((step) => admitKey(step, spot, new Map(), book))) return;
    const node = overrideValue(value, spot, book);
    if (node !== null) result = changed(result, path, { spot, value: node, book });
  });
  return result;
}
