// Gives up a trial that is further from the best than a slack allows (the bandit policy of Azure Machine
// Learning): its best value so far is compared with the best that any trial had at that epoch.

import { Slip } from '../vocabulary/errors.js';
import { compareValues, type EpochMetrics, type Objective } from '../vocabulary/metric.js';
import { valueText } from '../vocabulary/value-text.js';
import { proceed, type Verdict } from '../vocabulary/verdict.js';
import { isLookedAt, type Looks } from './looks.js';
import { stopVerdict } from './stop-verdict.js';
import type { StoppingRule, Watch } from './stopper.js';

export interface BanditOptions extends Looks {
  readonly metric: Objective;
  /** factor: best / (1 + slack) of what is maximised, best × (1 + slack) of what is minimised; amount: best ∓ slack. */
  readonly slack: { readonly kind: 'factor' | 'amount'; readonly value: number };
}

/** @throws {Slip} for a slack that is not above 0 */
export function banditStopper(options: BanditOptions): StoppingRule {
  const { metric, slack } = options;
  if (!(slack.value > 0)) {
    throw new Slip(
      `expected slack_${slack.kind} above 0, found ${slack.value}: with none only the best trial would go on`,
    );
  }
  const { name, goal } = metric;
  const sign = goal === 'minimize' ? 1 : -1;
  /** By epoch, the best of what any trial had until then. */
  const bests: number[] = [];

  /** The worst value that goes on: never better than the best, on whichever side of zero that is. */
  function boundOf(best: number): number {
    if (slack.kind === 'amount') return best + sign * slack.value;
    return best * sign < 0 ? best / (1 + slack.value) : best * (1 + slack.value);
  }

  function watch(): Watch {
    let mine = Number.NaN;
    return {
      observe({ epoch, metrics }: EpochMetrics): Verdict {
        const value = metrics[name] ?? Number.NaN;
        if (compareValues(value, mine, goal) < 0) mine = value;
        const best = bests[epoch] ?? Number.NaN;
        if (compareValues(mine, best, goal) < 0) bests[epoch] = mine;
        if (!isLookedAt(epoch, options) || Number.isNaN(best)) return proceed;
        const bound = boundOf(best);
        if (compareValues(mine, bound, goal) <= 0) return proceed;
        const side = goal === 'minimize' ? 'above' : 'below';
        const text = Number.isNaN(mine)
          ? `${name} was not a number up to epoch ${epoch}`
          : `${name} ${valueText(mine)} is ${side} ${valueText(bound)}, the slack from the best ${valueText(best)} at epoch ${epoch}`;
        return stopVerdict('bandit', text, { metric: name, value: mine, bound, best, epoch });
      },
    };
  }

  return { name: 'bandit', comparesTrials: true, watch };
}
