// The decisions of a sweep as they were recorded, in their order.

import type { DecisionRow } from './decision-ledger.js';
import type { SweepSummary } from './read-sweeps.js';
import type { Connection, Statement } from './sqlite.js';

export interface DecisionRecord extends DecisionRow {
  readonly sequence: number;
}

export function decisionReader(connection: Connection) {
  const all = connection.prepare(
    `SELECT sequence, at, known, trial, action, epoch, rule, reason, facts
     FROM decision WHERE sweep = ? ORDER BY sequence`,
  ) as Statement<DecisionRecord>;
  return { decisions: ({ row }: SweepSummary): readonly DecisionRecord[] => all.all(row) };
}
