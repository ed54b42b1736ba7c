// Everything the core can do, one row each: operations (layers, activations, losses), optimizers and
// schedules of the learning rate. The tests of oracles, finite differences, PyTorch's figures and NaN run
// over these lists, and so does the timing of kernels; what is new is one more row, and a test says where
// one is missing.

import { activationRows } from './activations.js';
import { convolutionRows } from './convolutions.js';
import { layerRows } from './layers.js';
import { lossRows } from './losses.js';
import { productRows } from './products.js';
import type { OperationRow } from './row.js';

export { optimizerRows } from './optimizers.js';
export { scheduleRows } from './schedules.js';

export const operationRows: readonly OperationRow[] = [
  ...productRows,
  ...activationRows,
  ...layerRows,
  ...convolutionRows,
  ...lossRows,
];
