// Rows that belong together (visits of one patient, pictures of one scene) must not be on both sides
// of a split: what is learned from one would be tested on its twin. Groups are dealt whole, so that each
// part comes near its share of every class.

import { Slip } from '../vocabulary/errors.js';
import type { PhiloxStream } from '../vocabulary/philox.js';
import type { Table } from './table.js';

export interface Dealing {
  /** Of each part, above 0; they add up to 1. */
  readonly shares: readonly number[];
  /** Of each part, for messages. */
  readonly names: readonly string[];
  /** Decides among groups of equal size. */
  readonly random: PhiloxStream;
}

/** Rows of one group, and how many there are of each class. */
interface Group {
  readonly rows: number[];
  readonly counts: Map<number, number>;
}

/**
 * Largest group first, each to the part in which it adds least to the sum of (rows of class)² / (share ·
 * rows of class in all): what is left to the small ones levels the parts out. (After scikit-learn's
 * StratifiedGroupKFold.)
 * @returns the rows of each part, ascending
 * @throws Slip where there are too few groups for all parts to have some
 */
export function dealGroups(
  table: Table,
  rows: Uint32Array,
  { shares, names, random }: Dealing,
): Uint32Array[] {
  const groups = groupsOf(table, rows);
  const order = Uint32Array.from(groups, (_, i) => i);
  random.shuffle(order);
  const bySize = [...order].sort((a, b) => groups[b]!.rows.length - groups[a]!.rows.length);
  const totals = totalsOf(groups);
  const parts = shares.map(() => ({ rows: [] as number[], counts: new Map<number, number>() }));
  for (const index of bySize) {
    const group = groups[index]!;
    const costs = parts.map((part, p) => cost(group, part, totals) / shares[p]!);
    const cheapest = parts[leastIndex(costs, (p) => parts[p]!.rows.length / shares[p]!)]!;
    for (const row of group.rows) cheapest.rows.push(row);
    for (const [c, count] of group.counts) {
      cheapest.counts.set(c, (cheapest.counts.get(c) ?? 0) + count);
    }
  }
  const empty = parts.findIndex((part) => part.rows.length === 0);
  if (empty >= 0) {
    const message = `expected groups for each part, found ${groups.length} in all and none for ${names[empty]}: split into fewer or larger parts, or name another column as the group`;
    throw new Slip([{ place: table.origin, message }]);
  }
  return parts.map((part) => Uint32Array.from(part.rows).sort());
}

function groupsOf({ target, groups }: Table, rows: Uint32Array): readonly Group[] {
  const known = new Map<number, Group>();
  for (const row of rows) {
    let group = known.get(groups![row]!);
    if (group === undefined) {
      group = { rows: [], counts: new Map() };
      known.set(groups![row]!, group);
    }
    const c = target.kind === 'classification' ? target.values[row]! : 0;
    group.rows.push(row);
    group.counts.set(c, (group.counts.get(c) ?? 0) + 1);
  }
  return [...known.values()];
}

function totalsOf(groups: readonly Group[]): ReadonlyMap<number, number> {
  const totals = new Map<number, number>();
  for (const { counts } of groups) {
    for (const [c, count] of counts) totals.set(c, (totals.get(c) ?? 0) + count);
  }
  return totals;
}

function cost(group: Group, part: Group, totals: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const [c, count] of group.counts) {
    sum += (count * (2 * (part.counts.get(c) ?? 0) + count)) / totals.get(c)!;
  }
  return sum;
}

/** Of equal costs the part with the fewest rows for its share, of these the first. */
function leastIndex(costs: readonly number[], fullness: (part: number) => number): number {
  let best = 0;
  for (let p = 1; p < costs.length; p++) {
    const cheaper = costs[p]! < costs[best]!;
    if (cheaper || (costs[p] === costs[best] && fullness(p) < fullness(best))) best = p;
  }
  return best;
}
