// Eigenvalues and eigenvectors of a symmetric matrix, by the cyclic method of Jacobi (1846; Golub and Van Loan,
// "Matrix Computations", 8.5): rotations in a fixed order, with square roots alone, so that the same matrix gives
// the same bits everywhere.

/** (n, n), row by row. */
export type Matrix = Float64Array;

export interface EigenSystem {
  /** In no particular order. */
  readonly values: Float64Array;
  /** Column k belongs to value k; orthonormal. */
  readonly vectors: Matrix;
}

/** Ten are enough for any matrix of some hundred rows; it ends here whatever comes. */
const SWEEPS = 30;

/** @param matrix (n, n), symmetric and finite; it is left as it is */
export function symmetricEigen(matrix: Matrix, n: number): EigenSystem {
  const a = Float64Array.from(matrix);
  const vectors = identity(n);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        if (isNegligible(a, n, p, q)) continue;
        rotate(a, vectors, n, p, q);
        rotated = true;
      }
    }
    if (!rotated) break;
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), vectors };
}

export function identity(n: number): Matrix {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  return matrix;
}

/** Beside the diagonal's entries: |a_pq| below half an ulp of their geometric mean. */
function isNegligible(a: Matrix, n: number, p: number, q: number): boolean {
  const beside = a[p * n + q]!;
  const scale = Math.sqrt(Math.abs(a[p * n + p]!)) * Math.sqrt(Math.abs(a[q * n + q]!));
  return Math.abs(beside) <= (Number.EPSILON / 2) * scale;
}

/** a becomes Jᵀ a J with a_pq = 0, and v becomes v J. */
function rotate(a: Matrix, v: Matrix, n: number, p: number, q: number): void {
  const beside = a[p * n + q]!;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * beside);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    turn(a, k * n + p, k * n + q, c, s);
    turn(v, k * n + p, k * n + q, c, s);
  }
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k, c, s);
  a[p * n + q] = 0;
  a[q * n + p] = 0;
}

function turn(matrix: Matrix, at: number, other: number, c: number, s: number): void {
  const x = matrix[at]!;
  const y = matrix[other]!;
  matrix[at] = c * x - s * y;
  matrix[other] = s * x + c * y;
}
