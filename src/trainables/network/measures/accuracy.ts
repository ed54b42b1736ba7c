// Loss and accuracy: what is measured of every classification.

import type { Measurement } from './measurement.js';
import { predictedClass } from './scoring.js';

export function lossAndAccuracy(): Measurement {
  let rows = 0;
  let loss = 0;
  let correct = 0;
  return {
    take(batchLoss, outputs, targets) {
      const columns = outputs.length / targets.length;
      for (let i = 0; i < targets.length; i++) {
        if (predictedClass(outputs, i * columns, columns) === targets[i]) correct++;
      }
      loss += batchLoss * targets.length;
      rows += targets.length;
    },
    figures: () => ({ loss: loss / rows, accuracy: correct / rows }),
  };
}
