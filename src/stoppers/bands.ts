// W&B's `early_terminate: hyperband`: at each of some epochs, the bands, a trial is given up whose value
// there is not among the best 1 in eta of all that have come so far. Nothing is held back at a band: it is
// a rule that stops trials, and no schedule.

import { Slip } from '../vocabulary/errors.js';
import { firstPlace } from '../vocabulary/first-place.js';
import { compareValues, type EpochMetrics, type Objective } from '../vocabulary/metric.js';
import { valueText } from '../vocabulary/value-text.js';
import { proceed, type Verdict } from '../vocabulary/verdict.js';
import { stopVerdict } from './stop-verdict.js';
import type { StoppingRule } from './stopper.js';

/** Where the bands are: from the first one upwards, or s of them downwards from the end. */
export type BandsSpec =
  | { readonly minIter: number; readonly eta: number }
  | { readonly maxIter: number; readonly s: number; readonly eta: number };

/**
 * The epochs of the bands, ascending: min_iter · eta^i rounded down, or max_iter / eta^i for i = 1 … s, of
 * which those below 1 are left out.
 * @param epochs the last epoch that matters
 */
export function bandEpochs(spec: BandsSpec, epochs: number): readonly number[] {
  const bands: number[] = [];
  if ('minIter' in spec) {
    for (let band = spec.minIter; band <= epochs; band *= spec.eta) bands.push(Math.floor(band));
    return bands;
  }
  let band = spec.maxIter;
  for (let i = 0; i < spec.s; i++) {
    band /= spec.eta;
    if (band >= 1) bands.unshift(Math.floor(band));
  }
  return bands.filter((epoch) => epoch <= epochs);
}

export interface BandsOptions {
  readonly metric: Objective;
  readonly spec: BandsSpec;
  /** Epochs of a trial that nothing stops. */
  readonly epochs: number;
}

/** @throws {Slip} for an eta that is not above 1 */
export function bandsStopper({ metric, spec, epochs }: BandsOptions): StoppingRule {
  const { name, goal } = metric;
  const { eta } = spec;
  if (!(eta > 1))
    throw new Slip(`expected eta above 1, found ${eta}: 3 keeps a third at each band`);
  /** By band, what trials had there, best first. */
  const values = new Map(bandEpochs(spec, epochs).map((band) => [band, [] as number[]]));

  const observe = ({ epoch, metrics }: EpochMetrics): Verdict => {
    const there = values.get(epoch);
    if (there === undefined) return proceed;
    const value = metrics[name] ?? Number.NaN;
    // Equal values stand side by side, and NaN last.
    const rank = firstPlace(there.length, (place) => compareValues(there[place]!, value, goal) > 0);
    there.splice(rank, 0, value);
    const bound = there[Math.floor(there.length / eta)]!;
    if (compareValues(value, bound, goal) <= 0 && !Number.isNaN(value)) return proceed;
    const side = goal === 'minimize' ? 'above' : 'below';
    const facts = { metric: name, value, bound, epoch, of: there.length };
    const text = Number.isNaN(value)
      ? `${name} is not a number at band ${epoch}`
      : `${name} ${valueText(value)} is ${side} ${valueText(bound)}, the best 1 in ${eta} of ${there.length} trials at band ${epoch}`;
    return stopVerdict('hyperband', text, facts);
  };
  return { name: 'hyperband', comparesTrials: true, watch: () => ({ observe }) };
}
