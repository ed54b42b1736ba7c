// JSON: an array with one object per trial, as `top --json` prints them, with the reason and all metrics
// at the best epoch.

import { withoutCells } from '../../vocabulary/confusion-cell.js';
import type { Leaderboard } from '../leaderboard.js';
import { jsonNumber, trialObject } from '../trial-object.js';
import type { ExportOptions } from './export-table.js';

export function jsonExport(
  { sweep, rows }: Leaderboard,
  { times = false }: ExportOptions = {},
): string {
  const objects = rows.map((row) => ({
    ...trialObject(sweep, row),
    reason: row.reason,
    metrics: Object.fromEntries(
      Object.entries(withoutCells(row.metrics)).map(([k, v]) => [k, jsonNumber(v)]),
    ),
    ...(times ? { started: row.started, ended: row.ended } : {}),
  }));
  return `${JSON.stringify(objects, null, 2)}\n`;
}
