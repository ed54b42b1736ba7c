// The columns to learn from. Cells become numbers as rows arrive; what is no number is kept beside them,
// and at the end each column with text either is categorical, and its cells become indices of sorted
// levels, or has slips, which are told of all columns in one message.

import { type Complaint, Slip } from '../../vocabulary/errors.js';
import { shownCell, shownName } from '../shown.js';
import { ColumnTexts, MAX_LEVELS } from './column-texts.js';
import { GrowingNumbers } from './growing-numbers.js';
import type { Columns } from './header.js';
import { adviceForFeature, type Cell, numberIn } from './number-cell.js';
import type { Source } from './source.js';

const LISTED = 12;

/** One-hot columns that one column may become. */
const MAX_ONE_HOT = 1000;

/** A column of text with this many levels or fewer is never taken for names. */
const FEW_LEVELS = 20;

export interface FeatureColumns {
  /** @param cells trimmed; an empty one becomes NaN */
  push(cells: readonly Cell[], at: number): void;
  /** Numbers so far. */
  readonly size: number;
  /** One for each column whose text is no level. */
  complaints(): readonly Complaint[];
  /**
   * What the table is made of; to be called once, when there are no complaints.
   * @throws Slip for a column with too many levels
   */
  finish(): {
    /** (rows, features), row-major */
    readonly inputs: Float64Array;
    readonly levels: ReadonlyMap<number, readonly string[]>;
  };
}

type Encoding = 'one_hot' | 'embedding';

export function featureColumns(
  source: Source,
  columns: Columns,
  encoding: Encoding,
  expectedRows: number,
): FeatureColumns {
  const { features, categorical } = columns;
  const numbers = new GrowingNumbers(expectedRows * features.length);
  const texts = new Map<number, ColumnTexts>();
  let rows = 0;
  const note = (feature: number, cell: Cell, at: number) => {
    const text = String(cell);
    let known = texts.get(feature);
    if (known === undefined) {
      known = new ColumnTexts({ text, at });
      texts.set(feature, known);
    }
    known.note(rows, text);
  };
  return {
    push(cells, at) {
      for (let i = 0; i < features.length; i++) {
        const cell = cells[features[i]!]!;
        const value = numberIn(cell);
        const isNumber = Number.isFinite(value);
        if (!isNumber && cell !== '') note(i, cell, at);
        numbers.push(isNumber ? value : Number.NaN);
      }
      rows++;
    },
    get size() {
      return numbers.length;
    },
    complaints: () => complaintsAbout(source, columns, texts),
    finish() {
      const inputs = numbers.values();
      const levels = new Map<number, readonly string[]>();
      for (let feature = 0; feature < features.length; feature++) {
        const text = texts.get(feature);
        if (text === undefined && !categorical.has(feature)) continue;
        const column = { inputs, feature, features: features.length, text };
        const sorted = levelsOf(column);
        checkLevels(source, columns, column, sorted.length, encoding);
        putIndices(column, sorted);
        levels.set(feature, Object.freeze(sorted));
      }
      return { inputs, levels };
    },
  };
}

interface CategoricalColumn {
  readonly inputs: Float64Array;
  readonly feature: number;
  readonly features: number;
  readonly text: ColumnTexts | undefined;
}

/** Numbers in ascending order, then texts in order of their code units. */
function levelsOf({ inputs, feature, features, text }: CategoricalColumn): string[] {
  const numbers = new Set<number>();
  for (let at = feature; at < inputs.length && numbers.size <= MAX_LEVELS; at += features) {
    const value = inputs[at]!;
    if (!Number.isNaN(value)) numbers.add(value);
  }
  const texts = [...(text?.texts ?? [])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return [...[...numbers].sort((a, b) => a - b).map(String), ...texts];
}

/** Numbers and texts become the indices of their levels, in place. */
function putIndices(column: CategoricalColumn, levels: readonly string[]): void {
  const { inputs, feature, features, text } = column;
  const indexOf = new Map(levels.map((level, index) => [level, index]));
  for (let at = feature; at < inputs.length; at += features) {
    const value = inputs[at]!;
    if (!Number.isNaN(value)) inputs[at] = indexOf.get(String(value))!;
  }
  const indices = text?.texts.map((level) => indexOf.get(level)!) ?? [];
  text?.place(indices, (row, index) => {
    inputs[row * features + feature] = index;
  });
}

function checkLevels(
  source: Source,
  columns: Columns,
  { feature, inputs, features, text }: CategoricalColumn,
  levels: number,
  encoding: Encoding,
): void {
  const name = columns.featureNames[feature]!;
  const rows = inputs.length / features;
  const most = encoding === 'one_hot' ? MAX_ONE_HOT : MAX_LEVELS;
  const isName = !columns.categorical.has(feature) && levels > FEW_LEVELS && 2 * levels > rows;
  if (levels <= most && !isName) return;
  const sample = text === undefined ? '' : `, as in ${shownCell(text.first.text)}`;
  const what = isName
    ? `expected text that repeats in ${shownName(name)}, found ${levels} different cells in ${rows} rows${sample} (names? or a misspelt number?)`
    : `expected at most ${most} levels in ${shownName(name)}, found more${sample}`;
  const instead =
    encoding === 'one_hot' && levels <= MAX_LEVELS && !isName
      ? ', or write data.categorical: embedding'
      : '';
  const message = `${what}: put it under data.ignore${instead}`;
  throw new Slip([source.complaint(text?.first.at ?? 0, name, message)]);
}

function complaintsAbout(
  source: Source,
  { featureNames, categorical }: Columns,
  texts: ReadonlyMap<number, ColumnTexts>,
): Complaint[] {
  const slips = [...texts].filter(([feature, text]) => !categorical.has(feature) && text.areSlips);
  slips.sort(([a], [b]) => a - b);
  const told = slips.slice(0, LISTED).map(([feature, { first, count }]) => {
    const name = featureNames[feature]!;
    const found = `found ${shownCell(first.text)}${count > 1 ? ` and ${count - 1} more` : ''}`;
    const expected = Number.isNaN(numberIn(first.text)) ? 'a number' : 'a finite number';
    return source.complaint(
      first.at,
      name,
      `expected ${expected} in ${shownName(name)}, ${found}: ${adviceForFeature(first.text, name)}`,
    );
  });
  const more = slips.length - LISTED;
  if (more > 0) told.push({ place: source.file, message: `and ${more} more such columns` });
  return told;
}
