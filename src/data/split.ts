// Which rows train, validate and test. The parts are disjoint and together they are the table; each
// keeps the file's order; the choice is a function of the targets, the shares and the split's seed.

import type { SplitSpec } from '../definition/sweep-definition.js';
import { Slip } from '../vocabulary/errors.js';
import { PhiloxStream, Purpose } from '../vocabulary/philox.js';
import { apportion, type Shares, UNIT } from './apportion.js';
import type { PartName } from './data-set.js';
import { dealGroups } from './group-dealing.js';
import { shownName } from './shown.js';
import type { Table, Target } from './table.js';

/** Row numbers of each part, ascending. */
export type Split = Readonly<Record<PartName, Uint32Array>>;

const PARTS: readonly PartName[] = ['train', 'validation', 'test'];

/**
 * Splits a table by its shares; classification is stratified. The rows of class c are shuffled by the
 * split's stream c and dealt to test, validation and train in that order. Groups are dealt whole.
 * @throws Slip if a part that was asked for would be empty, or a class too small to be in each
 */
export function splitTable(table: Table, spec: SplitSpec): Split {
  const shares = sharesOf(spec);
  if (table.groups !== null) return splitGroups(table, spec);
  const groups = rowsByClass(table.target);
  checkClassSizes(table, groups, shares);
  const counts = apportion(
    groups.map((group) => group.length),
    shares,
  );
  checkParts(table, spec, counts);
  checkTrained(table, counts);
  return deal(groups, counts, spec);
}

/** Train, validation and test in millionths. */
function sharesOf({ validation, test }: SplitSpec): Shares {
  for (const [name, share] of Object.entries({ validation, test })) {
    if (share >= 0 && share < 1) continue;
    throw new Slip(`expected 0 <= data.${name} < 1, found ${share}: it is a share of all rows`);
  }
  const units = [Math.round(validation * UNIT), Math.round(test * UNIT)] as const;
  const train = UNIT - units[0] - units[1];
  if (train > 0) return [train, ...units];
  throw new Slip(
    `expected rows left to train on, found data.validation ${validation} and data.test ${test}, which leave none: lower one`,
  );
}

/** Regression has one group: all rows. */
function rowsByClass(target: Target): Uint32Array[] {
  if (target.kind === 'regression') return [Uint32Array.from(target.values, (_, row) => row)];
  const sizes = new Uint32Array(target.classes.length);
  for (const index of target.values) sizes[index]!++;
  const groups = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(sizes.length);
  for (const [row, index] of target.values.entries()) groups[index]![filled[index]!++] = row;
  return groups;
}

function checkClassSizes(table: Table, groups: readonly Uint32Array[], shares: Shares): void {
  if (table.target.kind === 'regression') return;
  const { classes } = table.target;
  const needed = shares.filter((share) => share > 0).length;
  const small = groups.flatMap((rows, c) => (rows.length < needed ? [{ rows, c }] : []));
  if (small.length === 0) return;
  const named = small
    .slice(0, 6)
    .map(({ rows, c }) => `${shownName(classes[c]!)} with ${rows.length}`);
  const more = small.length > named.length ? ` and ${small.length - named.length} more` : '';
  const message = `expected at least ${needed} rows of each class, one for each part, found ${named.join(', ')}${more}: add rows, leave such classes out, or check that data.target is the right column`;
  throw new Slip([{ place: table.origin, message }]);
}

function checkParts(table: Table, spec: SplitSpec, counts: readonly (readonly number[])[]): void {
  for (const [part, name] of PARTS.entries()) {
    const rows = rowsOf(counts, part);
    const asked = name === 'train' || spec[name] > 0;
    if (!asked || rows > 0) continue;
    const share = name === 'train' ? 1 - spec.validation - spec.test : spec[name];
    const message = `expected rows in the ${name} part, found none: ${share} of ${table.rows} rows is less than one`;
    throw new Slip([{ place: table.origin, message }]);
  }
}

function checkTrained(table: Table, counts: readonly (readonly number[])[]): void {
  const untrained = counts.findIndex((row) => row[0] === 0);
  if (untrained < 0 || table.target.kind === 'regression') return;
  const rows = counts[untrained]!.reduce((sum, count) => sum + count, 0);
  const message = `expected every class in the training part, found none of the ${rows} rows of ${shownName(table.target.classes[untrained]!)} there: lower data.validation or data.test`;
  throw new Slip([{ place: table.origin, message }]);
}

/** The test part first, then validation from the rest. */
function splitGroups(table: Table, { validation, test, splitSeed }: SplitSpec): Split {
  const cut = (rows: Uint32Array, name: PartName, share: number, time: number) => {
    if (share === 0) return [rows, new Uint32Array(0)] as const;
    const random = new PhiloxStream(splitSeed, Purpose.split, 0, time);
    const names = ['the rest', `the ${name} part`];
    const parts = dealGroups(table, rows, { shares: [1 - share, share], names, random });
    return [parts[0]!, parts[1]!] as const;
  };
  const all = Uint32Array.from({ length: table.rows }, (_, row) => row);
  const [rest, tested] = cut(all, 'test', test, 1);
  const [train, validated] = cut(rest, 'validation', validation / (1 - test), 2);
  const trained = rowsByClass(table.target).map((rows) => {
    const members = new Set(rows);
    return [train.filter((row) => members.has(row)).length, rows.length];
  });
  checkTrained(table, trained);
  return Object.freeze({ train, validation: validated, test: tested });
}

function deal(
  groups: readonly Uint32Array[],
  counts: readonly (readonly number[])[],
  { splitSeed }: SplitSpec,
): Split {
  const chosen = PARTS.map((_, p) => new Uint32Array(rowsOf(counts, p)));
  const filled = PARTS.map(() => 0);
  for (const [c, group] of groups.entries()) {
    const rows = group.slice();
    new PhiloxStream(splitSeed, Purpose.split, c).shuffle(rows);
    let dealt = 0;
    // Test first: another share for validation does not move a row into or out of the test part.
    for (const p of [2, 1, 0]) {
      const count = counts[c]![p]!;
      chosen[p]!.set(rows.subarray(dealt, dealt + count), filled[p]);
      filled[p]! += count;
      dealt += count;
    }
  }
  const [train, validation, test] = chosen.map((rows) => rows.sort());
  return Object.freeze({ train: train!, validation: validation!, test: test! });
}

/** Rows of a part, over all classes. */
function rowsOf(counts: readonly (readonly number[])[], part: number): number {
  return counts.reduce((sum, row) => sum + row[part]!, 0);
}
