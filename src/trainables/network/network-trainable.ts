// The built-in trainable: networks of the core on one data set. A worker has one engine, and its memory
// is laid out anew for every training.

import { Engine } from '../../core/kernels/engine.js';
import type { DataSet } from '../../data/data-set.js';
import type { Trainable } from '../trainable.js';
import { networkTraining } from './network-training.js';

export interface NetworkSetup {
  readonly kernels: WebAssembly.Module;
  readonly data: DataSet;
}

const networkTrainable: Trainable<NetworkSetup> = {
  open({ kernels, data }) {
    const engine = new Engine(kernels);
    return { begin: (order) => networkTraining(engine, data, order) };
  },
};

export default networkTrainable;
