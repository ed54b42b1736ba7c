// The unit of work. A segment is a pure function
//   segment(core, data, configuration, seed, state at `from`) -> (metrics of from+1..to, state at `to`)
// and so it can be remembered, moved and repeated: whoever trains it, the bits are the same.

import type { Configuration } from './configuration.js';
import type { EpochMetrics, Objective } from './metric.js';
import type { Seed } from './seed.js';

/**
 * What decides the bits of a training: hash of core build, trainable, data and split, canonical
 * configuration and seed. 64 hexadecimal digits.
 */
export type TrainingKey = string;

export interface Segment {
  readonly trial: number;
  readonly training: TrainingKey;
  readonly configuration: Configuration;
  readonly seed: Seed;
  /** Which of the data's folds validates, from 0; 0 where there are none. */
  readonly fold: number;
  /** Epochs already trained; 0 for a fresh trial. */
  readonly from: number;
  /** Epochs trained when the segment is done; greater than `from`. */
  readonly to: number;
  /** Epochs this trial gets if nothing stops it: what a learning-rate schedule spans. */
  readonly budget: number;
  /** By what the segment's best epoch is known, whose state is wanted beside the last. */
  readonly objective: Objective;
}

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * All that training needs to go on: weights, optimizer moments and counters. Random numbers are
 * functions of their counters and need no state. Tensor names follow PyTorch (0.weight, 0.bias).
 */
export interface TrainingState {
  readonly epoch: number;
  /** Optimizer steps taken. */
  readonly step: number;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** Why a segment could not be trained. */
export interface Failure {
  /** error: it threw · trap: WebAssembly trapped · exit: the worker died · timeout · memory */
  readonly kind: 'error' | 'trap' | 'exit' | 'timeout' | 'memory';
  /** One line for people. */
  readonly message: string;
  /** The whole story, for the store: stack traces of every attempt. */
  readonly detail: string;
  readonly attempts: number;
}

/**
 * The state at the segment's best epoch, of those that were asked for; null where that is the last
 * one, or where no epoch has the objective's metric.
 */
export type BestState = TrainingState | null;

export type SegmentEnd =
  /** Trained to `to`. */
  | { readonly kind: 'reached'; readonly state: TrainingState; readonly best: BestState }
  /** Asked to stop: trained to the end of the epoch in hand (state.epoch, from <= epoch <= to). */
  | { readonly kind: 'interrupted'; readonly state: TrainingState | null; readonly best: BestState }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * What a state on the way is for: interim, to go on from after an accident; best, the model if no later
 * epoch is better.
 */
export type CheckpointKind = 'interim' | 'best';

/** Who hears what becomes of a segment before its end. */
export interface SegmentListener {
  /** In order, each once. */
  onEpoch(epoch: EpochMetrics): void;
  /**
   * A state on the way; each of a kind is later than the one before, and every epoch up to it was told.
   * @returns null, or a promise until whose end this segment's training makes no more of them
   */
  onState(state: TrainingState, kind: CheckpointKind): Promise<void> | null;
}
