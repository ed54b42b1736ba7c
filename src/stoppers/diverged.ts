// Gives up a trial whose training has left the numbers: a loss or the objective is NaN or infinite, or
// the training loss has passed a bound. Nothing that comes after such an epoch can be worth its time.

import type { EpochMetrics } from '../vocabulary/metric.js';
import { valueText } from '../vocabulary/value-text.js';
import { proceed, type Verdict } from '../vocabulary/verdict.js';
import { stopVerdict } from './stop-verdict.js';
import type { StoppingRule } from './stopper.js';

export interface DivergedOptions {
  /** The name of the objective; watched beside every metric whose name ends in _loss. */
  readonly objective: string;
  /** Stops where train_loss is greater; null: no bound. */
  readonly bound: number | null;
}

export function divergedStopper(options: DivergedOptions): StoppingRule {
  const watch = { observe: (epoch: EpochMetrics) => verdictOn(epoch, options) };
  return { name: 'diverged', comparesTrials: false, watch: () => watch };
}

function verdictOn(
  { epoch, metrics }: EpochMetrics,
  { objective, bound }: DivergedOptions,
): Verdict {
  const broken = firstBroken(metrics, objective);
  if (broken !== null) {
    const value = metrics[broken]!;
    const word = Number.isNaN(value) ? 'NaN' : 'infinite';
    return stopVerdict('diverged', `${broken} is ${word} at epoch ${epoch}`, {
      metric: broken,
      value,
      epoch,
    });
  }
  const loss = metrics.train_loss;
  if (bound !== null && loss !== undefined && loss > bound) {
    return stopVerdict(
      'diverged',
      `train_loss ${valueText(loss)} is above the bound ${valueText(bound)} at epoch ${epoch}`,
      { metric: 'train_loss', value: loss, bound, epoch },
    );
  }
  return proceed;
}

/** The alphabetically first: a remembered epoch may list its metrics in another order. */
function firstBroken(metrics: EpochMetrics['metrics'], objective: string): string | null {
  let first: string | null = null;
  for (const name in metrics) {
    if (Number.isFinite(metrics[name])) continue;
    if (name !== objective && !name.endsWith('_loss')) continue;
    if (first === null || name < first) first = name;
  }
  return first;
}
