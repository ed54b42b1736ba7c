// A leaderboard as a table: what every trial has, then its configuration. In a narrow window the
// parameters share one column that is cut at the edge, so that rank and value are always whole. Where
// trials have replicates, their standard errors stand beside the values, and marks are explained below.

import { type ComparedRow, isReplicated, testNamed } from '../leaderboard/comparison.js';
import type { Leaderboard } from '../leaderboard/leaderboard.js';
import type { SweepSummary } from '../store/read-sweeps.js';
import type { TrialState } from '../vocabulary/trial.js';
import { type Column, plainTable, type TableRow } from './terminal/plain-table.js';
import { printable } from './terminal/printable.js';
import { countText, replicatesShown } from './terminal/quantities.js';
import type { Colours, Terminal } from './terminal/terminal.js';
import { textWidth } from './terminal/text-width.js';
import {
  assignmentShown,
  errorShown,
  metricShown,
  namedMetricShown,
  shortValue,
} from './terminal/value-shown.js';

/** Cannot be told from the first. */
const MARK = '≈';
/** Columns that a configuration needs at least to say something. */
const CONFIGURATION = 10;
/** Kept from another core. */
const OTHER_CORE = '†';

export function trialTable(
  { sweep, rows }: Leaderboard,
  { columns, colours }: Pick<Terminal, 'columns' | 'colours'>,
): string {
  const { head: shownHead, rows: shownRows } = fittingCells(sweep, rows, columns);
  const stateColumn = shownHead.findIndex(({ head }) => head === 'state');
  const style = (row: ComparedRow) => (text: string, column: number) =>
    column === stateColumn ? stateStyle(row.state, colours)(text) : text;
  const tableRows = shownRows.map((cells, i): TableRow => ({ cells, style: style(rows[i]!) }));
  const table = plainTable(shownHead, tableRows, { columns, headStyle: colours.dim });
  const feet = [
    ...(isReplicated(sweep) ? footLines(sweep) : []),
    ...(rows.some(({ otherCore }) => otherCore) ? [otherCoreLine] : []),
  ];
  return feet.length === 0 ? table : `${table}\n\n${feet.map(colours.dim).join('\n')}`;
}

/** Of several metrics those behind the first lose their columns where there is no room for them. */
function fittingCells(
  sweep: SweepSummary,
  rows: readonly ComparedRow[],
  columns: number | null,
): Cells {
  const others = sweep.objectives.slice(1).map(({ name }) => name);
  const spread = withParameters(headOf(sweep, others), rows, sweep.parameters, others);
  if (columns === null || spread.width < columns) return spread;
  const { width } = withParameters(headOf(sweep, others), rows, [], others);
  return width + CONFIGURATION < columns
    ? withOneColumn(headOf(sweep, others), rows, others, [])
    : withOneColumn(headOf(sweep, []), rows, [], others);
}

/** @param others metrics behind the first that have a column */
function headOf(sweep: SweepSummary, others: readonly string[]): readonly Column[] {
  return [
    { head: 'rank', align: 'right' },
    ...(sweep.objectives.length > 1 ? [{ head: 'front', align: 'right' } as const] : []),
    { head: 'trial', align: 'right' },
    { head: printable(sweep.objective.name), align: 'right' },
    ...(isReplicated(sweep) ? [{ head: 'se', align: 'right' } as const] : []),
    ...others.map((name) => ({ head: printable(name), align: 'right' }) as const),
    ...(sweep.allotsRows ? [{ head: 'rows', align: 'right' } as const] : []),
    { head: 'epoch', align: 'right' },
    { head: 'state' },
  ];
}

function stateStyle(state: TrialState, colours: Colours): (text: string) => string {
  switch (state) {
    case 'running':
      return colours.cyan;
    case 'paused':
      return colours.yellow;
    case 'completed':
      return colours.green;
    case 'failed':
      return colours.red;
    case 'stopped':
      return colours.dim;
  }
}

const otherCoreLine = `  ${OTHER_CORE}: trained by another core, whose bits are others, and kept`;

function footLines(sweep: SweepSummary): readonly string[] {
  const { seeds, folds } = sweep;
  return [
    '  se: standard error of the mean over replicates',
    `  ${MARK}: cannot be told from the first at the 5 % level, by a`,
    `     ${testNamed(sweep)}, ${replicatesShown(seeds, folds)}`,
    '  Marks are no proof: of many trials some differ, or seem equal, by chance.',
  ];
}

/** As many as `headOf` has. */
function leadingCells(
  row: ComparedRow,
  head: readonly Column[],
  others: readonly string[],
): readonly string[] {
  const { rank, trial, value, se, tied, epoch, epochs, state, otherCore, replicates } = row;
  const measured =
    replicates.length === 1
      ? [metricShown(value)]
      : // The mark's column is kept free where there is none, so that values align.
        [`${metricShown(value)} ${tied === true ? MARK : ' '}`, errorShown(se)];
  return [
    String(rank),
    ...(head[1]!.head === 'front' ? [row.front === null ? '–' : String(row.front)] : []),
    String(trial),
    ...measured,
    ...others.map((name) => namedMetricShown(name, row.metrics[name] ?? null)),
    ...(head.some((column) => column.head === 'rows')
      ? [row.rows === null ? '–' : countText(row.rows)]
      : []),
    // The best epoch, of those that were trained.
    `${epoch ?? '–'}/${epochs}`,
    otherCore ? `${state} ${OTHER_CORE}` : state,
  ];
}

interface Cells {
  readonly head: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

function withParameters(
  head: readonly Column[],
  rows: readonly ComparedRow[],
  names: readonly string[],
  others: readonly string[],
): Cells & { readonly width: number } {
  const cells = rows.map((row) => [
    ...leadingCells(row, head, others),
    ...names.map((name) => shortValue(row.parameters[name])),
  ]);
  const columns = [...head, ...names.map((name) => ({ head: printable(name) }))];
  const widths = columns.map((column, i) =>
    Math.max(textWidth(column.head), ...cells.map((row) => textWidth(row[i]!))),
  );
  return { head: columns, rows: cells, width: widths.reduce((sum, width) => sum + width + 2, 0) };
}

function withOneColumn(
  head: readonly Column[],
  rows: readonly ComparedRow[],
  others: readonly string[],
  folded: readonly string[],
): Cells {
  const told = (row: ComparedRow) =>
    folded.map((name) => `${printable(name)} ${namedMetricShown(name, row.metrics[name] ?? null)}`);
  return {
    head: [...head, { head: 'configuration', flexible: true }],
    rows: rows.map((row) => [
      ...leadingCells(row, head, others),
      [...told(row), assignmentShown(row.parameters, shortValue)].join(' · '),
    ]),
  };
}
