// Which column a name means: a column of the leaderboard, a parameter, or a metric at the best epoch,
// in this order. `config.NAME` and `metric.NAME` say which one where two have one name.

import {
  type FixedColumn,
  fixedColumns,
  type LeaderboardColumn,
} from '../store/leaderboard-columns.js';
import { isConfusionCell } from '../vocabulary/confusion-cell.js';
import type { Slip } from '../vocabulary/errors.js';
import { slipAt } from '../vocabulary/expression/tokens.js';
import { nearestName } from '../vocabulary/nearest-name.js';

/** The names that a sweep has. */
export interface ColumnNames {
  readonly parameters: readonly string[];
  readonly metrics: readonly string[];
  /** Whether trials are ranked by fronts: there are several objectives. */
  readonly fronts?: boolean;
  /** Whether trials are trained on different numbers of rows. */
  readonly rows?: boolean;
}

const LISTED = 60;

function isFixed(name: string): name is FixedColumn {
  return Object.hasOwn(fixedColumns, name);
}

function isThere(name: FixedColumn, { fronts = false, rows = false }: ColumnNames): boolean {
  if (name === 'rows') return rows;
  return name !== 'front' || fronts;
}

/** @throws Slip that lists the columns there are */
export function columnNamed(name: string, at: number, names: ColumnNames): LeaderboardColumn {
  if (isFixed(name) && isThere(name, names)) return { kind: 'fixed', name };
  if (names.parameters.includes(name)) return { kind: 'parameter', name };
  if (names.metrics.includes(name)) return metricColumn(name, at);
  const [, prefix, rest = ''] = /^(config|metric)\.(.+)$/s.exec(name) ?? [];
  if (prefix === 'config' && names.parameters.includes(rest))
    return { kind: 'parameter', name: rest };
  if (prefix === 'metric' && names.metrics.includes(rest)) return metricColumn(rest, at);
  throw unknownColumn(name, at, names);
}

/** The test part answers once, at the end: whoever sorts or filters by it has chosen by it. */
function metricColumn(name: string, at: number): LeaderboardColumn {
  if (!isOfTest(name)) return { kind: 'metric', name };
  throw slipAt(
    at,
    'a column that may choose among trials',
    `\`${name}\``,
    `the test part would no longer be unseen if trials were chosen by it, use \`val_${name.slice(5)}\`; show and export have it`,
  );
}

function isOfTest(metric: string): boolean {
  return metric.startsWith('test_');
}

function unknownColumn(name: string, at: number, names: ColumnNames): Slip {
  const { parameters, metrics } = names;
  const plain = metrics.filter((metric) => !isConfusionCell(metric) && !isOfTest(metric));
  const fixed = Object.keys(fixedColumns).filter(
    (column) => isFixed(column) && isThere(column, names),
  );
  const known = [...fixed, ...parameters, ...plain];
  const near = nearestName(name, known);
  const guess = near === null ? '' : `did you mean \`${near}\`? `;
  const more = known.length > LISTED ? ` and ${known.length - LISTED} more` : '';
  const list = known.slice(0, LISTED).join(', ');
  return slipAt(
    at,
    'a column',
    `\`${name}\``,
    `${guess}there are ${list}${more}; text goes in quotes`,
  );
}

/** number, text, or any: parameters may be of every kind. */
export function columnType(column: LeaderboardColumn): 'number' | 'text' | 'any' {
  if (column.kind === 'fixed') return fixedColumns[column.name];
  return column.kind === 'metric' ? 'number' : 'any';
}
