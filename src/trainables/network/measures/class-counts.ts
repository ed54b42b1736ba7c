// What follows from counting rows by true and predicted class: balanced accuracy, F1 and the confusion
// matrix. A row that predicts nothing counts as missed by its own class and taken by none.

import { confusionCell } from '../../../vocabulary/confusion-cell.js';
import type { Measurement } from './measurement.js';
import { NO_CLASS, predictedClass } from './scoring.js';

/** As scikit-learn's balanced_accuracy_score and f1_score(zero_division=0). */
export function countsByClass(classes: number): Measurement {
  const actual = new Float64Array(classes);
  const predicted = new Float64Array(classes);
  const hits = new Float64Array(classes);
  return {
    take(_loss, outputs, targets) {
      const columns = outputs.length / targets.length;
      for (let i = 0; i < targets.length; i++) {
        const target = targets[i]!;
        const prediction = predictedClass(outputs, i * columns, columns);
        actual[target]!++;
        if (prediction === NO_CLASS) continue;
        predicted[prediction]!++;
        if (prediction === target) hits[target]!++;
      }
    },
    figures() {
      let rows = 0;
      let there = 0;
      let recalls = 0;
      let named = 0;
      let scores = 0;
      let weighted = 0;
      for (let c = 0; c < classes; c++) {
        const both = actual[c]! + predicted[c]!;
        if (both === 0) continue;
        const score = (2 * hits[c]!) / both;
        named++;
        scores += score;
        weighted += score * actual[c]!;
        rows += actual[c]!;
        if (actual[c] === 0) continue;
        there++;
        recalls += hits[c]! / actual[c]!;
      }
      return {
        balanced_accuracy: recalls / there,
        f1_macro: scores / named,
        f1_weighted: weighted / rows,
      };
    },
  };
}

/** Rows of each true class that were taken for each, without the cells that have none. */
export function confusionMatrix(classes: number): Measurement {
  /** By actual * (classes + 1) + predicted + 1: nothing predicted comes first. */
  const counts = new Map<number, number>();
  return {
    take(_loss, outputs, targets) {
      const columns = outputs.length / targets.length;
      for (let i = 0; i < targets.length; i++) {
        const prediction = predictedClass(outputs, i * columns, columns);
        const cell = targets[i]! * (classes + 1) + prediction - NO_CLASS;
        counts.set(cell, (counts.get(cell) ?? 0) + 1);
      }
    },
    figures() {
      const figures: Record<string, number> = {};
      for (const [cell, count] of [...counts].sort(([a], [b]) => a - b)) {
        const prediction = (cell % (classes + 1)) + NO_CLASS;
        const name = confusionCell(
          Math.floor(cell / (classes + 1)),
          prediction === NO_CLASS ? null : prediction,
          classes,
        );
        figures[name] = count;
      }
      return figures;
    },
  };
}
