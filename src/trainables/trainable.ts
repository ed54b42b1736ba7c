// What a segment does. A trainable is a module with a default export of this type, loaded by a worker
// from its URL; it is opened once per worker and then begins one training after another.
//
// An implementer guarantees: the metrics and the state after epoch e are a pure function of
// (setup, configuration, seed, fold, e), and of the budget where the configuration spans it, whatever was
// trained before in the same worker and wherever the training was cut by state() and begin(). A caller may
// assume nothing is shared between two trainings.

import type { Configuration } from '../vocabulary/configuration.js';
import type { Metrics } from '../vocabulary/metric.js';
import type { Seed } from '../vocabulary/seed.js';
import type { TrainingState } from '../vocabulary/segment.js';

export interface Trainable<Setup = unknown> {
  /** @param setup what every worker shares, structured-cloneable: data in SharedArrayBuffers, compiled modules */
  open(setup: Setup): Promise<Trainer> | Trainer;
}

export interface TrainingOrder {
  readonly configuration: Configuration;
  readonly seed: Seed;
  /** Which of the data's folds validates, from 0; 0 where there are none. */
  readonly fold: number;
  /** Epochs the trial gets if nothing stops it. */
  readonly budget: number;
  /** Where to go on from; null to begin at epoch 0. */
  readonly state: TrainingState | null;
}

export interface Trainer {
  begin(order: TrainingOrder): Promise<Training> | Training;
}

export interface Training {
  /** Trains one epoch and measures it. */
  epoch(): Promise<Metrics> | Metrics;
  /** A copy of the state after the last epoch. */
  state(): TrainingState;
}
