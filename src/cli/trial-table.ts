// A leaderboard as a table: what every trial has, then its configuration. In a narrow window the
// parameters share one column that is cut at the edge, so that rank and value are always whole.

import type { Leaderboard } from '../leaderboard/leaderboard.js';
import type { LeaderboardRow } from '../store/read-trials.js';
import type { TrialState } from '../vocabulary/trial.js';
import { type Column, plainTable, type TableRow } from './terminal/plain-table.js';
import { printable } from './terminal/printable.js';
import type { Colours, Terminal } from './terminal/terminal.js';
import { textWidth } from './terminal/text-width.js';
import { assignmentShown, metricShown, shortValue } from './terminal/value-shown.js';

const STATE = 4;

export function trialTable(
  { sweep, rows }: Leaderboard,
  { columns, colours }: Pick<Terminal, 'columns' | 'colours'>,
): string {
  const head: readonly Column[] = [
    { head: 'rank', align: 'right' },
    { head: 'trial', align: 'right' },
    { head: printable(sweep.objective.name), align: 'right' },
    { head: 'epoch', align: 'right' },
    { head: 'state' },
  ];
  const spread = withParameters(head, rows, sweep.parameters);
  const isWide = columns === null || spread.width < columns;
  const { head: shownHead, rows: shownRows } = isWide ? spread : withOneColumn(head, rows);
  const style = (row: LeaderboardRow) => (text: string, column: number) =>
    column === STATE ? stateStyle(row.state, colours)(text) : text;
  const tableRows = shownRows.map((cells, i): TableRow => ({ cells, style: style(rows[i]!) }));
  return plainTable(shownHead, tableRows, { columns, headStyle: colours.dim });
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

function leadingCells(row: LeaderboardRow): readonly string[] {
  const { rank, trial, value, epoch, epochs, state } = row;
  return [
    String(rank),
    String(trial),
    metricShown(value),
    // The best epoch, of those that were trained.
    `${epoch ?? '–'}/${epochs}`,
    state,
  ];
}

interface Cells {
  readonly head: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

function withParameters(
  head: readonly Column[],
  rows: readonly LeaderboardRow[],
  names: readonly string[],
): Cells & { readonly width: number } {
  const cells = rows.map((row) => [
    ...leadingCells(row),
    ...names.map((name) => shortValue(row.parameters[name])),
  ]);
  const columns = [...head, ...names.map((name) => ({ head: printable(name) }))];
  const widths = columns.map((column, i) =>
    Math.max(textWidth(column.head), ...cells.map((row) => textWidth(row[i]!))),
  );
  return { head: columns, rows: cells, width: widths.reduce((sum, width) => sum + width + 2, 0) };
}

function withOneColumn(head: readonly Column[], rows: readonly LeaderboardRow[]): Cells {
  return {
    head: [...head, { head: 'configuration', flexible: true }],
    rows: rows.map((row) => [...leadingCells(row), assignmentShown(row.parameters, shortValue)]),
  };
}
