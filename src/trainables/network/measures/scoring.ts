// From a row of logits to class probabilities. Which mapping it is follows from the loss. Outputs that
// are not finite never become a probability: a row with a NaN, or whose largest logit is infinite, has
// NaN for every class.

import { exp } from '../../../vocabulary/deterministic-math.js';

/**
 * Writes the probabilities of one row.
 * @param logits (rows, columns) @param out (classes): two for a single column
 */
export type Scoring = (
  logits: Float32Array,
  columns: number,
  row: number,
  out: Float64Array,
) => void;

/** e^z / sum of e^z. */
export const softmaxScoring: Scoring = (logits, columns, row, out) => {
  const at = row * columns;
  let largest = logits[at]!;
  for (let j = 1; j < columns; j++) {
    if (logits[at + j]! > largest) largest = logits[at + j]!;
  }
  let sum = 0;
  for (let j = 0; j < columns; j++) {
    const e = exp(logits[at + j]! - largest);
    out[j] = e;
    sum += e;
  }
  for (let j = 0; j < columns; j++) out[j]! /= sum;
};

/** A single logit per row: the second of two classes has 1 / (1 + e^-z). */
export const sigmoidScoring: Scoring = (logits, _columns, row, out) => {
  const z = logits[row]!;
  const e = Number.isFinite(z) ? exp(-Math.abs(z)) : Number.NaN;
  const likelier = 1 / (1 + e);
  out[0] = z > 0 ? e / (1 + e) : likelier;
  out[1] = z > 0 ? likelier : e / (1 + e);
};

/** Below this, sigmoid(z) is e^z to the last bit, and their quotients are softmax's. */
const FAR_BELOW_ZERO = -40;

/** One sigmoid per class against the rest, divided by their sum. */
export const oneVersusRestScoring: Scoring = (logits, columns, row, out) => {
  const at = row * columns;
  let largest = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let j = 0; j < columns; j++) {
    const z = logits[at + j]!;
    if (z > largest) largest = z;
    const p = z === Number.POSITIVE_INFINITY ? Number.NaN : 1 / (1 + exp(-z));
    out[j] = p;
    sum += p;
  }
  if (largest < FAR_BELOW_ZERO) softmaxScoring(logits, columns, row, out);
  else for (let j = 0; j < columns; j++) out[j]! /= sum;
};

/** What `predictedClass` says of a row that predicts nothing. */
export const NO_CLASS = -1;

/**
 * The class of the largest logit, the first one of equals; of a single logit class 1 above 0. NO_CLASS
 * where a logit is NaN or the largest is infinite.
 * @param at where the row begins
 */
export function predictedClass(logits: Float32Array, at: number, columns: number): number {
  let best = 0;
  let largest = logits[at]!;
  for (let j = 1; j < columns; j++) {
    const z = logits[at + j]!;
    if (z <= largest) continue;
    if (!(z > largest)) return NO_CLASS; // one of the two is NaN
    largest = z;
    best = j;
  }
  if (!Number.isFinite(largest)) return NO_CLASS;
  return columns === 1 ? Number(largest > 0) : best;
}
