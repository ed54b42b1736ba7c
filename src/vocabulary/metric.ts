// What training measures. NaN and the infinities are legal values everywhere: a diverged epoch is
// recorded as what it was. Every comparison of metrics goes through `compareValues`, so that NaN is
// last in both directions and nothing ranks by accident of a sort.

/** Metrics of one epoch by name, split_metric: train_loss, val_accuracy, test_rmse. */
export type Metrics = Readonly<Record<string, number>>;

/** Epochs count from 1; epoch e is what was measured after e passes over the training part. */
export interface EpochMetrics {
  readonly epoch: number;
  readonly metrics: Metrics;
}

export type Goal = 'minimize' | 'maximize';

/** What the sweep is about: the metric that ranks its trials, and the direction that is better. */
export interface Objective {
  readonly name: string;
  readonly goal: Goal;
  /** Which epoch speaks for a trial: the best one, or the last where it says so. */
  readonly epoch?: 'last';
}

/** The epoch that speaks for a trial: its best, of several with the same value the earliest. */
export interface BestEpoch {
  readonly epoch: number;
  readonly value: number;
  /** Standard error of the value, a mean over replicates; left out where there is none to tell. */
  readonly se?: number;
}

/** Order for sorting, better first; NaN after everything else, infinities by their sign. */
export function compareValues(a: number, b: number, goal: Goal): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  if (a === b) return 0;
  return a < b === (goal === 'minimize') ? -1 : 1;
}

export function isBetter(value: number, than: number, goal: Goal): boolean {
  return compareValues(value, than, goal) < 0;
}

/**
 * What speaks for a trial when it has one more epoch; as before where the objective was not measured.
 * @param se standard error of the objective; null: none is known
 */
export function bestWith(
  best: BestEpoch | null,
  { epoch, metrics }: EpochMetrics,
  objective: Objective,
  se: number | null = null,
): BestEpoch | null {
  const value = metrics[objective.name];
  if (value === undefined) return best;
  return betterEpoch(best, bestEpochOf(epoch, value, se), objective);
}

/** @param se null: none is known */
export function bestEpochOf(epoch: number, value: number, se: number | null): BestEpoch {
  return { epoch, value, ...(se === null ? {} : { se }) };
}

/** The better of what was best so far and a new epoch's value; the earlier epoch keeps a tie. */
export function betterEpoch(
  best: BestEpoch | null,
  next: BestEpoch,
  { goal, epoch }: Objective,
): BestEpoch {
  return best === null || epoch === 'last' || isBetter(next.value, best.value, goal) ? next : best;
}
