// Everything the core can do, one row each. The tests of oracles, finite differences and NaN run over
// these lists, and so does the timing of kernels; what is new is one more row.

import { activationRows } from './activations.js';
import { convolutionRows } from './convolutions.js';
import { layerRows } from './layers.js';
import { lossRows } from './losses.js';
import { productRows } from './products.js';
import type { OperationRow } from './row.js';

export const operationRows: readonly OperationRow[] = [
  ...productRows,
  ...activationRows,
  ...layerRows,
  ...convolutionRows,
  ...lossRows,
];
