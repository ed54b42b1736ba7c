// The inverse of the Cholesky factor of a growing covariance matrix: with K = L Lᵀ this keeps W = L⁻¹, row by
// row. Whitening is then a product, K⁻¹ = Wᵀ W, and one more point is one more row, at the cost of two
// products. Invariant: W has a positive diagonal, whatever was appended; a point that adds nothing to the
// others is given a little more variance of its own (jitter).

import { log } from '../../vocabulary/deterministic-math.js';

/** Of a point's own variance, how much is at least left when all others are known. */
const LEAST_SHARE = 1e-12;

export interface InverseFactor {
  readonly size: number;
  /**
   * One more point.
   * @param covariances with those before
   * @param variance its own, noise included; > 0
   */
  append(covariances: Float64Array, variance: number): void;
  /** Forgets all but the first points. */
  truncate(size: number): void;
  /** out = W k, of the first `count` points. */
  whiten(k: Float64Array, out: Float64Array, count?: number): void;
  /** out = Wᵀ v, of the first `count` points. */
  whitenBack(v: Float64Array, out: Float64Array, count?: number): void;
  /** W, by rows, one after the other: row i has i + 1 numbers. */
  readonly rows: Float64Array;
  /** ln det K. */
  logDeterminant(): number;
}

export function inverseFactor(capacity = 16): InverseFactor {
  let room = capacity;
  let rows = new Float64Array(offset(room));
  let l = new Float64Array(room);
  let size = 0;

  function grow(): void {
    room *= 2;
    const longer = new Float64Array(offset(room));
    longer.set(rows);
    rows = longer;
    l = new Float64Array(room);
  }

  function whiten(k: Float64Array, out: Float64Array, count = size): void {
    for (let i = 0; i < count; i++) out[i] = dot(rows, offset(i), k, i + 1);
  }

  function whitenBack(v: Float64Array, out: Float64Array, count = size): void {
    out.fill(0, 0, count);
    let i = 0;
    for (; i + 1 < count; i += 2) {
      addTwice(out, v[i]!, v[i + 1]!, rows, offset(i), i + 1);
      out[i + 1] = out[i + 1]! + v[i + 1]! * rows[offset(i + 2) - 1]!;
    }
    if (i < count) addTwice(out, v[i]!, 0, rows, offset(i), i + 1);
  }

  return {
    get size() {
      return size;
    },
    get rows() {
      return rows;
    },
    append(covariances, variance) {
      if (size === room) grow();
      whiten(covariances, l);
      const left = Math.max(variance - dot(l, 0, l, size), variance * LEAST_SHARE);
      const inverse = 1 / Math.sqrt(left);
      const row = rows.subarray(offset(size), offset(size + 1));
      whitenBack(l, row);
      for (let j = 0; j < size; j++) row[j] = -inverse * row[j]!;
      row[size] = inverse;
      size++;
    },
    truncate(to) {
      size = Math.min(size, to);
    },
    whiten,
    whitenBack,
    logDeterminant() {
      let sum = 0;
      for (let i = 0; i < size; i++) sum -= 2 * log(rows[offset(i + 1) - 1]!);
      return sum;
    },
  };
}

/** Where a row begins. */
export function offset(row: number): number {
  return (row * (row + 1)) / 2;
}

/** Σ a[from + j] b[j], in four sums: one alone would wait for itself. */
export function dot(a: Float64Array, from: number, b: Float64Array, count: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let j = 0;
  for (; j + 3 < count; j += 4) {
    s0 += a[from + j]! * b[j]!;
    s1 += a[from + j + 1]! * b[j + 1]!;
    s2 += a[from + j + 2]! * b[j + 2]!;
    s3 += a[from + j + 3]! * b[j + 3]!;
  }
  for (; j < count; j++) s0 += a[from + j]! * b[j]!;
  return s0 + s1 + (s2 + s3);
}

/** Adds multiples of two rows that follow each other to out, as far as the first of them goes. */
function addTwice(
  out: Float64Array,
  first: number,
  second: number,
  rows: Float64Array,
  from: number,
  count: number,
): void {
  const next = second === 0 ? from : from + count;
  for (let j = 0; j < count; j++) {
    out[j] = out[j]! + (first * rows[from + j]! + second * rows[next + j]!);
  }
}
