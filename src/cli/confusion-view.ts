// Confusion matrices as `show` has them: whole where they fit beside the margin, else the pairs of
// classes that are most often taken for each other. Classes are named by their index.

import { readConfusionCell } from '../vocabulary/confusion-cell.js';
import type { Metrics } from '../vocabulary/metric.js';
import { countText, plural } from './terminal/quantities.js';
import { padded } from './terminal/text-width.js';

/** As `show --json` prints them. */
export interface ConfusionCount {
  readonly actual: number;
  /** null: the outputs were not numbers. */
  readonly predicted: number | null;
  readonly rows: number;
}

const PAIRS = 10;

/** Cells by what they are of (val, test, train), in the order of the matrix. */
export function confusionsIn(
  metrics: Metrics,
): Readonly<Record<string, readonly ConfusionCount[]>> {
  const confusions: Record<string, ConfusionCount[]> = {};
  for (const name of Object.keys(metrics).sort()) {
    const cell = readConfusionCell(name);
    if (cell === null) continue;
    const { metric, actual, predicted } = cell;
    const part = metric.slice(0, metric.indexOf('_'));
    confusions[part] ??= [];
    confusions[part].push({ actual, predicted, rows: metrics[name]! });
  }
  return confusions;
}

/** @param room columns that there are */
export function confusionLines(cells: readonly ConfusionCount[], room: number): readonly string[] {
  const unpredicted = cells.filter(({ predicted }) => predicted === null);
  const lost = unpredicted.reduce((sum, { rows }) => sum + rows, 0);
  const note = lost === 0 ? [] : [`${plural(lost, 'row')} without a prediction: NaN or infinite`];
  const matrix = matrixLines(cells, room);
  return [...(matrix ?? pairLines(cells)), ...note];
}

/** A line for each true class and a column for each prediction; null where there is no room. */
function matrixLines(cells: readonly ConfusionCount[], room: number): readonly string[] | null {
  const known = cells.filter(({ predicted }) => predicted !== null);
  const classes = cells.reduce(
    (most, c) => Math.max(most, c.actual + 1, (c.predicted ?? 0) + 1),
    1,
  );
  const largest = known.reduce((most, { rows }) => Math.max(most, rows), classes - 1);
  const width = String(largest).length + 2;
  const margin = 'true'.length;
  if (margin + width * classes > room) return null;
  const counts = new Map(
    known.map(({ actual, predicted, rows }) => [`${actual},${predicted}`, rows]),
  );
  const indices = Array.from({ length: classes }, (_, c) => c);
  const line = (head: string, texts: readonly string[]) =>
    padded(head, margin, 'right') + texts.map((text) => padded(text, width, 'right')).join('');
  return [
    line('true', indices.map(String)),
    ...indices.map((t) =>
      line(
        String(t),
        indices.map((p) => String(counts.get(`${t},${p}`) ?? '·')),
      ),
    ),
  ];
}

/** The most frequent mistakes, the greatest first. */
function pairLines(cells: readonly ConfusionCount[]): readonly string[] {
  const mistakes = cells
    .filter(({ actual, predicted }) => predicted !== null && predicted !== actual)
    .sort((a, b) => b.rows - a.rows);
  const rowsOf = (c: number) =>
    cells.filter(({ actual }) => actual === c).reduce((sum, { rows }) => sum + rows, 0);
  const shown = mistakes.slice(0, PAIRS);
  const rest = mistakes.slice(PAIRS).reduce((sum, { rows }) => sum + rows, 0);
  const lines = shown.map(({ actual, predicted, rows }) => {
    const of = plural(rowsOf(actual), 'row');
    return `class ${actual} taken for ${predicted}: ${countText(rows)} of its ${of}`;
  });
  if (lines.length === 0) return ['no row is taken for another class'];
  return rest === 0 ? lines : [...lines, `and ${plural(rest, 'row')} in other pairs`];
}
