// Losses of scores against class labels, with a weight for each class: summed in double precision from
// the first row to the last. Each writes its slopes, the gradient of the loss, in the same pass.
// labels: (rows) class indices as floats; weights: (classes), all above 0.

import { exp4, exponential, log1p4, logarithm } from './elementary';
import { loadRow, storeRow } from './losses';
import { plusLanes } from './value-losses';

/** Which of four lanes stand at index `wanted`, where the first stands at `from`. */
@inline
function lanesAt(from: i32, wanted: i32): v128 {
  return i32x4.eq(i32x4.add(i32x4.splat(from), i32x4(0, 1, 2, 3)), i32x4.splat(wanted));
}

/** Which of four lanes are among the first `count`. */
@inline
function lanesBelow(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

@inline
function largestOf(row: usize, classes: i32): f32 {
  let largest = f32x4.splat(-Infinity);
  for (let j = 0; j < classes; j += 4) {
    largest = f32x4.pmax(largest, loadRow(row + (<usize>j << 2), classes - j));
  }
  return max(
    max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  );
}

/** Writes e^(x - largest) of a row and returns their sum without the label's, so that 1 - p loses nothing. */
@inline
function exponentials(row: usize, to: usize, classes: i32, label: i32, largest: f32): f32 {
  const largest4 = f32x4.splat(largest);
  let sum = f32x4.splat(0);
  for (let j = 0; j < classes; j += 4) {
    const at = <usize>j << 2;
    const count = classes - j;
    const e = exp4(f32x4.sub(loadRow(row + at, count), largest4));
    storeRow(to + at, count, e);
    const others = v128.andnot(lanesBelow(count), lanesAt(j, label));
    sum = f32x4.add(sum, v128.and(e, others));
  }
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}

/**
 * -ln p of the label, exact also where p is next to 1 or next to 0.
 * @param own e^(x - largest) of the label, others the sum of those of the other classes
 * @param below how far the label's score stands below the largest
 */
@inline
function negativeLogLikelihood(own: f64, others: f64, below: f64): f64 {
  const odds = others / own;
  return odds < 1e-5 ? odds - odds * odds * 0.5 : logarithm(own + others) + below;
}

/** Multiplies a row by a number. */
@inline
function scaleRow(row: usize, classes: i32, factor: f32): void {
  const factor4 = f32x4.splat(factor);
  for (let j = 0; j < classes; j += 4) {
    const at = row + (<usize>j << 2);
    storeRow(at, classes - j, f32x4.mul(loadRow(at, classes - j), factor4));
  }
}

/** Multiplies a row by a number and takes off what is spread over the classes. */
@inline
function smoothRow(row: usize, weights: usize, classes: i32, factor: f32, spread4: v128): void {
  const factor4 = f32x4.splat(factor);
  for (let j = 0; j < classes; j += 4) {
    const at = <usize>j << 2;
    const count = classes - j;
    const spread = f32x4.mul(v128.load(weights + at), spread4);
    storeRow(row + at, count, f32x4.sub(f32x4.mul(loadRow(row + at, count), factor4), spread));
  }
}

/** Sum over classes of weight * (largest - x). */
@inline
function weightedDistance(row: usize, weights: usize, classes: i32, largest: f32): f64 {
  const largest4 = f32x4.splat(largest);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let j = 0; j < classes; j += 4) {
    const at = <usize>j << 2;
    const distance = f32x4.sub(largest4, loadRow(row + at, classes - j));
    const product = v128.and(f32x4.mul(distance, v128.load(weights + at)), lanesBelow(classes - j));
    low = f64x2.add(low, f64x2.promote_low_f32x4(product));
    high = f64x2.add(high, f64x2.promote_low_f32x4(i32x4.shuffle(product, product, 2, 3, 0, 1)));
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/**
 * As torch.nn.CrossEntropyLoss with weight and label_smoothing: the sum over rows of
 * (1 - s) w[label] (-ln p[label]) + s / classes * (sum over classes of w (-ln p)), divided by the sum over
 * rows of w[label].
 */
export function weightedCrossEntropy(logits: usize, labels: usize, weights: usize, slopes: usize, loss: usize, rows: i32, classes: i32, smoothing: f32): void {
  let weightOfRows: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const label = <usize>load<f32>(labels + (<usize>i << 2));
    weightOfRows += <f64>load<f32>(weights + (label << 2));
  }
  let weightOfClasses: f64 = 0;
  for (let j = 0; j < classes; j++) weightOfClasses += <f64>load<f32>(weights + (<usize>j << 2));
  const kept = 1 - <f64>smoothing;
  const spread = <f64>smoothing / <f64>classes;
  const spread4 = f32x4.splat(<f32>(spread / weightOfRows));
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const label = <i32>load<f32>(labels + (<usize>i << 2));
    const at = <usize>label << 2;
    const weight = <f64>load<f32>(weights + at);
    const largest = largestOf(logits, classes);
    const others = <f64>exponentials(logits, slopes, classes, label, largest);
    const own = <f64>load<f32>(slopes + at);
    const sum = own + others;
    total += kept * weight * negativeLogLikelihood(own, others, <f64>largest - <f64>load<f32>(logits + at));
    const factor = <f32>((kept * weight + spread * weightOfClasses) / (sum * weightOfRows));
    // (1 - s) w (p - 1) without a difference of what is nearly equal.
    let slope = (-kept * weight * others) / sum;
    if (smoothing > 0) {
      total += spread * (weightOfClasses * logarithm(sum) + weightedDistance(logits, weights, classes, largest));
      slope += spread * (weightOfClasses * (own / sum) - weight);
      smoothRow(slopes, weights, classes, factor, spread4);
    } else scaleRow(slopes, classes, factor);
    store<f32>(slopes + at, <f32>(slope / weightOfRows));
    logits += <usize>classes << 2;
    slopes += <usize>classes << 2;
  }
  store<f32>(loss, <f32>(total / weightOfRows));
}

