// Which moments of a sweep deserve a line in a log: each tenth of the planned epochs, and each rung that
// is behind. Between them nothing is said, so the cost of an epoch is one comparison.

import type { PlannedRung } from '../../schedulers/scheduler.js';
import type { Objective } from '../../vocabulary/metric.js';
import { frontShown } from '../front-shown.js';
import type { SweepPlan } from '../sweep-plan.js';
import { printable } from '../terminal/printable.js';
import { countText, plural, rateText } from '../terminal/quantities.js';
import { assignmentShown, metricShown } from '../terminal/value-shown.js';
import { plannedShown } from './outline.js';
import type { Progress } from './tally.js';

export interface Milestones {
  /** Whether there are lines to be had. */
  reached(): boolean;
  /** What has been reached since the last call. */
  lines(epochsPerSecond: number | null): readonly string[];
}

interface Planned {
  readonly objective: Objective;
  /** Those that are complete at some moment; none where trials go on one by one. */
  readonly rungs: readonly PlannedRung[];
  readonly epochs: number;
  /** false: trials go on one by one, and perhaps more of them than were planned. */
  readonly isPlanExact: boolean;
}

/** epoch 9, or 300 rows */
function heightOf({ rows, epochs }: PlannedRung): string {
  return rows === undefined ? `epoch ${epochs}` : plural(rows, 'row');
}

/** Where trials go on one by one no rung is ever decided as a whole. */
export function decidedRungs({
  scheduler,
  rungs,
}: Pick<SweepPlan, 'scheduler' | 'rungs'>): readonly PlannedRung[] {
  return scheduler.isAdaptive ? [] : rungs;
}

export function sweepMilestones(tally: Progress, planned: Planned): Milestones {
  const { objective, rungs, epochs, isPlanExact } = planned;
  /** The next tenth of the way, 1..10. */
  let tenth = 1;
  let rungsTold = 0;
  let bestTold: number | null = null;

  function rungLine(): string {
    const rung = rungs[rungsTold++]!;
    const above = rungs[rungsTold]!;
    const behind = `rung ${rungsTold} of ${rungs.length} (${heightOf(rung)}) is complete`;
    return `${behind}: ${plural(tally.trials.stopped, 'trial')} stopped so far, the best go on to ${heightOf(above)}`;
  }

  function bestText(): string {
    const { best } = tally;
    if (best === null) return '';
    const value = `, ${printable(objective.name)} ${metricShown(best.value)}`;
    const isNews = best.value !== bestTold;
    bestTold = best.value;
    if (!isNews) return value;
    const shown = assignmentShown(best.parameters);
    return `${value} (trial ${best.trial}, epoch ${best.epoch}${shown && `: ${shown}`})`;
  }

  function progressLine(epochsPerSecond: number | null): string {
    const share = Math.min(isPlanExact ? 100 : 99, Math.floor((tally.done / epochs) * 100));
    const speed = epochsPerSecond === null ? '' : `, ${rateText(epochsPerSecond)} epochs/s`;
    const failed =
      tally.trials.failed > 0 ? `, ${plural(tally.trials.failed, 'trial')} failed` : '';
    while (isTenthReached()) tenth++;
    const front = tally.front === null ? '' : `, front of ${frontShown(tally.front)}`;
    return `${String(share).padStart(3)} %  ${countText(tally.done)} of ${plannedShown(epochs, isPlanExact)}${bestText()}${front}${speed}${failed}`;
  }

  /** In whole numbers: tenths that are added up would miss the end, behind which nothing is told. */
  function isTenthReached(): boolean {
    return tenth <= 10 && tally.done * 10 >= epochs * tenth;
  }

  /** The last rung is the end. */
  function isRungPassed(): boolean {
    return rungsTold < Math.min(tally.rungsPassed, rungs.length - 1);
  }

  return {
    reached: () => isTenthReached() || isRungPassed(),
    lines(epochsPerSecond) {
      const lines: string[] = [];
      while (isRungPassed()) lines.push(rungLine());
      if (isTenthReached()) lines.push(progressLine(epochsPerSecond));
      return lines;
    },
  };
}
