// Rows of cells, from whatever format, become a table. Cells are trimmed; columns under data.ignore are
// never looked at; an empty cell is an error, a row left out, or a gap to be imputed, as data.missing says.

import { Slip } from '../../vocabulary/errors.js';
import { shownName } from '../shown.js';
import { type FileSpec, MAX_NUMBERS, type Table } from '../table.js';
import { featureColumns } from './feature-columns.js';
import type { Columns } from './header.js';
import { type Cell, numberIn } from './number-cell.js';
import type { Source } from './source.js';
import { targetColumn } from './target-column.js';

export interface TableBuilder {
  /**
   * @param cells as many as there are columns; trimmed in place
   * @param at where the row stands, as the source counts
   */
  push(cells: Cell[], at: number): void;
  /**
   * @param empty what was found instead of rows, where there are none
   * @throws Slip for whatever is wrong with the cells
   */
  table(empty: string): Table;
}

/** The first empty cell, and how many rows have one. */
interface Gaps {
  rows: number;
  first: { readonly name: string; readonly at: number } | null;
}

/** @param expectedRows where the format says how many there are */
export function tableBuilder(
  source: Source,
  columns: Columns,
  spec: FileSpec,
  expectedRows = 0,
): TableBuilder {
  const features = featureColumns(source, columns, spec.categorical, expectedRows);
  const target = targetColumn(source, columns.targetName, spec.task);
  const groups = new GroupColumn();
  const imputed = spec.missing !== 'error' && spec.missing !== 'drop';
  const gaps: Gaps = { rows: 0, first: null };
  let rows = 0;
  return {
    push(cells, at) {
      if (features.size + columns.features.length > MAX_NUMBERS) {
        const message = `expected at most ${MAX_NUMBERS} numbers, found more: take a sample of the rows`;
        throw new Slip([source.complaint(at, null, message)]);
      }
      const gap = imputed ? gapBesideFeatures(columns, cells) : firstGap(columns, cells);
      if (gap !== null) {
        gaps.rows++;
        gaps.first ??= { name: gap, at };
        return;
      }
      features.push(cells, at);
      target.push(cells[columns.target]!, at);
      if (columns.group !== null) groups.push(cells[columns.group]!);
      rows++;
    },
    table(empty) {
      const complaints = [...features.complaints()];
      if (gaps.first !== null && (spec.missing !== 'drop' || rows === 0)) {
        const { name, at } = gaps.first;
        complaints.push(source.complaint(at, name, gapMessage(gaps.rows, name, imputed)));
      }
      if (complaints.length > 0) throw new Slip(complaints);
      if (rows === 0) {
        const message = `expected a header and rows under it, ${empty}`;
        throw new Slip([{ place: source.file, message }]);
      }
      return Object.freeze({
        origin: source.file,
        features: Object.freeze(columns.featureNames),
        rows,
        ...features.finish(),
        target: target.target(),
        groups: columns.group === null ? null : groups.ids(),
        image: null,
      });
    },
  };
}

/** A cell without what stands around it; '' if it is empty. */
function tidied(cell: Cell): Cell {
  if (typeof cell === 'string') return cell.trim();
  return Number.isNaN(cell) ? '' : cell;
}

/** Trims the cells that are looked at, in place; gives the name of the first that is empty. */
function firstGap(columns: Columns, cells: Cell[]): string | null {
  let gap: string | null = null;
  const { features, featureNames } = columns;
  for (let i = 0; i < features.length; i++) {
    const cell = tidied(cells[features[i]!]!);
    cells[features[i]!] = cell;
    if (cell === '') gap ??= featureNames[i]!;
  }
  return gap ?? gapIn(columns, cells);
}

/** The same where features are imputed: only the target and the group must be there. */
function gapBesideFeatures(columns: Columns, cells: Cell[]): string | null {
  for (const column of columns.features) cells[column] = tidied(cells[column]!);
  return gapIn(columns, cells);
}

function gapIn({ target, targetName, group, groupName }: Columns, cells: Cell[]): string | null {
  const label = tidied(cells[target]!);
  cells[target] = label;
  if (label === '') return targetName;
  if (group === null) return null;
  const member = tidied(cells[group]!);
  cells[group] = member;
  return member === '' ? groupName : null;
}

function gapMessage(rows: number, name: string, imputed: boolean): string {
  const have = rows === 1 ? '1 row has one' : `${rows} rows have one`;
  const what = `expected a value in ${shownName(name)}, found an empty cell (${have})`;
  return imputed
    ? `${what}: a target or group is never imputed; fill them in, or write data.missing: drop`
    : `${what}: fill them in, write data.missing: drop to leave such rows out or median (mean, most_frequent) to impute them, or put a column that is often empty under data.ignore`;
}

/** Which rows belong together, numbered in order of first sight; numbers are equal however written. */
class GroupColumn {
  readonly #known = new Map<Cell, number>();
  readonly #rows: number[] = [];

  push(cell: Cell): void {
    const value = numberIn(cell);
    const key = Number.isFinite(value) ? value : cell;
    let id = this.#known.get(key);
    if (id === undefined) {
      id = this.#known.size;
      this.#known.set(key, id);
    }
    this.#rows.push(id);
  }

  ids(): Uint32Array {
    return Uint32Array.from(this.#rows);
  }
}
