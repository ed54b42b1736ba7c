// Curves of one metric, m, through a rule: 1 where it says stop.

import type { StoppingRule, Watch } from '../../src/stoppers/stopper.js';

/** Asked on after a stop, to see what each epoch comes to. */
export function verdictsOn(rule: StoppingRule, values: readonly number[]): string {
  return observeAll(rule.watch(99), values);
}

export function observeAll(watch: Watch, values: readonly number[]): string {
  return values
    .map((m, i) => (watch.observe({ epoch: i + 1, metrics: { m } }).action === 'stop' ? '1' : '0'))
    .join('');
}

/** Trials that were trained to their end before. */
export function completeTrials(rule: StoppingRule, curves: readonly (readonly number[])[]): void {
  curves.forEach((values, trial) => {
    const watch = rule.watch(trial);
    observeAll(watch, values);
    watch.end?.('completed');
  });
}
