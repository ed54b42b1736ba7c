// Batch normalisation (Ioffe & Szegedy 2015), as torch.nn.BatchNorm1d: every column is brought to mean 0 and
// deviation 1 over the rows. Columns are taken sixteen at a time, a cache line of each row, then four.
// A column's sums run from the first row to the last in blocks of 64 rows, whose sums are then added, so
// that many rows (the places of pictures) lose no digits. The variance is that of differences from the mean.
//
// The last one to three columns are computed in four lanes; what the others read (the next row, or what
// lies behind the tensor) is never written.

import { storeLanes } from './vector';

const EPS: f32 = 1e-5;
/** What the running mean and variance take of a batch. */
const MOMENTUM: f32 = 0.1;
const BLOCK: i32 = 64;

/**
 * x, y: (rows, columns); gain, bias, running mean and variance, mean, inverse deviation: (columns). A batch
 * that trains changes the running mean and variance (which takes the unbiased one); in evaluation, and where
 * one row alone has no variance, they take the place of the batch's own and stay as they are.
 */
export function batchNorm(x: usize, gain: usize, bias: usize, runningMean: usize, runningVariance: usize, y: usize, mean: usize, inverse: usize, rows: i32, columns: i32, training: i32): void {
  const line = <usize>columns << 2;
  if (training != 0 && rows > 1) {
    let j = 0;
    for (; j + 16 <= columns; j += 16) {
      const at = <usize>j << 2;
      means16(x + at, mean + at, rows, line);
      variances16(x + at, mean + at, inverse + at, rows, line);
    }
    for (; j < columns; j += 4) {
      const at = <usize>j << 2;
      const count = columns - j;
      const m = mean4(x + at, rows, line);
      storeLanes(mean + at, count, m);
      storeLanes(inverse + at, count, variance4(x + at, m, rows, line));
    }
    keepRunning(mean, inverse, runningMean, runningVariance, rows, columns);
  } else {
    for (let j = 0; j < columns; j += 4) {
      const at = <usize>j << 2;
      storeLanes(mean + at, columns - j, v128.load(runningMean + at));
      storeLanes(inverse + at, columns - j, v128.load(runningVariance + at));
    }
  }
  for (let j = 0; j < columns; j += 4) {
    const at = <usize>j << 2;
    const deviation = f32x4.sqrt(f32x4.add(v128.load(inverse + at), f32x4.splat(EPS)));
    storeLanes(inverse + at, columns - j, f32x4.div(f32x4.splat(1), deviation));
  }
  let j = 0;
  for (; j + 16 <= columns; j += 16) {
    const at = <usize>j << 2;
    normalise16(x + at, y + at, mean + at, inverse + at, gain + at, bias + at, rows, line);
  }
  for (; j < columns; j += 4) {
    const at = <usize>j << 2;
    normalise4(x + at, y + at, mean + at, inverse + at, gain + at, bias + at, rows, line, columns - j);
  }
}

/** `variance` holds the biased variance of the batch. */
function keepRunning(mean: usize, variance: usize, runningMean: usize, runningVariance: usize, rows: i32, columns: i32): void {
  const kept = f32x4.splat(1 - MOMENTUM);
  const fresh = f32x4.splat(MOMENTUM);
  const unbiased = f32x4.splat((MOMENTUM * <f32>rows) / <f32>(rows - 1));
  for (let j = 0; j < columns; j += 4) {
    const at = <usize>j << 2;
    const m = f32x4.add(f32x4.mul(kept, v128.load(runningMean + at)), f32x4.mul(fresh, v128.load(mean + at)));
    const v = f32x4.add(f32x4.mul(kept, v128.load(runningVariance + at)), f32x4.mul(unbiased, v128.load(variance + at)));
    storeLanes(runningMean + at, columns - j, m);
    storeLanes(runningVariance + at, columns - j, v);
  }
}

function means16(x: usize, mean: usize, rows: i32, line: usize): void {
  const zero = f32x4.splat(0);
  let t0 = zero, t1 = zero, t2 = zero, t3 = zero;
  for (let from = 0; from < rows; from += BLOCK) {
    let s0 = zero, s1 = zero, s2 = zero, s3 = zero;
    for (let i = min(rows - from, BLOCK); i > 0; i--) {
      s0 = f32x4.add(s0, v128.load(x));
      s1 = f32x4.add(s1, v128.load(x, 16));
      s2 = f32x4.add(s2, v128.load(x, 32));
      s3 = f32x4.add(s3, v128.load(x, 48));
      x += line;
    }
    t0 = f32x4.add(t0, s0);
    t1 = f32x4.add(t1, s1);
    t2 = f32x4.add(t2, s2);
    t3 = f32x4.add(t3, s3);
  }
  const n = f32x4.splat(<f32>rows);
  v128.store(mean, f32x4.div(t0, n));
  v128.store(mean, f32x4.div(t1, n), 16);
  v128.store(mean, f32x4.div(t2, n), 32);
  v128.store(mean, f32x4.div(t3, n), 48);
}

