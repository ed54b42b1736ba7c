// How far a sweep is, as the database tells it: the same figures that its own live view counts from
// events, a second or so later.

import type { Leaderboard } from '../../leaderboard/leaderboard.js';
import type { PlannedRung } from '../../schedulers/scheduler.js';
import type { ReachedCount } from '../../store/read-reached.js';
import type { BestSoFar, Progress } from '../live-view/tally.js';

/** @param leaderboard with its first row at least, if it has any */
export function storedProgress(
  { sweep, rows, front }: Leaderboard,
  counts: readonly ReachedCount[],
  rungs: readonly PlannedRung[],
): Progress {
  const replicates = sweep.seeds * (sweep.folds ?? 1);
  const furthest = Math.max(0, ...counts.map(({ epochs, rows }) => rows ?? epochs));
  const passed = rungs.slice(0, -1).filter((rung) => furthest > (rung.rows ?? rung.epochs));
  return {
    trained: sweep.epochsTrained,
    remembered: 0,
    done: sweep.epochsTrained + sparedEpochs(counts, rungs) * replicates,
    trials: sweep.trials,
    begun: sweep.trialsInAll,
    best: bestOf(rows[0]),
    front,
    rungsPassed: passed.length,
  };
}

/** A trial that ends between two rungs spares the epochs up to the next one. */
function sparedEpochs(counts: readonly ReachedCount[], rungs: readonly PlannedRung[]): number {
  return counts
    .filter(({ state }) => state !== 'running' && state !== 'paused')
    .reduce((sum, { epochs, trials }) => {
      const rung = rungs.find((planned) => planned.epochs >= epochs);
      return sum + (rung === undefined ? 0 : (rung.epochs - epochs) * trials);
    }, 0);
}

function bestOf(row: Leaderboard['rows'][number] | undefined): BestSoFar | null {
  if (row === undefined || row.value === null || row.epoch === null) return null;
  const { trial, epoch, value, parameters } = row;
  return Number.isFinite(value) ? { trial, epoch, value, parameters } : null;
}
