// Layer normalisation (Ba et al. 2016), as torch.nn.LayerNorm over the last side: every row is brought to
// mean 0 and deviation 1. A row's sums run in sixteen lanes of four vectors, which are then added; the
// variance is that of differences from the mean. The gradients of gain and bias are summed from the first row on.

import { storeLanes, sumLanes } from './vector';

const EPS: f32 = 1e-5;

/** Ones in the first `count` lanes (1 to 4), for what lies behind a row's last column. */
@inline
function lanes(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Bytes of a row that whole vectors cover. */
@inline
function whole(columns: i32): usize {
  return <usize>(columns & ~3) << 2;
}

function rowMean(x: usize, columns: i32): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0, s2 = s0, s3 = s0;
  const end = whole(columns);
  let at: usize = 0;
  for (; at + 64 <= end; at += 64) {
    s0 = f32x4.add(s0, v128.load(x + at));
    s1 = f32x4.add(s1, v128.load(x + at, 16));
    s2 = f32x4.add(s2, v128.load(x + at, 32));
    s3 = f32x4.add(s3, v128.load(x + at, 48));
  }
  for (; at < end; at += 16) s0 = f32x4.add(s0, v128.load(x + at));
  if (columns & 3) s1 = f32x4.add(s1, v128.and(v128.load(x + end), lanes(columns & 3)));
  return sumLanes(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3))) / <f32>columns;
}

@inline
function squareOff(value: v128, mean: v128): v128 {
  const off = f32x4.sub(value, mean);
  return f32x4.mul(off, off);
}

function rowVariance(x: usize, columns: i32, mean: v128): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0, s2 = s0, s3 = s0;
  const end = whole(columns);
  let at: usize = 0;
  for (; at + 64 <= end; at += 64) {
    s0 = f32x4.add(s0, squareOff(v128.load(x + at), mean));
    s1 = f32x4.add(s1, squareOff(v128.load(x + at, 16), mean));
    s2 = f32x4.add(s2, squareOff(v128.load(x + at, 32), mean));
    s3 = f32x4.add(s3, squareOff(v128.load(x + at, 48), mean));
  }
  for (; at < end; at += 16) s0 = f32x4.add(s0, squareOff(v128.load(x + at), mean));
  if (columns & 3) s1 = f32x4.add(s1, v128.and(squareOff(v128.load(x + end), mean), lanes(columns & 3)));
  return sumLanes(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3))) / <f32>columns;
}

@inline
function normalised(x: usize, gain: usize, bias: usize, mean: v128, scale: v128): v128 {
  const value = f32x4.mul(f32x4.sub(v128.load(x), mean), scale);
  return f32x4.add(f32x4.mul(value, v128.load(gain)), v128.load(bias));
}

/** x, y: (rows, columns); gain, bias: (columns); mean, inverse deviation: (rows) */
export function layerNorm(x: usize, gain: usize, bias: usize, y: usize, mean: usize, inverse: usize, rows: i32, columns: i32): void {
  const line = <usize>columns << 2;
  const end = whole(columns);
  for (; rows > 0; rows--) {
    const center = rowMean(x, columns);
    const m = f32x4.splat(center);
    const scale = <f32>1 / sqrt<f32>(rowVariance(x, columns, m) + EPS);
    const s = f32x4.splat(scale);
    store<f32>(mean, center);
    store<f32>(inverse, scale);
    let at: usize = 0;
    for (; at + 64 <= end; at += 64) {
      v128.store(y + at, normalised(x + at, gain + at, bias + at, m, s));
      v128.store(y + at, normalised(x + at + 16, gain + at + 16, bias + at + 16, m, s), 16);
      v128.store(y + at, normalised(x + at + 32, gain + at + 32, bias + at + 32, m, s), 32);
      v128.store(y + at, normalised(x + at + 48, gain + at + 48, bias + at + 48, m, s), 48);
    }
    for (; at < end; at += 16) v128.store(y + at, normalised(x + at, gain + at, bias + at, m, s));
    if (columns & 3) {
      storeLanes(y + end, columns & 3, normalised(x + end, gain + end, bias + end, m, s));
    }
    x += line;
    y += line;
    mean += 4;
    inverse += 4;
  }
}

/**
 * dbias = sum of dy, dgain = sum of dy * normalised x, over the rows; dx = inverse deviation * (dy * gain - its
 * mean over the row - normalised x * mean of dy * gain * normalised x). dx may lie where dy lies.
 */
export function layerNormGradient(dy: usize, x: usize, gain: usize, mean: usize, inverse: usize, dx: usize, dgain: usize, dbias: usize, rows: i32, columns: i32): void {
  const line = <usize>columns << 2;
  const end = whole(columns);
  memory.fill(dgain, 0, line);
  memory.fill(dbias, 0, line);
  for (; rows > 0; rows--) {
    const m = v128.load32_splat(mean);
    const s = v128.load32_splat(inverse);
    let direct = f32x4.splat(0);
    let along = f32x4.splat(0);
    for (let at: usize = 0; at < end; at += 16) {
      const d = v128.load(dy + at);
      const value = f32x4.mul(f32x4.sub(v128.load(x + at), m), s);
      const product = f32x4.mul(d, value);
      const g = v128.load(gain + at);
      v128.store(dbias + at, f32x4.add(v128.load(dbias + at), d));
      v128.store(dgain + at, f32x4.add(v128.load(dgain + at), product));
      direct = f32x4.add(direct, f32x4.mul(d, g));
      along = f32x4.add(along, f32x4.mul(product, g));
    }
    if (columns & 3) {
      const there = lanes(columns & 3);
      const d = v128.and(v128.load(dy + end), there);
      const value = v128.and(f32x4.mul(f32x4.sub(v128.load(x + end), m), s), there);
      const product = f32x4.mul(d, value);
      const g = v128.and(v128.load(gain + end), there);
      storeLanes(dbias + end, columns & 3, f32x4.add(v128.load(dbias + end), d));
      storeLanes(dgain + end, columns & 3, f32x4.add(v128.load(dgain + end), product));
      direct = f32x4.add(direct, f32x4.mul(d, g));
      along = f32x4.add(along, f32x4.mul(product, g));
    }
    const a = f32x4.splat(sumLanes(direct) / <f32>columns);
    const b = f32x4.splat(sumLanes(along) / <f32>columns);
    for (let at: usize = 0; at < end; at += 16) {
      v128.store(dx + at, inputGradient(v128.load(dy + at), v128.load(x + at), v128.load(gain + at), m, s, a, b));
    }
    if (columns & 3) {
      storeLanes(dx + end, columns & 3, inputGradient(v128.load(dy + end), v128.load(x + end), v128.load(gain + end), m, s, a, b));
    }
    dy += line;
    x += line;
    dx += line;
    mean += 4;
    inverse += 4;
  }
}

@inline
function inputGradient(dy: v128, x: v128, gain: v128, mean: v128, inverse: v128, a: v128, b: v128): v128 {
  const value = f32x4.mul(f32x4.sub(x, mean), inverse);
  return f32x4.mul(inverse, f32x4.sub(f32x4.sub(f32x4.mul(dy, gain), a), f32x4.mul(value, b)));
}
