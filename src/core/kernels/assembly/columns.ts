// Columns of matrices: copied, and chosen by the index that a column holds.

/** Copies `count` columns of every row; from and to are the addresses of the first, the widths those of their matrices. */
export function copyColumns(from: usize, fromWidth: i32, to: usize, toWidth: i32, rows: i32, count: i32): void {
  const fromLine = <usize>fromWidth << 2;
  const toLine = <usize>toWidth << 2;
  for (; rows > 0; rows--) {
    copyFloats(from, to, count);
    from += fromLine;
    to += toLine;
  }
}

@inline
function copyFloats(from: usize, to: usize, count: i32): void {
  const end = <usize>count << 2;
  let at: usize = 0;
  for (; at + 16 <= end; at += 16) v128.store(to + at, v128.load(from + at));
  for (; at < end; at += 4) store<f32>(to + at, load<f32>(from + at));
}

/** Whether there is a level of this index; a NaN is none. */
@inline
function known(index: f32, levels: i32): bool {
  return index >= 0 && index < <f32>levels;
}

/** indices: (n), weights: (levels, width), y: (n, width). An index without a level makes a row of NaN. */
export function embedding(indices: usize, weights: usize, y: usize, n: i32, levels: i32, width: i32): void {
  const line = <usize>width << 2;
  for (; n > 0; n--) {
    const index = load<f32>(indices);
    if (known(index, levels)) copyFloats(weights + <usize>index * line, y, width);
    else for (let j: usize = 0; j < line; j += 4) store<f32>(y + j, NaN);
    indices += 4;
    y += line;
  }
}

/** dy: (n, width), dweights: (levels, width): each level's sum of the rows of dy that chose it, from the first on. */
export function embeddingGradient(dy: usize, indices: usize, dweights: usize, n: i32, levels: i32, width: i32): void {
  const line = <usize>width << 2;
  const end = <usize>(width & ~3) << 2;
  memory.fill(dweights, 0, <usize>levels * line);
  for (; n > 0; n--) {
    const index = load<f32>(indices);
    if (known(index, levels)) {
      const to = dweights + <usize>index * line;
      let at: usize = 0;
      for (; at < end; at += 16) v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(dy + at)));
      for (; at < line; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(dy + at));
    }
    indices += 4;
    dy += line;
  }
}
