// Cross-entropy of softmax (torch.nn.CrossEntropyLoss), with label smoothing and weights of classes. Plain
// it has a kernel of its own, which remembers probabilities instead of slopes.

import { numberSetting } from '../../vocabulary/configuration.js';
import { softmaxCrossEntropy } from '../graph/operations/softmax-cross-entropy.js';
import { weightedCrossEntropy } from '../graph/operations/weighted-cross-entropy.js';
import { type Loss, weightsTensor } from './loss.js';

export const crossEntropy: Loss = {
  name: 'cross_entropy',
  task: 'classification',
  columns: (classes) => classes,
  meanOver: 'weights',
  scoring: 'softmax',
  append(graph, outputs, targets, spec) {
    const smoothing = numberSetting(spec.settings, 'label_smoothing');
    if (smoothing === 0 && spec.classWeights === null) {
      return graph.apply(softmaxCrossEntropy, [outputs, targets]);
    }
    const weights = weightsTensor(graph, outputs.shape[1]!, spec);
    return graph.apply(weightedCrossEntropy, [outputs, targets, weights], { smoothing });
  },
};
