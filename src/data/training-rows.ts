// Training sets of fewer rows: which rows of the training part they have. A smaller set is contained in every
// larger one, and has its share of every class; the choice is a function of the targets, the groups and the
// split's seed. Scales, levels and means stay those that were fitted on the whole training part.

import { PhiloxStream, Purpose } from '../vocabulary/philox.js';
import type { Seed } from '../vocabulary/seed.js';
import type { DataSet, Nesting, Part } from './data-set.js';
import type { Table } from './table.js';

/**
 * The rows of each class in an order of their own, of which the k-th of n stands at (k + 1/2) / n of the way;
 * the first one of each class before all others, so that no set of as many rows as there are classes lacks
 * one. Where rows belong together the order is one of whole groups, those that bring a class first.
 * @param train rows of the table, ascending
 */
export function nestingOf(table: Table, train: Uint32Array, splitSeed: Seed): Nesting {
  const order = new Uint32Array(new SharedArrayBuffer(train.length * 4));
  if (table.groups === null) {
    order.set(interleaved(membersOf(table, train), splitSeed));
    return Object.freeze({ order, ends: null });
  }
  const groups = orderedGroups(table, train, splitSeed);
  order.set(groups.flat());
  let end = 0;
  const ends = Uint32Array.from(groups, ({ length }) => (end += length));
  return Object.freeze({ order, ends });
}

/** Places in the training part, by class; regression has one class. */
function membersOf({ target }: Table, train: Uint32Array): readonly Uint32Array[] {
  if (target.kind === 'regression') return [Uint32Array.from(train.keys())];
  const members: number[][] = target.classes.map(() => []);
  for (let place = 0; place < train.length; place++) {
    members[target.values[train[place]!]!]!.push(place);
  }
  return members.map((places) => Uint32Array.from(places));
}

/** Shuffles each class in place. */
function interleaved(classes: readonly Uint32Array[], splitSeed: Seed): Uint32Array {
  for (const [c, rows] of classes.entries()) {
    new PhiloxStream(splitSeed, Purpose.subset, c).shuffle(rows);
  }
  const order = new Uint32Array(classes.reduce((sum, { length }) => sum + length, 0));
  const taken = classes.map(() => 0);
  /** Of each class where its next row stands; one whose first is not taken stands before all others. */
  const ways = Float64Array.from(classes, ({ length }) => (length === 0 ? 2 : 0));
  for (let place = 0; place < order.length; place++) {
    let next = 0;
    for (let c = 1; c < ways.length; c++) if (ways[c]! < ways[next]!) next = c;
    const rows = classes[next]!;
    order[place] = rows[taken[next]!++]!;
    ways[next] = taken[next]! < rows.length ? (taken[next]! + 0.5) / rows.length : 2;
  }
  return order;
}

function orderedGroups(
  { target, groups }: Table,
  train: Uint32Array,
  splitSeed: Seed,
): readonly number[][] {
  const known = new Map<number, number[]>();
  for (const [place, row] of train.entries()) {
    const group = known.get(groups![row]!);
    if (group === undefined) known.set(groups![row]!, [place]);
    else group.push(place);
  }
  const all = [...known.values()];
  const shuffled = Uint32Array.from(all, (_, i) => i);
  new PhiloxStream(splitSeed, Purpose.subset).shuffle(shuffled);
  if (target.kind === 'regression') return [...shuffled].map((i) => all[i]!);
  const seen = new Set<number>();
  const [bringing, others]: [number[][], number[][]] = [[], []];
  for (const i of shuffled) {
    const classes = all[i]!.map((place) => target.values[train[place]!]!);
    (classes.every((c) => seen.has(c)) ? others : bringing).push(all[i]!);
    for (const c of classes) seen.add(c);
  }
  return [...bringing, ...others];
}

/** Rows of the training part that a set of so many has: with groups perhaps more, and never more than there are. */
export function sizeOfSet({ nesting, parts }: DataSet, rows: number): number {
  return Math.min(nesting.ends?.find((end) => end >= rows) ?? rows, parts.train.rows);
}

/** Of each data set the last one that was asked for: trials of one rung follow each other. */
const lastMade = new WeakMap<DataSet, DataSet>();

/**
 * The same data with a training part of its first `rows` rows by the nesting, in the part's own order; of
 * groups as many whole ones as it takes to have so many. All of it where there are no more.
 * @param rows at least 1
 */
export function trainedOn(data: DataSet, rows: number): DataSet {
  const size = sizeOfSet(data, rows);
  if (size === data.parts.train.rows) return data;
  const known = lastMade.get(data);
  if (known?.parts.train.rows === size) return known;
  const subset = subsetOf(data, data.nesting.order.slice(0, size).sort());
  lastMade.set(data, subset);
  return subset;
}

function subsetOf(data: DataSet, rows: Uint32Array): DataSet {
  const { parts, task } = data;
  const train = rowsOfPart(parts.train, rows);
  const smaller = { ...data, parts: Object.freeze({ ...parts, train }) };
  if (task.kind === 'regression') return Object.freeze(smaller);
  const counts = task.counts.map(() => 0);
  for (const index of train.targets) counts[index]!++;
  return Object.freeze({ ...smaller, task: Object.freeze({ ...task, counts }) });
}

function rowsOfPart(part: Part, rows: Uint32Array): Part {
  const width = part.inputs.length / part.rows;
  const inputs = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) {
    inputs.set(part.inputs.subarray(row * width, (row + 1) * width), i * width);
  }
  const targets = Float32Array.from(rows, (row) => part.targets[row]!);
  return Object.freeze({ rows: rows.length, inputs, targets });
}
