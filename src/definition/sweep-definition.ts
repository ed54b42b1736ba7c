// A sweep, as a validated and frozen value: what `parseDefinition` makes of a person's file, and what
// everything after it reads. Defaults are filled in; paths are absolute.

import type { Derived, Space } from '../space/parameter.js';
import type { BandsSpec } from '../stoppers/bands.js';
import type { Looks } from '../stoppers/looks.js';
import type { Assignment, Configuration } from '../vocabulary/configuration.js';
import type { Objective } from '../vocabulary/metric.js';
import type { Seed } from '../vocabulary/seed.js';

export type Method = 'grid' | 'random' | 'sobol' | 'tpe' | 'gp' | 'cma_es' | 'nsga2' | 'list';

export type GeneratorName = 'spirals' | 'moons' | 'blobs' | 'friedman' | 'glyphs';

export interface SplitSpec {
  /** Shares of all rows, 0 <= share < 1; the rest is the training part. */
  readonly validation: number;
  readonly test: number;
  readonly splitSeed: Seed;
}

/** How numbers are brought to a common range; everything is fitted on the training part. */
export interface ScalingSpec {
  readonly scaling: 'standard' | 'minmax' | 'quantile' | 'none';
  /** Of a regression's target. */
  readonly targetScaling: 'standard' | 'none';
}

/** What to make of columns that are not all numbers. */
export interface EncodingSpec {
  readonly categorical: 'one_hot' | 'embedding';
  /** What to do about an empty cell: nothing, without the row, or what to put there. */
  readonly missing: 'error' | 'drop' | 'mean' | 'median' | 'most_frequent';
  /** A column of 0 and 1 for each column that has empty cells in the training part. */
  readonly missingIndicator: boolean;
}

export type DataSpec = SplitSpec &
  ScalingSpec &
  (
    | (EncodingSpec & {
        readonly kind: 'file';
        /** Absolute; its name says the format. */
        readonly file: string;
        /** A file of arrays with one value per row, absolute; null: the target is in the file itself. */
        readonly labels: string | null;
        /** The array of an .npz that holds the features; null: `x` or `X`. */
        readonly inputs: string | null;
        /** A column, or the array of an .npz; null only beside `labels`. */
        readonly target: string | null;
        readonly ignore: readonly string[];
        /** The column whose equal values belong together; null: every row is by itself. */
        readonly group: string | null;
        /** Columns that hold levels though their cells are numbers. */
        readonly categoricalColumns: readonly string[];
        /** (height, width) or (height, width, channels) of every row; null: what the file says. */
        readonly image: readonly number[] | null;
        /** null: inferred from the target column. */
        readonly task: 'classification' | 'regression' | null;
      })
    | {
        readonly kind: 'generator';
        readonly generator: GeneratorName;
        readonly samples: number;
        /** Standard deviation, in the generator's own unit; null: the generator's default. */
        readonly noise: number | null;
        /** spirals and blobs; null: the generator's default. */
        readonly classes: number | null;
        readonly seed: Seed;
      }
  );

export type ScheduleSpec = { readonly type: 'full' } | LadderSpec;

/** Trials climb rungs, eta times the epochs (or rows) at each, and 1 in eta goes on. What says nothing is left out. */
export type LadderSpec =
  | ({
      readonly type: 'successive_halving' | 'hyperband' | 'asha';
      readonly rule?: never;
      readonly eta: number;
      /** Of asha; left out: promotion. */
      readonly form?: 'stopping';
    } & Allotment<number, number>)
  | ({
      readonly type: 'successive_halving';
      readonly rule: 'scikit_learn';
      readonly eta: number;
      readonly aggressiveElimination?: true;
    } & Allotment<number | 'exhaust', number | 'exhaust' | 'smallest'>);

/** Of what each rung has more. exhaust: so many at the first that the last rung has as many as possible. */
type Allotment<Epochs, Rows> =
  | {
      readonly resource?: never;
      /** Epochs at the first rung. */
      readonly minEpochs: Epochs;
    }
  | {
      readonly resource: 'rows';
      /** Rows of the training part at the first rung; smallest: two for each class and fold. */
      readonly minRows: Rows;
      /** At the last rung at most; left out: all. */
      readonly maxRows?: number;
    };

export type RowsLadderSpec = LadderSpec & { readonly resource: 'rows' };

