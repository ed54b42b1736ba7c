// Binary cross-entropy of sigmoids (torch.nn.BCEWithLogitsLoss): of two classes one logit, of more one per
// class against the rest. Weights of classes weigh rows, as its `weight` would.

import { binaryCrossEntropy } from '../graph/operations/binary-cross-entropy.js';
import { type Loss, weightsTensor } from './loss.js';

export const bce: Loss = {
  name: 'bce',
  task: 'classification',
  columns: (classes) => (classes === 2 ? 1 : classes),
  meanOver: 'rows',
  scoring: 'sigmoid',
  append(graph, outputs, targets, spec) {
    const weights = weightsTensor(graph, outputs.shape[1]!, spec);
    return graph.apply(binaryCrossEntropy, [outputs, targets, weights]);
  },
};
