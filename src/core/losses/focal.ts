// Focal loss (Lin et al. 2017) of softmax: rows that are right already count little. Weights of classes are
// the paper's alpha; the mean is over rows, whatever they weigh.

import { numberSetting } from '../../vocabulary/configuration.js';
import { focalLoss } from '../graph/operations/focal-loss.js';
import { type Loss, weightsTensor } from './loss.js';

export const focal: Loss = {
  name: 'focal',
  task: 'classification',
  columns: (classes) => classes,
  meanOver: 'rows',
  scoring: 'softmax',
  append(graph, outputs, targets, spec) {
    const weights = weightsTensor(graph, outputs.shape[1]!, spec);
    const gamma = numberSetting(spec.settings, 'focal_gamma');
    return graph.apply(focalLoss, [outputs, targets, weights], { gamma });
  },
};