/** Rules that watch a metric; null: the sweep's objective. */
export type WatchingSpec = { readonly metric: Objective | null } & (
  | {
      readonly type: 'patience';
      readonly patience: number;
      readonly minDelta: number;
      readonly startAfter: number;
    }
  | { readonly type: 'threshold'; readonly value: number; readonly warmup: number }
  | ({ readonly type: 'median'; readonly startupTrials: number } & Looks)
  | ({
      readonly type: 'percentile';
      readonly percentile: number;
      readonly startupTrials: number;
    } & Looks)
  | ({
      readonly type: 'bandit';
      readonly slack: { readonly kind: 'factor' | 'amount'; readonly value: number };
    } & Looks)
  /** W&B's early_terminate. */
  | {
      readonly type: 'hyperband';
      readonly bands: BandsSpec;
    }
);

export type StoppingSpec =
  /** Always on for NaN and infinities; a bound is a value of the training loss. */
  { readonly type: 'diverged'; readonly bound: number | null } | WatchingSpec;

/** What a definition says that does not: also one that was stored before there was the key. */
export const limitDefaults = Object.freeze({
  trialMemory: null,
  checkpointEvery: 30,
  /** A broken file or a machine without memory shows itself by then; an unlucky corner of a space does not. */
  giveUpAfter: 10,
  order: 'logical',
} as const);

export interface SweepDefinition {
  readonly name: string;
  readonly description: string | null;
  readonly method: Method;
  /** null: the whole grid, or the whole list. Never null for another method, unless its schedule has an end. */
  readonly trials: number | null;
  /**
   * A configuration that was tried may be drawn again. Left out where it may not, so that the id of a sweep
   * does not know of this key.
   */
  readonly duplicates?: true;
  readonly seed: Seed;
  /** Each configuration is trained under so many seeds: seed, seed + 1 … */
  readonly seeds: number;
  /** Folds of cross-validation, in place of a validation part; null: none. */
  readonly folds: number | null;
  /** The metric that ranks; of several the first, by which a trial's best epoch and its rungs are known. */
  readonly objective: Objective;
  /**
   * Where trials are ranked by several metrics: all of them, the first one too. Left out where there is
   * one, so that the id of such a sweep does not know of this key.
   */
  readonly objectives?: readonly Objective[];
  readonly data: DataSpec;
  readonly epochs: number;
  /** Fixed settings from `model:` and the like, by setting name; no name is also in `parameters`. */
  readonly fixed: Configuration;
  /** Searched and fixed parameters, in the file's order. */
  readonly parameters: Space;
  /** Parameters that are computed from others, in the file's order; left out where there are none. */
  readonly derived?: readonly Derived[];
  /** Conditions that every configuration meets, as they were written; left out where there are none. */
  readonly constraints?: readonly string[];
  /**
   * Configurations that are tried before the method proposes any, as they were written: what one of them
   * leaves out is filled in by `givenConfigurations`. Left out where there are none.
   */
  readonly first?: readonly Assignment[];
  /** Of method: list and of no other, what it tries. */
  readonly configurations?: readonly Assignment[];
  /**
   * Of a list, the parameters that only its configurations name: the last ones of `parameters`, with the
   * values that stand there. Left out where there are none.
   */
  readonly undeclared?: readonly string[];
  readonly schedule: ScheduleSpec;
  /** In the file's order; exactly one of them is `diverged`, added last if it was not given. */
  readonly stopping: readonly StoppingSpec[];
  /**
   * Metrics beside the usual ones, sorted. Left out where there are none, so that the id of a sweep
   * without them does not know of this key.
   */
  readonly alsoMeasure?: readonly string[];
  /** Seconds of wall-clock that one segment may take; null: no limit. */
  readonly trialTimeout: number | null;
  /**
   * Bytes that a trial may take: of planned WebAssembly memory, and of a thread's JavaScript heap; null:
   * what a worker has.
   */
  readonly trialMemory: number | null;
  /** Seconds between the states that a training stores on its way; 0: after every epoch. */
  readonly checkpointEvery: number;
  /** So many failed trials in a row end the sweep; null: none do. Results do not depend on it. */
  readonly giveUpAfter: number | null;
  /** Logical slots: how many trials are under way at a time, whatever the machine has. */
  readonly parallelism: number;
  /** Whether results count in logical order, or as they arrive, which nobody can repeat. */
  readonly order: 'logical' | 'arrival';
}

/** By what trials are ranked: one at least. */
export function objectivesOf({
  objective,
  objectives,
}: Pick<SweepDefinition, 'objective' | 'objectives'>): readonly Objective[] {
  return objectives ?? [objective];
}
