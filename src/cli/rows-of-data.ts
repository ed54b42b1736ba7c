// What a schedule that allots rows has to know of the data, and whether it fits them.

import type { DataSet } from '../data/data-set.js';
import type {
  LadderSpec,
  RowsLadderSpec,
  ScheduleSpec,
  SweepDefinition,
} from '../definition/sweep-definition.js';
import { Slip } from '../vocabulary/errors.js';
import { countText } from './terminal/quantities.js';

export interface RowsOfData {
  /** Of the training part; of the largest, where there are folds. */
  readonly rows: number;
  /** null: regression. */
  readonly classes: number | null;
  /** How often a configuration is trained on other rows. */
  readonly folds: number;
}

export function rowsOfData(data: readonly DataSet[]): RowsOfData {
  const { task } = data[0]!;
  return {
    rows: Math.max(...data.map(({ parts }) => parts.train.rows)),
    classes: task.kind === 'classification' ? task.classes.length : null,
    folds: data.length,
  };
}

export interface Allotted {
  /** At the first rung. */
  readonly min: number | 'exhaust';
  /** The least that exhaust may come to. */
  readonly least: number;
  /** At the last rung at most. */
  readonly max: number;
}

/** Of what the rungs of a ladder have more and more: epochs, or rows. @param rows null: not known */
export function allotted(spec: LadderSpec, epochs: number, rows: RowsOfData | null): Allotted {
  if (spec.resource !== 'rows') return { min: spec.minEpochs, least: 1, max: epochs };
  if (rows === null) throw new Error('expected the data, whose rows the schedule allots');
  const { minRows, maxRows = rows.rows } = spec;
  const least = smallestRows(rows);
  return { min: minRows === 'smallest' ? least : minRows, least, max: maxRows };
}

/** As scikit-learn's min_resources: smallest. */
function smallestRows({ classes, folds }: RowsOfData): number {
  return 2 * (classes ?? 1) * folds;
}

export function allotsRows(schedule: ScheduleSpec): schedule is RowsLadderSpec {
  return schedule.type !== 'full' && schedule.resource === 'rows';
}

/** @throws Slip where the training part has fewer rows than were asked for, or more classes */
export function refuseUnfitRows({ schedule, epochs }: SweepDefinition, rows: RowsOfData): void {
  if (!allotsRows(schedule)) return;
  const { maxRows } = schedule;
  const all = countText(rows.rows);
  if (maxRows !== undefined && maxRows > rows.rows) {
    throw new Slip(
      `expected max_rows of at most the ${all} rows of the training part, found ${countText(maxRows)}: lower it, or leave it out for all`,
    );
  }
  const { min, least, max } = allotted(schedule, epochs, rows);
  const first = min === 'exhaust' ? least : min;
  if (first > max) {
    throw new Slip(
      `expected min_rows of at most ${maxRows === undefined ? `the ${all} rows of the training part` : `max_rows (${countText(max)})`}, found ${countText(first)}: lower it`,
    );
  }
  const classes = rows.classes ?? 1;
  if (first < classes) {
    throw new Slip(
      `expected min_rows of at least the number of classes (${countText(classes)}), found ${countText(first)}: in fewer rows some class is missing, raise it`,
    );
  }
}
