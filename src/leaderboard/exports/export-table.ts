// The columns of an exported leaderboard, in an order that depends on the sweep alone: fixed columns,
// parameters as the definition has them, metrics by name. Times differ from run to run, so they are
// left out unless asked for, and then come last.

import { fixedColumns } from '../../store/leaderboard-columns.js';
import type { ParameterValue } from '../../vocabulary/configuration.js';
import { type ComparedRow, isReplicated } from '../comparison.js';
import type { Leaderboard } from '../leaderboard.js';

/** undefined: the trial has no such value. */
export type Cell = ParameterValue | null | undefined;

export interface ExportOptions {
  /** With columns started and ended; two runs of one sweep then differ. */
  readonly times?: boolean;
}

export interface ExportColumn {
  readonly name: string;
  readonly cell: (row: ComparedRow) => Cell;
}

const leading: readonly ExportColumn[] = [
  { name: 'rank', cell: (row) => row.rank },
  { name: 'trial', cell: (row) => row.trial },
  { name: 'state', cell: (row) => row.state },
  { name: 'value', cell: (row) => row.value },
  { name: 'epoch', cell: (row) => row.epoch },
  { name: 'epochs', cell: (row) => row.epochs },
  { name: 'reason', cell: (row) => row.reason?.text },
  { name: 'seed', cell: (row) => row.seed },
];

/** Of sweeps with several objectives. */
const ranked: readonly ExportColumn[] = [{ name: 'front', cell: (row) => row.front }];

/** Of sweeps whose schedule allots rows. */
const allotted: readonly ExportColumn[] = [{ name: 'rows', cell: (row) => row.rows }];

/** Of sweeps that train a configuration more than once. */
const replicated: readonly ExportColumn[] = [
  { name: 'se', cell: (row) => row.se },
  { name: 'p_value', cell: (row) => row.pValue },
  { name: 'tied', cell: (row) => row.tied },
];

const trailing: readonly ExportColumn[] = [
  { name: 'started', cell: (row) => row.started },
  { name: 'ended', cell: (row) => row.ended },
];

export function exportColumns(
  { sweep, metrics }: Leaderboard,
  { times = false }: ExportOptions,
): readonly ExportColumn[] {
  const taken = new Set([
    ...Object.keys(fixedColumns),
    ...[...leading, ...replicated, ...trailing].map((c) => c.name),
  ]);
  const columns = [
    ...leading,
    ...(sweep.allotsRows ? allotted : []),
    ...(sweep.objectives.length > 1 ? ranked : []),
    ...(isReplicated(sweep) ? replicated : []),
  ];
  for (const [prefix, names] of [
    ['config', sweep.parameters],
    ['metric', metrics],
  ] as const) {
    for (const name of names) {
      // The same words that --where has for a name that two columns want.
      columns.push({
        name: taken.has(name) ? `${prefix}.${name}` : name,
        cell: cellOf(prefix, name),
      });
    }
    for (const name of names) taken.add(name);
  }
  return times ? [...columns, ...trailing] : columns;
}

function cellOf(prefix: 'config' | 'metric', name: string): ExportColumn['cell'] {
  return (row) => {
    const values: Readonly<Record<string, ParameterValue>> =
      prefix === 'config' ? row.parameters : row.metrics;
    return Object.hasOwn(values, name) ? values[name] : undefined;
  };
}

/** A cell as text: numbers in shortest form (NaN, Infinity), lists as JSON, nothing for what is missing. */
export function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
