// Squared near 0, absolute beyond delta (Huber 1964; torch.nn.HuberLoss).

import { numberSetting } from '../../vocabulary/configuration.js';
import { huberLoss } from '../graph/operations/huber-loss.js';
import type { Loss } from './loss.js';

export const huber: Loss = {
  name: 'huber',
  task: 'regression',
  columns: () => 1,
  meanOver: 'rows',
  scoring: null,
  append(graph, outputs, targets, { settings }) {
    const delta = numberSetting(settings, 'huber_delta');
    return graph.apply(huberLoss, [outputs, targets], { delta, factor: 1 });
  },
};
