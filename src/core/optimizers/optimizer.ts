// How gradients become steps. Each optimizer is one file here and one kernel: it says which moments it
// keeps, how many operations it takes, and the scalars of each step, computed in double precision.

import type { Configuration } from '../../vocabulary/configuration.js';
import type { TapeWriter } from '../plan/tape.js';

/** Addresses of blocks of one layout, in bytes. */
export interface OptimizerBlocks {
  readonly weights: number;
  readonly gradients: number;
  /** Of a moment by its name; 0 for one that these settings do not keep. */
  moment(name: string): number;
  /** Address of the scalars. */
  readonly scalars: number;
  /** Floats per block, padding included. */
  readonly count: number;
}

export interface Optimizer {
  readonly name: string;
  /** Names of what it remembers under these settings, each as large as the weights; zero at the start. */
  moments(settings: Configuration): readonly string[];
  /** Useful operations per weight and step. */
  readonly arithmeticPerWeight: number;
  emit(tape: TapeWriter, blocks: OptimizerBlocks): void;
  /**
   * What the kernel reads before step `step` (from 1), at most 16 numbers.
   * @param settings a canonical configuration
   * @param lr the learning rate of this step
   */
  scalars(settings: Configuration, lr: number, step: number): readonly number[];
}
