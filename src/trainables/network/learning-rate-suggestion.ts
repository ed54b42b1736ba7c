// What a range test says of learning rates: where the loss falls fastest, a tenth of where it is least
// (the two of fastai's lr_find), and a range to search around them.

import type { RangePoint } from './learning-rate-range.js';

export interface Suggestion {
  /** Where the smoothed loss falls fastest. */
  readonly steepest: number;
  /** Where the smoothed loss is least: too large to train with. */
  readonly minimum: number;
  /** A tenth of `minimum`. */
  readonly tenth: number;
  /** From a hundredth to a third of `minimum`, to one digit. */
  readonly range: { readonly min: number; readonly max: number };
}

/**
 * Null where the loss never fell. The first tenth of the points is passed over, where the smoothed loss
 * is that of few batches; a fall is taken over as many points, because that of neighbours is mostly noise.
 * @param steps how many points the whole test would have had
 */
export function suggestion(points: readonly RangePoint[], steps: number): Suggestion | null {
  const span = Math.max(1, Math.floor(steps / 10));
  const smoothed = points.map((point) => point.smoothed);
  const begin = points.length > 2 * span ? span : 0;
  const least = indexOfLeast(smoothed, begin);
  let [steepest, fall] = [-1, 0];
  for (let i = begin; i < least; i++) {
    const until = Math.min(i + span, least);
    const slope = (smoothed[until]! - smoothed[i]!) / span;
    if (slope < fall) [steepest, fall] = [i, slope];
  }
  if (steepest < 0) return null;
  const minimum = points[least]!.lr;
  return {
    steepest: points[steepest]!.lr,
    minimum,
    tenth: minimum / 10,
    range: { min: oneDigit(minimum / 100), max: oneDigit(minimum / 3) },
  };
}

function indexOfLeast(values: readonly number[], begin: number): number {
  let least = begin;
  for (let i = begin; i < values.length; i++) if (values[i]! < values[least]!) least = i;
  return least;
}

/** 0.0187 is 0.02: what a person would write. */
function oneDigit(value: number): number {
  return Number(value.toPrecision(1));
}
