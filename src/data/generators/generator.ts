// Data sets for examples without files. A generator is a pure function of its order, and sample i is
// a function of (seed, i) alone: more samples begin with the same ones.

import type { Seed } from '../../vocabulary/seed.js';
import type { PictureShape } from '../data-set.js';
import type { Target } from '../table.js';

export interface Order {
  readonly samples: number;
  /** Standard deviation, in the generator's own unit. */
  readonly noise: number;
  /** The default's number where a generator has no choice of classes. */
  readonly classes: number;
  readonly seed: Seed;
}

export interface Generated {
  /** (samples, features), row-major, finite */
  readonly inputs: Float64Array;
  readonly target: Target;
}

export interface Generator {
  readonly features: readonly string[];
  readonly defaultNoise: number;
  /** null: the number of classes cannot be chosen. */
  readonly classes: { readonly default: number; readonly max: number } | null;
  /** What the features are the pixels of; null for plain columns. */
  readonly image: PictureShape | null;
  generate(order: Order): Generated;
}

/** Streams of Purpose.generate: one for what all samples share, one for each sample (by `time`). */
export const Stream = Object.freeze({ shared: 0, sample: 1 });

/** Samples take their classes in turn, named 0, 1, 2 …: sizes differ by one at most. */
export function classesInTurn(samples: number, classes: number): Target {
  const values = Float64Array.from({ length: samples }, (_, sample) => sample % classes);
  const names = Object.freeze(Array.from({ length: classes }, (_, index) => String(index)));
  return Object.freeze({ kind: 'classification', classes: names, values });
}
