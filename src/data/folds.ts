// Cross-validation: every row that is not kept for the test part validates in one fold and trains in all
// others. Folds are as equal as whole rows allow, overall and in each class; rows of one group stay
// together. Which row is in which fold is a function of the targets, the groups and the split's seed.

import type { SplitSpec } from '../definition/sweep-definition.js';
import { Slip } from '../vocabulary/errors.js';
import { contentHash } from '../vocabulary/hash.js';
import { PhiloxStream, Purpose } from '../vocabulary/philox.js';
import type { DataSet } from './data-set.js';
import { dealGroups } from './group-dealing.js';
import { shownName } from './shown.js';
import { type Split, splitTable } from './split.js';
import type { Table } from './table.js';

/**
 * One split for each fold. The test part is cut off first and is the same in all of them.
 * @throws Slip where a class has fewer rows than there are folds, or a fold would lack rows or a class
 */
export function foldSplits(table: Table, spec: SplitSpec, folds: number): readonly Split[] {
  const { train: rows, test } = splitTable(table, { ...spec, validation: 0 });
  const dealt =
    table.groups === null
      ? dealRows(table, rows, folds, spec.splitSeed)
      : dealGroups(table, rows, {
          shares: Array.from({ length: folds }, () => 1 / folds),
          names: Array.from({ length: folds }, (_, fold) => `fold ${fold}`),
          random: new PhiloxStream(spec.splitSeed, Purpose.folds),
        });
  return dealt.map((validation, fold) => {
    const others = dealt.filter((_, other) => other !== fold);
    const train = Uint32Array.from(others.flatMap((part) => [...part])).sort();
    checkTrained(table, rows, train, fold);
    return Object.freeze({ train, validation, test });
  });
}

/** What names the data of a sweep: of one data set its own hash. */
export function hashOfFolds(folds: readonly DataSet[]): string {
  if (folds.length === 1) return folds[0]!.hash;
  return contentHash('folds', ...folds.map(({ hash }) => hash));
}

/** Deals the shuffled rows of one class after the other round the folds, so that totals level out too. */
function dealRows(table: Table, rows: Uint32Array, folds: number, seed: number): Uint32Array[] {
  const dealt: number[][] = Array.from({ length: folds }, () => []);
  let next = 0;
  for (const [c, members] of byClass(table, rows).entries()) {
    checkSize(table, c, members.length, folds);
    const shuffled = Uint32Array.from(members);
    new PhiloxStream(seed, Purpose.folds, c).shuffle(shuffled);
    for (const row of shuffled) dealt[next++ % folds]!.push(row);
  }
  return dealt.map((part) => Uint32Array.from(part).sort());
}

/** Regression has one class: all rows. */
function byClass({ target }: Table, rows: Uint32Array): readonly (readonly number[])[] {
  if (target.kind === 'regression') return [[...rows]];
  const classes: number[][] = target.classes.map(() => []);
  for (const row of rows) classes[target.values[row]!]!.push(row);
  return classes;
}

function checkSize({ origin, target }: Table, c: number, rows: number, folds: number): void {
  if (rows >= folds) return;
  const message =
    target.kind === 'regression'
      ? `expected at least ${folds} rows, one for each fold, found ${rows}: lower folds`
      : `expected at least ${folds} rows of each class, one for each fold, found ${shownName(target.classes[c]!)} with ${rows}: lower folds or data.test, or leave such classes out`;
  throw new Slip([{ place: origin, message }]);
}

/** Groups may take all rows of a class with them into one fold. */
function checkTrained(table: Table, rows: Uint32Array, train: Uint32Array, fold: number): void {
  const { origin, target } = table;
  if (target.kind === 'regression') return;
  const trained = new Set(Array.from(train, (row) => target.values[row]!));
  const missing = rows.find((row) => !trained.has(target.values[row]!));
  if (missing === undefined) return;
  const name = shownName(target.classes[target.values[missing]!]!);
  const message = `expected every class in the training part of each fold, found none of ${name} in that of fold ${fold}: its rows are all in the groups of that fold, lower folds, or leave such classes out`;
  throw new Slip([{ place: origin, message }]);
}
