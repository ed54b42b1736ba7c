// A table without lines: columns side by side, as wide as what stands in them. The door to cli-table3.

import Table from 'cli-table3';
import { fitted, textWidth } from './text-width.js';

export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /** A column that takes what the others leave, and is cut where that is too little. */
  readonly flexible?: boolean;
}

export interface TableRow {
  readonly cells: readonly string[];
  /** Colours a whole row, or one of its cells. */
  readonly style?: (text: string, column: number) => string;
}

interface TableOptions {
  /** null: nothing is cut. */
  readonly columns: number | null;
  readonly headStyle: (text: string) => string;
}

const GAP = 2;
const INDENT = 2;
const LEAST = 8;

const noLines = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '' },
};

/** Lines of the table, its head first; cells are printable texts without colours. */
export function plainTable(
  head: readonly Column[],
  rows: readonly TableRow[],
  { columns, headStyle }: TableOptions,
): string {
  const widths = fittingWidths(head, rows, columns);
  const shown = (text: string, i: number) => fitted(text, widths[i]!);
  const table = new Table({
    chars: noLines,
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [], compact: true },
    colAligns: head.map(({ align }) => align ?? 'left'),
    colWidths: widths.map((width) => width + GAP),
  });
  table.push(head.map((column, i) => headStyle(shown(column.head, i))));
  for (const { cells, style } of rows) {
    table.push(
      cells.map((cell, i) => (style === undefined ? shown(cell, i) : style(shown(cell, i), i))),
    );
  }
  const lines = table.toString().split('\n');
  return lines.map((line) => `${' '.repeat(INDENT)}${line}`.trimEnd()).join('\n');
}

function fittingWidths(
  head: readonly Column[],
  rows: readonly TableRow[],
  columns: number | null,
): readonly number[] {
  const natural = head.map((column, i) =>
    Math.max(textWidth(column.head), ...rows.map(({ cells }) => textWidth(cells[i]!))),
  );
  if (columns === null) return natural;
  const whole = natural.reduce((sum, width) => sum + width + GAP, INDENT - GAP);
  let surplus = whole - (columns - 1);
  return natural.map((width, i) => {
    if (surplus <= 0 || head[i]!.flexible !== true) return width;
    const kept = Math.max(Math.min(LEAST, width), width - surplus);
    surplus -= width - kept;
    return kept;
  });
}
