// Mean squared error (torch.nn.MSELoss).

import { squaredError } from '../graph/operations/squared-error.js';
import type { Loss } from './loss.js';

export const mse: Loss = {
  name: 'mse',
  task: 'regression',
  columns: () => 1,
  meanOver: 'rows',
  scoring: null,
  append: (graph, outputs, targets) => graph.apply(squaredError, [outputs, targets]),
};
