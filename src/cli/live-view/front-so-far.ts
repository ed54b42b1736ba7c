// The front of a sweep that runs, from its events. Kept of settled trials are those that none dominates, and
// the worst in each metric, which bound the hypervolume: memory grows with the front and with what runs.

import { type FrontSummary, summaryOf } from '../../leaderboard/pareto-ranks.js';
import type { SweepEvent } from '../../vocabulary/event.js';
import {
  type BestEpoch,
  bestWith,
  compareValues,
  type Objective,
} from '../../vocabulary/metric.js';
import { type Point, paretoFronts } from '../../vocabulary/pareto.js';

export interface FrontSoFar {
  hear(event: SweepEvent): void;
  summary(): FrontSummary;
}

interface LiveTrial {
  best: BestEpoch | null;
  /** At the best epoch. */
  point: Point | null;
}

export function frontSoFar(objectives: readonly Objective[]): FrontSoFar {
  const [first] = objectives as [Objective];
  const goals = objectives.map(({ goal }) => goal);
  const live = new Map<number, LiveTrial>();
  /** Of trials, where the schedule allots them. */
  const rows = new Map<number, number>();
  /** Of the trials that have a point: others than those on the most rows are on no front that is shown. */
  let mostRows = 0;
  let settled: readonly Point[] = [];
  let known: FrontSummary | null = null;

  function isOnMost(trial: number): boolean {
    return (rows.get(trial) ?? 0) === mostRows;
  }

  function hearEpoch({ trial, epoch }: SweepEvent & { readonly kind: 'trial_epoch' }): void {
    const own = rows.get(trial) ?? 0;
    if (own > mostRows) {
      mostRows = own;
      settled = [];
    }
    const had = live.get(trial) ?? { best: null, point: null };
    const best = bestWith(had.best, epoch, first);
    if (best === had.best) return;
    const point = objectives.map(({ name }) => epoch.metrics[name] ?? Number.NaN);
    live.set(trial, { best, point });
    known = null;
  }

  function hearSettled({ trial, fate }: SweepEvent & { readonly kind: 'trial_settled' }): void {
    if (fate.state === 'paused') return;
    const point = isOnMost(trial) ? (live.get(trial)?.point ?? null) : null;
    live.delete(trial);
    rows.delete(trial);
    known = null;
    const isLost = fate.state === 'failed' || (fate.state === 'stopped' && isDiverged(fate));
    if (point !== null && !isLost) settled = kept([...settled, point]);
  }

  /** Those that none dominates, and one that is worst in each objective. */
  function kept(points: readonly Point[]): readonly Point[] {
    const finite = points.filter((point) => point.every(Number.isFinite));
    const worst = goals.map((goal, i) =>
      finite.reduce<Point | null>(
        (a, b) => (a !== null && compareValues(a[i]!, b[i]!, goal) >= 0 ? a : b),
        null,
      ),
    );
    const fronts = paretoFronts(points, goals);
    return points.filter((point, i) => fronts[i] === 1 || worst.includes(point));
  }

  return {
    hear(event) {
      if (event.kind === 'trial_started' && event.rows !== undefined) {
        rows.set(event.trial, event.rows);
      } else if (event.kind === 'trial_epoch') hearEpoch(event);
      else if (event.kind === 'trial_settled') hearSettled(event);
    },
    summary() {
      const running = [...live].flatMap(([trial, { point }]) =>
        point === null || !isOnMost(trial) ? [] : [point],
      );
      known ??= summaryOf([...settled, ...running], goals);
      return known;
    },
  };
}

function isDiverged({ reason }: { readonly reason: { readonly rule: string } }): boolean {
  return reason.rule === 'diverged';
}
