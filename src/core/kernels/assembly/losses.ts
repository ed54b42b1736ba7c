// Cross-entropy and squared error: means over the batch, summed in double precision from the first row
// to the last.

import { exp4, logarithm } from './elementary';
import { padded } from './vector';

const NEGATIVE_INFINITY = -Infinity;

/** Four floats from `at`, of which only the first `count` are there; the rest is -infinity. */
@inline
export function loadRow(at: usize, count: i32): v128 {
  if (count >= 4) return v128.load(at);
  let row = f32x4.splat(<f32>NEGATIVE_INFINITY);
  row = f32x4.replace_lane(row, 0, load<f32>(at));
  if (count > 1) row = f32x4.replace_lane(row, 1, load<f32>(at, 4));
  if (count > 2) row = f32x4.replace_lane(row, 2, load<f32>(at, 8));
  return row;
}

@inline
export function storeRow(at: usize, count: i32, row: v128): void {
  if (count >= 4) {
    v128.store(at, row);
    return;
  }
  store<f32>(at, f32x4.extract_lane(row, 0));
  if (count > 1) store<f32>(at, f32x4.extract_lane(row, 1), 4);
  if (count > 2) store<f32>(at, f32x4.extract_lane(row, 2), 8);
}

/** logits, probabilities: (rows, classes); labels: (rows) class indices as floats; loss: (1). */
export function softmaxCrossEntropy(logits: usize, labels: usize, probabilities: usize, loss: usize, rows: i32, classes: i32): void {
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) {
    let largest4 = f32x4.splat(<f32>NEGATIVE_INFINITY);
    for (let j = 0; j < classes; j += 4) largest4 = f32x4.pmax(largest4, loadRow(logits + (<usize>j << 2), classes - j));
    const largest = max(
      max(f32x4.extract_lane(largest4, 0), f32x4.extract_lane(largest4, 1)),
      max(f32x4.extract_lane(largest4, 2), f32x4.extract_lane(largest4, 3)),
    );
    let sum4 = f32x4.splat(0);
    for (let j = 0; j < classes; j += 4) {
      const count = classes - j;
      let e = exp4(f32x4.sub(loadRow(logits + (<usize>j << 2), count), f32x4.splat(largest)));
      // exp4 stops at 1e-38; what is not there must add nothing at all.
      if (count < 4) e = v128.and(e, f32x4.ne(loadRow(logits + (<usize>j << 2), count), f32x4.splat(<f32>NEGATIVE_INFINITY)));
      storeRow(probabilities + (<usize>j << 2), count, e);
      sum4 = f32x4.add(sum4, e);
    }
    const sum =
      f32x4.extract_lane(sum4, 0) + f32x4.extract_lane(sum4, 1) + (f32x4.extract_lane(sum4, 2) + f32x4.extract_lane(sum4, 3));
    const inverse = f32x4.splat(1 / sum);
    for (let j = 0; j < classes; j += 4) {
      const at = probabilities + (<usize>j << 2);
      storeRow(at, classes - j, f32x4.mul(loadRow(at, classes - j), inverse));
    }
    const label = <usize>load<f32>(labels);
    total += logarithm(<f64>sum) + <f64>largest - <f64>load<f32>(logits + (label << 2));
    logits += <usize>classes << 2;
    probabilities += <usize>classes << 2;
    labels += 4;
  }
  store<f32>(loss, <f32>(total / <f64>rows));
}

/** dlogits = (probabilities - one hot of labels) * upstream / rows */
export function softmaxCrossEntropyGradient(probabilities: usize, labels: usize, upstream: usize, dlogits: usize, rows: i32, classes: i32): void {
  const share = load<f32>(upstream) / <f32>rows;
  const share4 = f32x4.splat(share);
  const end = padded(rows * classes);
  for (let at: usize = 0; at < end; at += 16) {
    v128.store(dlogits + at, f32x4.mul(v128.load(probabilities + at), share4));
  }
  for (let i = 0; i < rows; i++) {
    const index = <usize>i * <usize>classes + <usize>load<f32>(labels + (<usize>i << 2));
    // dlogits may lie where the probabilities lay: only what was just written may be read.
    store<f32>(dlogits + (index << 2), load<f32>(dlogits + (index << 2)) - share);
  }
}

/** loss = mean of (prediction - target)^2 over all n elements */
export function squaredError(predictions: usize, targets: usize, loss: usize, n: i32): void {
  let total: f64 = 0;
  for (let i: usize = 0; i < <usize>n; i++) {
    const difference = load<f32>(predictions + (i << 2)) - load<f32>(targets + (i << 2));
    total += <f64>difference * <f64>difference;
  }
  store<f32>(loss, <f32>(total / <f64>n));
}

export function squaredErrorGradient(predictions: usize, targets: usize, upstream: usize, dpredictions: usize, n: i32): void {
  const share = (<f32>2 * load<f32>(upstream)) / <f32>n;
  for (let i: usize = 0; i < <usize>n; i++) {
    const difference = load<f32>(predictions + (i << 2)) - load<f32>(targets + (i << 2));
    store<f32>(dpredictions + (i << 2), difference * share);
  }
}
