// The built-in trainable: networks of the core on the folds of a data set. A worker has one engine, and its memory
// is laid out anew for every training.

import { Engine } from '../../core/kernels/engine.js';
import type { DataSet } from '../../data/data-set.js';
import type { Trainable } from '../trainable.js';
import { networkTraining } from './network-training.js';

export interface NetworkSetup {
  readonly kernels: WebAssembly.Module;
  /** One for each fold. */
  readonly data: readonly DataSet[];
  /** Metrics to measure beside the usual ones, by name: val_roc_auc, train_accuracy. */
  readonly measures: readonly string[];
}

const networkTrainable: Trainable<NetworkSetup> = {
  open({ kernels, data, measures }) {
    const engine = new Engine(kernels);
    return { begin: (order) => networkTraining(engine, data[order.fold]!, measures, order) };
  },
};

export default networkTrainable;