@inline
function squareOff(value: v128, mean: v128): v128 {
  const off = f32x4.sub(value, mean);
  return f32x4.mul(off, off);
}

function variances16(x: usize, mean: usize, variance: usize, rows: i32, line: usize): void {
  const zero = f32x4.splat(0);
  const m0 = v128.load(mean);
  const m1 = v128.load(mean, 16);
  const m2 = v128.load(mean, 32);
  const m3 = v128.load(mean, 48);
  let t0 = zero, t1 = zero, t2 = zero, t3 = zero;
  for (let from = 0; from < rows; from += BLOCK) {
    let s0 = zero, s1 = zero, s2 = zero, s3 = zero;
    for (let i = min(rows - from, BLOCK); i > 0; i--) {
      s0 = f32x4.add(s0, squareOff(v128.load(x), m0));
      s1 = f32x4.add(s1, squareOff(v128.load(x, 16), m1));
      s2 = f32x4.add(s2, squareOff(v128.load(x, 32), m2));
      s3 = f32x4.add(s3, squareOff(v128.load(x, 48), m3));
      x += line;
    }
    t0 = f32x4.add(t0, s0);
    t1 = f32x4.add(t1, s1);
    t2 = f32x4.add(t2, s2);
    t3 = f32x4.add(t3, s3);
  }
  const n = f32x4.splat(<f32>rows);
  v128.store(variance, f32x4.div(t0, n));
  v128.store(variance, f32x4.div(t1, n), 16);
  v128.store(variance, f32x4.div(t2, n), 32);
  v128.store(variance, f32x4.div(t3, n), 48);
}

function mean4(x: usize, rows: i32, line: usize): v128 {
  let total = f32x4.splat(0);
  for (let from = 0; from < rows; from += BLOCK) {
    let sum = f32x4.splat(0);
    for (let i = min(rows - from, BLOCK); i > 0; i--) {
      sum = f32x4.add(sum, v128.load(x));
      x += line;
    }
    total = f32x4.add(total, sum);
  }
  return f32x4.div(total, f32x4.splat(<f32>rows));
}

function variance4(x: usize, mean: v128, rows: i32, line: usize): v128 {
  let total = f32x4.splat(0);
  for (let from = 0; from < rows; from += BLOCK) {
    let sum = f32x4.splat(0);
    for (let i = min(rows - from, BLOCK); i > 0; i--) {
      sum = f32x4.add(sum, squareOff(v128.load(x), mean));
      x += line;
    }
    total = f32x4.add(total, sum);
  }
  return f32x4.div(total, f32x4.splat(<f32>rows));
}

/** (x - mean) * scale + bias */
@inline
function normalised(value: v128, mean: v128, scale: v128, bias: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.sub(value, mean), scale), bias);
}

function normalise16(x: usize, y: usize, mean: usize, inverse: usize, gain: usize, bias: usize, rows: i32, line: usize): void {
  const m0 = v128.load(mean);
  const m1 = v128.load(mean, 16);
  const m2 = v128.load(mean, 32);
  const m3 = v128.load(mean, 48);
  const s0 = f32x4.mul(v128.load(inverse), v128.load(gain));
  const s1 = f32x4.mul(v128.load(inverse, 16), v128.load(gain, 16));
  const s2 = f32x4.mul(v128.load(inverse, 32), v128.load(gain, 32));
  const s3 = f32x4.mul(v128.load(inverse, 48), v128.load(gain, 48));
  const b0 = v128.load(bias);
  const b1 = v128.load(bias, 16);
  const b2 = v128.load(bias, 32);
  const b3 = v128.load(bias, 48);
  for (; rows > 0; rows--) {
    v128.store(y, normalised(v128.load(x), m0, s0, b0));
    v128.store(y, normalised(v128.load(x, 16), m1, s1, b1), 16);
    v128.store(y, normalised(v128.load(x, 32), m2, s2, b2), 32);
    v128.store(y, normalised(v128.load(x, 48), m3, s3, b3), 48);
    x += line;
    y += line;
  }
}

function normalise4(x: usize, y: usize, mean: usize, inverse: usize, gain: usize, bias: usize, rows: i32, line: usize, count: i32): void {
  const m = v128.load(mean);
  const s = f32x4.mul(v128.load(inverse), v128.load(gain));
  const b = v128.load(bias);
  for (; rows > 0; rows--) {
    storeLanes(y, count, normalised(v128.load(x), m, s, b));
    x += line;
    y += line;
  }
}

/**
 * dgain = sum of dy * (x - mean) * inverse deviation, dbias = sum of dy; dx = gain * inverse deviation * (dy
 * - mean of dy - normalised x * mean of dy * normalised x), without the two means where the statistics are
 * not of x itself. dx may lie where dy lies.
 */
