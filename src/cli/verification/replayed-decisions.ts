// The decisions of a stored sweep, made again from its stored curves: the same evaluation as the sweep's, by
// an executor that may not train. Whatever decides otherwise than it was recorded is found here, also where
// every epoch is as it was trained.

import { isDeepStrictEqual } from 'node:util';
import type { DataSet } from '../../data/data-set.js';
import { objectivesOf, type SweepDefinition } from '../../definition/sweep-definition.js';
import type { Executor } from '../../executor/executor.js';
import { orchestrate } from '../../orchestrator/orchestrate.js';
import type { Memo } from '../../store/memo.js';
import type { DecisionRecord } from '../../store/read-decisions.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import type { Reader } from '../../store/reader.js';
import type { DecisionEvent } from '../../vocabulary/event.js';
import { rowsOfData } from '../rows-of-data.js';
import { costsOf, identityOf } from '../sweep-identity.js';
import { planSweep } from '../sweep-plan.js';

export interface Replayed {
  /** How many were made again. */
  readonly decisions: number;
  /** The first that was recorded otherwise; null: all are the same. */
  readonly first: {
    readonly stored: DecisionRecord | null;
    readonly found: DecisionRecord | null;
  } | null;
}

export interface Replay {
  readonly reader: Reader;
  readonly sweep: SweepSummary;
  readonly definition: SweepDefinition;
  readonly data: readonly DataSet[];
}

/** null where results counted as they arrived: that order is nowhere on record. */
export async function replayDecisions(replay: Replay): Promise<Replayed | null> {
  const { reader, sweep, definition, data } = replay;
  const plan = planSweep(definition, data[0]!.task.kind, rowsOfData(data));
  if (plan.order.kind === 'arrival') return null;
  const stored = reader.decisions(sweep);
  const made: DecisionRecord[] = [];
  const end = new AbortController();
  const identified = { definition, data, coreBuild: sweep.coreBuild, plan };
  await orchestrate({
    ...plan,
    executor: idleExecutor(() => end.abort()),
    memo: rememberedAsStored(reader),
    objective: definition.objective,
    objectives: objectivesOf(definition),
    budget: definition.epochs,
    identify: (assignment, rows) => identityOf(assignment, identified, costsOf(identified), rows),
    listen(event) {
      if (event.kind === 'decision') made.push(recordOf(event));
    },
    pause: end.signal,
  });
  // Beyond what was trained nothing can be decided again, and of a sweep that goes on nothing is over.
  const isWhole = sweep.state === 'completed' && !end.signal.aborted;
  const compared = isWhole
    ? Math.max(stored.length, made.length)
    : Math.min(stored.length, made.length);
  for (let sequence = 0; sequence < compared; sequence++) {
    const [was, is] = [stored[sequence] ?? null, made[sequence] ?? null];
    if (!isDeepStrictEqual(was, is))
      return { decisions: compared, first: { stored: was, found: is } };
  }
  return { decisions: compared, first: null };
}

/** States are of no matter here: none is ever missing. */
function rememberedAsStored(reader: Reader): Memo {
  return {
    recall(training) {
      const curve = reader.trainingCurve(training);
      return { curve, states: curve.map(({ epoch }) => epoch), removed: [] };
    },
    loadState: () => null,
  };
}

function recordOf({ kind: _kind, reason, ...decision }: DecisionEvent): DecisionRecord {
  return {
    ...decision,
    rule: reason?.rule ?? null,
    reason: reason?.text ?? null,
    facts: reason === null ? null : JSON.stringify(reason.facts),
  };
}

/** Trains nothing: where training would be needed, the replay is over. */
function idleExecutor(onNeeded: () => void): Executor {
  return {
    capacity: 1,
    start() {
      onNeeded();
      return {
        end: Promise.resolve({ kind: 'interrupted', state: null, best: null }),
        stop() {},
      };
    },
    interrupt() {},
    async close() {},
  };
}

/** One line; not made printable. */
export function decisionText(decision: DecisionRecord | null): string {
  if (decision === null) return 'none';
  const { action, trial, epoch, reason } = decision;
  return `${action} trial ${trial} at epoch ${epoch}${reason === null ? '' : ` (${reason})`}`;
}
