// Layer normalisation (Ba et al. 2016), as torch.nn.LayerNorm over the last side: every row is brought to
// mean 0 and deviation 1. A row's sums run in sixteen lanes of four vectors, which are then added; the
// variance is that of differences from the mean. The gradients of gain and bias are summed from the first row on.

import { storeLanes, sumLanes } from './vector';

const EPS: f32 = 1e-5;
/** Of two rows. */
const SUMS = memory.data(8, 16);

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

/** What an element adds to its row's sum: itself, or its square off the mean. `squares` must be a literal. */
@inline
function term(value: v128, mean: v128, squares: bool): v128 {
  if (!squares) return value;
  const off = f32x4.sub(value, mean);
  return f32x4.mul(off, off);
}

/** Means of two rows, or their variances, into SUMS: a sum waits for each addition, so the rows go side by side. */
@inline
function averages(a: usize, b: usize, columns: i32, meanA: v128, meanB: v128, squares: bool): void {
  let a0 = f32x4.splat(0);
  let a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
  const end = whole(columns);
  let at: usize = 0;
  for (; at + 64 <= end; at += 64) {
    const rowA = a + at;
    const rowB = b + at;
    a0 = f32x4.add(a0, term(v128.load(rowA), meanA, squares));
    b0 = f32x4.add(b0, term(v128.load(rowB), meanB, squares));
    a1 = f32x4.add(a1, term(v128.load(rowA, 16), meanA, squares));
    b1 = f32x4.add(b1, term(v128.load(rowB, 16), meanB, squares));
    a2 = f32x4.add(a2, term(v128.load(rowA, 32), meanA, squares));
    b2 = f32x4.add(b2, term(v128.load(rowB, 32), meanB, squares));
    a3 = f32x4.add(a3, term(v128.load(rowA, 48), meanA, squares));
    b3 = f32x4.add(b3, term(v128.load(rowB, 48), meanB, squares));
  }
  for (; at < end; at += 16) {
    a0 = f32x4.add(a0, term(v128.load(a + at), meanA, squares));
    b0 = f32x4.add(b0, term(v128.load(b + at), meanB, squares));
  }
  if (columns & 3) {
    const there = lanes(columns & 3);
    a1 = f32x4.add(a1, v128.and(term(v128.load(a + end), meanA, squares), there));
    b1 = f32x4.add(b1, v128.and(term(v128.load(b + end), meanB, squares), there));
  }
  store<f32>(SUMS, sumLanes(f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3))) / <f32>columns);
  store<f32>(SUMS, sumLanes(f32x4.add(f32x4.add(b0, b1), f32x4.add(b2, b3))) / <f32>columns, 4);
}

@inline
function normalised(x: v128, gain: v128, bias: v128, mean: v128, scale: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.mul(f32x4.sub(x, mean), scale), gain), bias);
}

/** x, y: (rows, columns); gain, bias: (columns); mean, inverse deviation: (rows). y may lie where x lies. */
export function layerNorm(x: usize, gain: usize, bias: usize, y: usize, mean: usize, inverse: usize, rows: i32, columns: i32): void {
  const line = <usize>columns << 2;
  const end = whole(columns);
  const zero = f32x4.splat(0);
  for (; rows > 0; rows -= 2) {
    // A last row without another is its own second; y may lie where x lies, so both are read before one is written.
    const second = rows > 1 ? line : 0;
    averages(x, x + second, columns, zero, zero, false);
    const m0 = v128.load32_splat(SUMS);
    const m1 = v128.load32_splat(SUMS, 4);
    averages(x, x + second, columns, m0, m1, true);
    const scale0 = <f32>1 / sqrt<f32>(load<f32>(SUMS) + EPS);
    const scale1 = <f32>1 / sqrt<f32>(load<f32>(SUMS, 4) + EPS);
    const s0 = f32x4.splat(scale0);
    const s1 = f32x4.splat(scale1);
    const last: usize = rows > 1 ? 4 : 0;
    store<f32>(mean, f32x4.extract_lane(m0, 0));
    store<f32>(mean + last, f32x4.extract_lane(m1, 0));
    store<f32>(inverse, scale0);
    store<f32>(inverse + last, scale1);
    normaliseTwo(x, x + second, y, y + second, gain, bias, m0, m1, s0, s1, end);
    if (columns & 3) {
      const g = v128.load(gain + end);
      const b = v128.load(bias + end);
      const first = normalised(v128.load(x + end), g, b, m0, s0);
      const other = normalised(v128.load(x + second + end), g, b, m1, s1);
      storeLanes(y + end, columns & 3, first);
      storeLanes(y + second + end, columns & 3, other);
    }
    x += 2 * line;
    y += 2 * line;
    mean += 8;
    inverse += 8;
  }
}

/** Whole vectors of two rows, which share gain and bias. */
@inline
function normaliseTwo(a: usize, b: usize, toA: usize, toB: usize, gain: usize, bias: usize, m0: v128, m1: v128, s0: v128, s1: v128, end: usize): void {
  let at: usize = 0;
  for (; at + 32 <= end; at += 32) {
    const g0 = v128.load(gain + at);
    const g1 = v128.load(gain + at, 16);
    const c0 = v128.load(bias + at);
    const c1 = v128.load(bias + at, 16);
    const a0 = normalised(v128.load(a + at), g0, c0, m0, s0);
    const a1 = normalised(v128.load(a + at, 16), g1, c1, m0, s0);
    const b0 = normalised(v128.load(b + at), g0, c0, m1, s1);
    const b1 = normalised(v128.load(b + at, 16), g1, c1, m1, s1);
    v128.store(toA + at, a0);
    v128.store(toA + at, a1, 16);
    v128.store(toB + at, b0);
    v128.store(toB + at, b1, 16);
  }
  if (at < end) {
    const g = v128.load(gain + at);
    const c = v128.load(bias + at);
    const last = normalised(v128.load(b + at), g, c, m1, s1);
    v128.store(toA + at, normalised(v128.load(a + at), g, c, m0, s0));
    v128.store(toB + at, last);
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
