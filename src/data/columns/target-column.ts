// The column to be learned, and which task it asks for. The rule, in this order:
//   1. what data.task says
//   2. text                                      -> classification
//   3. whole numbers, at most 50 different ones  -> classification
//   4. other numbers                             -> regression
// Classes that are all numbers are in ascending order (and 1 and 1.0 are one class, named 1), others
// in order of their code units. Neither depends on the order of rows.

import { Slip } from '../../vocabulary/errors.js';
import { shownCell, shownName } from '../shown.js';
import type { Target } from '../table.js';
import { GrowingNumbers } from './growing-numbers.js';
import { adviceForSpelling, type Cell, numberIn } from './number-cell.js';
import type { Source } from './source.js';

const MAX_INFERRED_CLASSES = 50;
const MAX_CLASSES = 10_000;

type TaskWish = 'classification' | 'regression' | null;

export interface TargetColumn {
  /** @param cell trimmed and not empty */
  push(cell: Cell, at: number): void;
  /** @throws Slip if the column does not fit the task */
  target(): Target;
}

/** What the inference looks at: gathered row by row, in memory bounded by the number of rows. */
interface Gathered {
  readonly numbers: GrowingNumbers;
  /** The label's number of each row, in order of first sight; not kept on beyond MAX_CLASSES. */
  readonly ids: GrowingNumbers;
  readonly labels: Map<string, number>;
  readonly distinct: Set<number>;
  whole: boolean;
  text: { readonly cell: string; readonly at: number } | null;
  numeric: number;
}

export function targetColumn(source: Source, name: string, wish: TaskWish): TargetColumn {
  const gathered: Gathered = {
    numbers: new GrowingNumbers(),
    ids: new GrowingNumbers(),
    labels: new Map(),
    distinct: new Set(),
    whole: true,
    text: null,
    numeric: 0,
  };
  const refuse = (at: number, message: string): never => {
    throw new Slip([source.complaint(at, name, message)]);
  };
  return {
    push: (cell, at) => gather(gathered, cell, at),
    target() {
      const task = wish ?? inferTask(gathered, name, refuse);
      return task === 'regression'
        ? regressionTarget(gathered, name, refuse)
        : classificationTarget(gathered, name, refuse);
    },
  };
}

type Refuse = (at: number, message: string) => never;

function gather(into: Gathered, cell: Cell, at: number): void {
  const value = numberIn(cell);
  into.numbers.push(value);
  if (Number.isFinite(value)) {
    into.numeric++;
    into.whole &&= Number.isInteger(value);
    if (into.distinct.size <= MAX_INFERRED_CLASSES) into.distinct.add(value);
  } else into.text ??= { cell: String(cell), at };
  if (into.labels.size > MAX_CLASSES) return;
  const label = typeof cell === 'string' ? cell : String(cell);
  let id = into.labels.get(label);
  if (id === undefined) {
    id = into.labels.size;
    into.labels.set(label, id);
  }
  into.ids.push(id);
}

function inferTask(
  { text, numeric, distinct, whole }: Gathered,
  name: string,
  refuse: Refuse,
): 'classification' | 'regression' {
  const few = whole && distinct.size <= MAX_INFERRED_CLASSES;
  if (text !== null && numeric > 0 && !few) {
    refuse(
      text.at,
      `expected ${shownName(name)} to be all numbers or all labels, found ${shownCell(text.cell)} among ${numeric} numbers: mend the cell, or write data.task: classification`,
    );
  }
  return text !== null || few ? 'classification' : 'regression';
}

function regressionTarget({ numbers, text }: Gathered, name: string, refuse: Refuse): Target {
  if (text !== null) {
    const advice = adviceForTarget(text.cell) ?? 'write data.task: classification for labels';
    refuse(
      text.at,
      `expected a number to predict in ${shownName(name)}, found ${shownCell(text.cell)}: ${advice}`,
    );
  }
  const values = numbers.values();
  if (values.every((value) => value === values[0])) {
    refuse(
      0,
      `expected different values to predict in ${shownName(name)}, found only ${values[0]}`,
    );
  }
  return Object.freeze({ kind: 'regression', values });
}

function classificationTarget(gathered: Gathered, name: string, refuse: Refuse): Target {
  const { labels, ids, text } = gathered;
  if (labels.size > MAX_CLASSES) {
    const advice = text === null ? 'write data.task: regression?' : 'is it the right column?';
    refuse(
      0,
      `expected at most ${MAX_CLASSES} classes in ${shownName(name)}, found more: ${advice}`,
    );
  }
  const named = [...labels.keys()].map((label) =>
    text === null ? String(numberIn(label)) : label,
  );
  const classes = [...new Set(named)];
  if (text === null) classes.sort((a, b) => Number(a) - Number(b));
  else classes.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (classes.length < 2) {
    refuse(
      0,
      `expected two classes or more in ${shownName(name)}, found only ${shownCell(classes[0]!)}`,
    );
  }
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  const indexOfId = Float64Array.from(named, (label) => indexOf.get(label)!);
  const values = ids.values().map((id) => indexOfId[id]!);
  return Object.freeze({ kind: 'classification', classes: Object.freeze(classes), values });
}

/** A target is never filled in, so a row without one can only be left out. */
function adviceForTarget(cell: string): string | null {
  const advice = adviceForSpelling(cell);
  return advice?.includes('empty') === true
    ? 'mend the cell, or leave it empty and write data.missing: drop'
    : advice;
}
