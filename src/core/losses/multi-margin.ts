// The hinge loss of several classes (torch.nn.MultiMarginLoss, margin 1, p 1). Its scores are not
// calibrated: their softmax ranks classes, and says little about how sure they are.

import { multiMarginLoss } from '../graph/operations/multi-margin-loss.js';
import { type Loss, weightsTensor } from './loss.js';

export const multiMargin: Loss = {
  name: 'multi_margin',
  task: 'classification',
  columns: (classes) => classes,
  meanOver: 'rows',
  scoring: 'softmax',
  append(graph, outputs, targets, spec) {
    const weights = weightsTensor(graph, outputs.shape[1]!, spec);
    return graph.apply(multiMarginLoss, [outputs, targets, weights]);
  },
};
