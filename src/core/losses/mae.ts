// Mean absolute error (torch.nn.L1Loss).

import { absoluteError } from '../graph/operations/absolute-error.js';
import type { Loss } from './loss.js';

export const mae: Loss = {
  name: 'mae',
  task: 'regression',
  columns: () => 1,
  meanOver: 'rows',
  scoring: null,
  append: (graph, outputs, targets) => graph.apply(absoluteError, [outputs, targets]),
};
