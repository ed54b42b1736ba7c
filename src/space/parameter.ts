// The parameters of a search space, and what values each can take. The kinds and their words are
// those of W&B sweeps, so that a person's old definitions mean the same here.

import type { ParameterValue } from '../vocabulary/configuration.js';

export type Domain =
  | { readonly kind: 'constant'; readonly value: ParameterValue }
  | {
      readonly kind: 'categorical';
      readonly values: readonly ParameterValue[];
      /** How likely each is, with a sum of 1; left out: all alike. */
      readonly probabilities?: readonly number[];
      /** The values are in order, and neighbours are alike. Left out: they are not. */
      readonly ordered?: true;
    }
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
    }
  | NormalDomain
  | BetaDomain;

/** Where a distribution is cut off, if it is: what lies outside is not drawn, and the rest is as likely as before. */
export interface Truncation {
  readonly min?: number;
  readonly max?: number;
}

/** X normal with mean mu and standard deviation sigma, or ln X is (log_); q_ gives round(X / q) * q. */
export type NormalDomain = Truncation & { readonly mu: number; readonly sigma: number } & (
    | { readonly kind: 'normal' | 'log_normal' }
    | { readonly kind: 'q_normal' | 'q_log_normal'; readonly q: number }
  );

/** X between 0 and 1 with density x^(a-1) (1-x)^(b-1) / B(a, b); q_ gives round(X / q) * q. */
export type BetaDomain = Truncation & { readonly a: number; readonly b: number } & (
    | { readonly kind: 'beta' }
    | { readonly kind: 'q_beta'; readonly q: number }
  );

export interface Parameter {
  /** Nested groups are dotted: block.width. */
  readonly name: string;
  readonly domain: Domain;
  /** A condition on other settings; where it does not hold, the parameter is not there. */
  readonly when?: string;
}

/** A parameter that is computed from others, and not drawn. */
export interface Derived {
  readonly name: string;
  /** As in `width / 2`. */
  readonly formula: string;
  readonly when?: string;
}

/** What holds between parameters, in the language of vocabulary/expression over settings. */
export interface SpaceRules {
  /** In the definition's order. */
  readonly derived?: readonly Derived[];
  /** Conditions; a configuration that breaks one is forbidden. */
  readonly constraints?: readonly string[];
}

/** Parameters in the order of the definition; names are unique. */
export type Space = readonly Parameter[];