export function batchNormGradient(dy: usize, x: usize, gain: usize, mean: usize, inverse: usize, dx: usize, dgain: usize, dbias: usize, rows: i32, columns: i32, ofBatch: i32): void {
  const line = <usize>columns << 2;
  const share = f32x4.splat(ofBatch != 0 ? 1 / <f32>rows : 0);
  let j = 0;
  for (; j + 8 <= columns; j += 8) {
    const at = <usize>j << 2;
    gradientSums8(dy + at, x + at, mean + at, inverse + at, dgain + at, dbias + at, rows, line);
    gradient8(dy + at, x + at, gain + at, mean + at, inverse + at, dx + at, dgain + at, dbias + at, rows, line, share);
  }
  for (; j < columns; j += 4) {
    const at = <usize>j << 2;
    gradient4(dy + at, x + at, gain + at, mean + at, inverse + at, dx + at, dgain + at, dbias + at, rows, line, share, columns - j);
  }
}

function gradientSums8(dy: usize, x: usize, mean: usize, inverse: usize, dgain: usize, dbias: usize, rows: i32, line: usize): void {
  const zero = f32x4.splat(0);
  const m0 = v128.load(mean);
  const m1 = v128.load(mean, 16);
  let bias0 = zero, bias1 = zero, gain0 = zero, gain1 = zero;
  for (let from = 0; from < rows; from += BLOCK) {
    let b0 = zero, b1 = zero, g0 = zero, g1 = zero;
    for (let i = min(rows - from, BLOCK); i > 0; i--) {
      const d0 = v128.load(dy);
      const d1 = v128.load(dy, 16);
      b0 = f32x4.add(b0, d0);
      b1 = f32x4.add(b1, d1);
      g0 = f32x4.add(g0, f32x4.mul(d0, f32x4.sub(v128.load(x), m0)));
      g1 = f32x4.add(g1, f32x4.mul(d1, f32x4.sub(v128.load(x, 16), m1)));
      dy += line;
      x += line;
    }
    bias0 = f32x4.add(bias0, b0);
    bias1 = f32x4.add(bias1, b1);
    gain0 = f32x4.add(gain0, g0);
    gain1 = f32x4.add(gain1, g1);
  }
  v128.store(dbias, bias0);
  v128.store(dbias, bias1, 16);
  v128.store(dgain, f32x4.mul(gain0, v128.load(inverse)));
  v128.store(dgain, f32x4.mul(gain1, v128.load(inverse, 16)), 16);
}

/** scale * (dy - a - (x - mean) * b) */
@inline
function inputGradient(dy: v128, x: v128, mean: v128, scale: v128, a: v128, b: v128): v128 {
  return f32x4.mul(scale, f32x4.sub(f32x4.sub(dy, a), f32x4.mul(f32x4.sub(x, mean), b)));
}

function gradient8(dy: usize, x: usize, gain: usize, mean: usize, inverse: usize, dx: usize, dgain: usize, dbias: usize, rows: i32, line: usize, share: v128): void {
  const m0 = v128.load(mean);
  const m1 = v128.load(mean, 16);
  const i0 = v128.load(inverse);
  const i1 = v128.load(inverse, 16);
  const s0 = f32x4.mul(i0, v128.load(gain));
  const s1 = f32x4.mul(i1, v128.load(gain, 16));
  const a0 = f32x4.mul(share, v128.load(dbias));
  const a1 = f32x4.mul(share, v128.load(dbias, 16));
  const b0 = f32x4.mul(share, f32x4.mul(i0, v128.load(dgain)));
  const b1 = f32x4.mul(share, f32x4.mul(i1, v128.load(dgain, 16)));
  for (; rows > 0; rows--) {
    v128.store(dx, inputGradient(v128.load(dy), v128.load(x), m0, s0, a0, b0));
    v128.store(dx, inputGradient(v128.load(dy, 16), v128.load(x, 16), m1, s1, a1, b1), 16);
    dy += line;
    x += line;
    dx += line;
  }
}

function gradient4(dy: usize, x: usize, gain: usize, mean: usize, inverse: usize, dx: usize, dgain: usize, dbias: usize, rows: i32, line: usize, share: v128, count: i32): void {
  const m = v128.load(mean);
  const inverted = v128.load(inverse);
  let bias = f32x4.splat(0);
  let product = f32x4.splat(0);
  for (let from = 0; from < rows; from += BLOCK) {
    let b = f32x4.splat(0);
    let g = f32x4.splat(0);
    for (let i = from; i < min(rows, from + BLOCK); i++) {
      const d = v128.load(dy + <usize>i * line);
      b = f32x4.add(b, d);
      g = f32x4.add(g, f32x4.mul(d, f32x4.sub(v128.load(x + <usize>i * line), m)));
    }
    bias = f32x4.add(bias, b);
    product = f32x4.add(product, g);
  }
  product = f32x4.mul(product, inverted);
  storeLanes(dbias, count, bias);
  storeLanes(dgain, count, product);
  const s = f32x4.mul(inverted, v128.load(gain));
  const a = f32x4.mul(share, bias);
  const b = f32x4.mul(share, f32x4.mul(inverted, product));
  for (; rows > 0; rows--) {
    storeLanes(dx, count, inputGradient(v128.load(dy), v128.load(x), m, s, a, b));
    dy += line;
    x += line;
    dx += line;
  }
}
