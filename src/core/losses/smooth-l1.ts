// Huber's loss divided by its delta, which is called beta here (Girshick 2015; torch.nn.SmoothL1Loss).

import { numberSetting } from '../../vocabulary/configuration.js';
import { huberLoss } from '../graph/operations/huber-loss.js';
import type { Loss } from './loss.js';

export const smoothL1: Loss = {
  name: 'smooth_l1',
  task: 'regression',
  columns: () => 1,
  meanOver: 'rows',
  scoring: null,
  append(graph, outputs, targets, { settings }) {
    const beta = numberSetting(settings, 'smooth_l1_beta');
    return graph.apply(huberLoss, [outputs, targets], { delta: beta, factor: 1 / beta });
  },
};
