// The decisions of a sweep as they were recorded, in their order.

import type { DecisionEvent } from '../vocabulary/event.js';
import type { SweepSummary } from './read-sweeps.js';
import type { Connection, Statement } from './sqlite.js';

export interface DecisionRecord {
  readonly sequence: number;
  /** The logical clock. */
  readonly at: number;
  /** Results that were known. */
  readonly known: number;
  readonly trial: number;
  readonly action: DecisionEvent['action'];
  readonly epoch: number;
  readonly rule: string | null;
  readonly reason: string | null;
  /** JSON */
  readonly facts: string | null;
}

export function decisionReader(connection: Connection) {
  const all = connection.prepare(
    `SELECT sequence, at, known, trial, action, epoch, rule, reason, facts
     FROM decision WHERE sweep = ? ORDER BY sequence`,
  ) as Statement<DecisionRecord>;
  return { decisions: ({ row }: SweepSummary): readonly DecisionRecord[] => all.all(row) };
}
