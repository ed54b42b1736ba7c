// The parameters of a search space, and what values each can take. The kinds and their words are
// those of W&B sweeps, so that a person's old definitions mean the same here.

import type { ParameterValue } from '../vocabulary/configuration.js';

export type Domain =
  | { readonly kind: 'constant'; readonly value: ParameterValue }
  | { readonly kind: 'categorical'; readonly values: readonly ParameterValue[] }
  /** Whole numbers min..max, both included. */
  | { readonly kind: 'int_uniform'; readonly min: number; readonly max: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  /** round(X / q) * q with X uniform. */
  | { readonly kind: 'q_uniform'; readonly min: number; readonly max: number; readonly q: number }
  /** X with ln X uniform between ln min and ln max; 0 < min. */
  | { readonly kind: 'log_uniform_values'; readonly min: number; readonly max: number }
  | {
      readonly kind: 'q_log_uniform_values';
      readonly min: number;
      readonly max: number;
      readonly q: number;
    };

export interface Parameter {
  /** Nested groups are dotted: block.width. */
  readonly name: string;
  readonly domain: Domain;
}

/** Parameters in the order of the definition; names are unique. */
export type Space = readonly Parameter[];
