// A leaderboard as a table: what every trial has, then its configuration. In a narrow window the
// parameters share one column that is cut at the edge, so that rank and value are always whole. Where
// trials have replicates, their standard errors stand beside the values, and marks are explained below.

import { type ComparedRow, isReplicated, testNamed } from '../leaderboard/comparison.js';
import type { Leaderboard } from '../leaderboard/leaderboard.js';
import type { SweepSummary } from '../store/read-sweeps.js';
import type { TrialState } from '../vocabulary/trial.js';
import { type Column, plainTable, type TableRow } from './terminal/plain-table.js';
import { printable } from './terminal/printable.js';
import { replicatesShown } from './terminal/quantities.js';
import type { Colours, Terminal } from './terminal/terminal.js';
import { textWidth } from './terminal/text-width.js';
import { assignmentShown, errorShown, metricShown, shortValue } from './terminal/value-shown.js';

/** Cannot be told from the first. */
const MARK = '≈';
/** Kept from another core. */
const OTHER_CORE = '†';

export function trialTable(
  { sweep, rows }: Leaderboard,
  { columns, colours }: Pick<Terminal, 'columns' | 'colours'>,
): string {
  const withErrors = isReplicated(sweep);
  const others = sweep.objectives.slice(1).map(({ name }) => name);
  const head: readonly Column[] = [
    { head: 'rank', align: 'right' },
    ...(others.length > 0 ? [{ head: 'front', align: 'right' } as const] : []),
    { head: 'trial', align: 'right' },
    { head: printable(sweep.objective.name), align: 'right' },
    ...(withErrors ? [{ head: 'se', align: 'right' } as const] : []),
    ...others.map((name) => ({ head: printable(name), align: 'right' }) as const),
    { head: 'epoch', align: 'right' },
    { head: 'state' },
  ];
  const stateColumn = head.length - 1;
  const spread = withParameters(head, rows, sweep.parameters, others);
  const isWide = columns === null || spread.width < columns;
  const { head: shownHead, rows: shownRows } = isWide ? spread : withOneColumn(head, rows, others);
  const style = (row: ComparedRow) => (text: string, column: number) =>
    column === stateColumn ? stateStyle(row.state, colours)(text) : text;
  const tableRows = shownRows.map((cells, i): TableRow => ({ cells, style: style(rows[i]!) }));
  const table = plainTable(shownHead, tableRows, { columns, headStyle: colours.dim });
  const feet = [
    ...(withErrors ? footLines(sweep) : []),
    ...(rows.some(({ otherCore }) => otherCore) ? [otherCoreLine] : []),
  ];
  return feet.length === 0 ? table : `${table}\n\n${feet.map(colours.dim).join('\n')}`;
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

/** @param others metrics that rank beside the first, with the front before them */
function leadingCells(row: ComparedRow, others: readonly string[]): readonly string[] {
  const { rank, trial, value, se, tied, epoch, epochs, state, otherCore, replicates } = row;
  const measured =
    replicates.length === 1
      ? [metricShown(value)]
      : // The mark's column is kept free where there is none, so that values align.
        [`${metricShown(value)} ${tied === true ? MARK : ' '}`, errorShown(se)];
  return [
    String(rank),
    ...(others.length > 0 ? [row.front === null ? '–' : String(row.front)] : []),
    String(trial),
    ...measured,
    ...others.map((name) => metricShown(row.metrics[name] ?? null)),
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
    ...leadingCells(row, others),
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
): Cells {
  return {
    head: [...head, { head: 'configuration', flexible: true }],
    rows: rows.map((row) => [
      ...leadingCells(row, others),
      assignmentShown(row.parameters, shortValue),
    ]),
  };
}
