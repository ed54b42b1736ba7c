// Masses of kernels along whole numbers and other steps. A kernel's middle is the middle of a step or of the
// range, so that with steps there are few distances and widths: what was worked out once is kept, as long as
// it is not too much.

import { log } from '../../vocabulary/deterministic-math.js';
import { normalMass } from '../../vocabulary/normal-distribution.js';
import type { Axis } from './axis.js';

/** An axis of more steps than this keeps nothing. */
const KEPT_STEPS = 256;

/** The logarithm of the mass that a normal distribution, not cut off, has on the step around x. */
export type StepMass = (mu: number, x: number) => number;

/** @returns for each width (standard deviation) its masses */
export function stepMasses({
  low,
  high,
  step,
}: Extract<Axis, { kind: 'numbers' }>): (sigma: number) => StepMass {
  const steps = Math.round((high - low) / step);
  const byWidth = new Map<number, StepMass>();

  const worked = (sigma: number, away: number) =>
    log(normalMass((away - step / 2) / sigma, (away + step / 2) / sigma));

  function massOf(sigma: number): StepMass {
    if (steps > KEPT_STEPS) return (mu, x) => worked(sigma, Math.abs(x - mu));
    // In half steps, as the middle of the range may be a border.
    const kept = new Float64Array(2 * steps + 1).fill(Number.NaN);
    return (mu, x) => {
      const place = Math.round((2 * Math.abs(x - mu)) / step);
      if (Number.isNaN(kept[place]!)) kept[place] = worked(sigma, (place * step) / 2);
      return kept[place]!;
    };
  }

  return (sigma) => {
    let mass = byWidth.get(sigma);
    if (mass === undefined) {
      mass = massOf(sigma);
      if (steps <= KEPT_STEPS) byWidth.set(sigma, mass);
    }
    return mass;
  };
}
