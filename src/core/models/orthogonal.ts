// Orthogonal first weights (Saxe et al. 2014), as torch.nn.init.orthogonal_: a random normal matrix whose
// shorter side is made orthonormal, in double precision and in a fixed order of sums.

/**
 * Fills `values`, a matrix (rows, columns), row-major: its rows or its columns, whichever are fewer, are
 * orthogonal to each other and `gain` long. Takes rows * columns * the shorter side multiplications, twice.
 * @param normal draws of mean 0 and deviation 1, taken along the lines that become orthogonal
 */
export function orthogonal(
  values: Float32Array,
  rows: number,
  gain: number,
  normal: () => number,
): void {
  const columns = values.length / rows;
  const wide = rows <= columns;
  const [count, length] = wide ? [rows, columns] : [columns, rows];
  const lines = Array.from({ length: count }, () => Float64Array.from({ length }, normal));
  // Modified Gram–Schmidt. Its diagonal is positive, so the result is spread evenly over all such
  // matrices (Mezzadri 2007), which is what PyTorch corrects its signs for.
  lines.forEach((line, i) => {
    const size = Math.sqrt(dot(line, line));
    for (let k = 0; k < length; k++) line[k]! /= size;
    for (let j = i + 1; j < count; j++) {
      const other = lines[j]!;
      const share = dot(line, other);
      for (let k = 0; k < length; k++) other[k]! -= share * line[k]!;
    }
  });
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < length; k++) {
      values[wide ? i * columns + k : k * columns + i] = gain * lines[i]![k]!;
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