/** The mean over rows of w[label] (1 - p)^gamma (-ln p), p that of the label (Lin et al. 2017, with softmax). */
export function focal(logits: usize, labels: usize, weights: usize, slopes: usize, loss: usize, rows: i32, classes: i32, gamma: f32): void {
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const label = <i32>load<f32>(labels + (<usize>i << 2));
    const at = <usize>label << 2;
    const weight = <f64>load<f32>(weights + at);
    const largest = largestOf(logits, classes);
    const others = <f64>exponentials(logits, slopes, classes, label, largest);
    const own = <f64>load<f32>(slopes + at);
    const sum = own + others;
    const rest = others / sum;
    const surprise = negativeLogLikelihood(own, others, <f64>largest - <f64>load<f32>(logits + at));
    const focus = weight * exponential(<f64>gamma * logarithm(rest));
    total += focus * surprise;
    // d loss / d x = slope * (p - one hot). surprise / rest goes to 1 where rest goes to 0.
    const slope = (focus * (1 + (<f64>gamma * (own / sum) * surprise) / rest)) / <f64>rows;
    scaleRow(slopes, classes, <f32>(slope / sum));
    store<f32>(slopes + at, <f32>(-slope * rest));
    logits += <usize>classes << 2;
    slopes += <usize>classes << 2;
  }
  store<f32>(loss, <f32>(total / <f64>rows));
}

/** As torch.nn.MultiMarginLoss: the mean over rows of w[label] / classes * sum over others of max(0, 1 - x[label] + x). */
export function multiMargin(logits: usize, labels: usize, weights: usize, slopes: usize, loss: usize, rows: i32, classes: i32): void {
  const zero = f32x4.splat(0);
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const label = <i32>load<f32>(labels + (<usize>i << 2));
    const at = <usize>label << 2;
    const weight = <f64>load<f32>(weights + at) / <f64>classes;
    const share = <f32>(weight / <f64>rows);
    const share4 = f32x4.splat(share);
    const distance = f32x4.splat(1 - load<f32>(logits + at));
    let sum: f64 = 0;
    let within = 0;
    for (let j = 0; j < classes; j += 4) {
      const place = <usize>j << 2;
      const count = classes - j;
      const excess = f32x4.add(loadRow(logits + place, count), distance);
      const others = v128.andnot(lanesBelow(count), lanesAt(j, label));
      const above = v128.and(f32x4.gt(excess, zero), others);
      // All bits set are a NaN: where the excess is one, the slope is one.
      const broken = v128.and(f32x4.ne(excess, excess), others);
      storeRow(slopes + place, count, v128.or(v128.and(above, share4), broken));
      within += popcnt(i32x4.bitmask(above));
      sum = plusLanes(sum, v128.and(f32x4.pmax(excess, zero), others), count);
    }
    store<f32>(slopes + at, sum == sum ? <f32>-within * share : NaN);
    total += sum * weight;
    logits += <usize>classes << 2;
    slopes += <usize>classes << 2;
  }
  store<f32>(loss, <f32>(total / <f64>rows));
}

/**
 * As torch.nn.BCEWithLogitsLoss: the mean over rows and columns of w[label] (-y ln p - (1 - y) ln(1 - p))
 * with p = 1 / (1 + e^-x). One column: y is the label; more: y is 1 in the label's column, else 0.
 */
export function binaryCrossEntropy(logits: usize, labels: usize, weights: usize, slopes: usize, loss: usize, rows: i32, columns: i32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const elements = <f64>rows * <f64>columns;
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const label = load<f32>(labels + (<usize>i << 2));
    const weight = <f64>load<f32>(weights + (<usize>label << 2));
    const share = f32x4.splat(<f32>(weight / elements));
    let sum: f64 = 0;
    for (let j = 0; j < columns; j += 4) {
      const place = <usize>j << 2;
      const count = columns - j;
      const x = loadRow(logits + place, count);
      const y = columns == 1 ? f32x4.splat(label) : v128.and(lanesAt(j, <i32>label), one);
      const notY = f32x4.sub(one, y);
      const minusX = f32x4.neg(x);
      const e = exp4(f32x4.neg(f32x4.abs(x)));
      const likelier = f32x4.div(one, f32x4.add(one, e));
      const unlikelier = f32x4.mul(e, likelier);
      const positive = f32x4.gt(x, zero);
      const p = v128.bitselect(likelier, unlikelier, positive);
      const notP = v128.bitselect(unlikelier, likelier, positive);
      // ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|), and the slope from p and 1 - p: neither loses anything
      // where a prediction is sure. pmax in this order keeps NaN.
      const far = f32x4.add(f32x4.mul(notY, f32x4.pmax(x, zero)), f32x4.mul(y, f32x4.pmax(minusX, zero)));
      const slope = f32x4.sub(f32x4.mul(notY, p), f32x4.mul(y, notP));
      storeRow(slopes + place, count, f32x4.mul(slope, share));
      sum = plusLanes(sum, f32x4.add(far, log1p4(e)), count);
    }
    total += sum * weight;
    logits += <usize>columns << 2;
    slopes += <usize>columns << 2;
  }
  store<f32>(loss, <f32>(total / elements));
}
