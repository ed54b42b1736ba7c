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

/** Copies sixteen bytes `vectors` (a literal: 1, 2, 4 or 8) times. */
@inline
function copyVectors(from: usize, to: usize, vectors: i32): void {
  v128.store(to, v128.load(from));
  if (vectors > 1) v128.store(to, v128.load(from, 16), 16);
  if (vectors > 2) {
    v128.store(to, v128.load(from, 32), 32);
    v128.store(to, v128.load(from, 48), 48);
  }
  if (vectors > 4) {
    v128.store(to, v128.load(from, 64), 64);
    v128.store(to, v128.load(from, 80), 80);
    v128.store(to, v128.load(from, 96), 96);
    v128.store(to, v128.load(from, 112), 112);
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

/** Whether four indices have levels. */
@inline
function known4(index: v128, levels: v128): bool {
  return i32x4.all_true(v128.and(f32x4.ge(index, f32x4.splat(0)), f32x4.lt(index, levels)));
}

/**
 * Rows of 2^shift bytes (a literal: 16, 32, 64 or 128), four a turn, up to an index without a level; returns how many
 * rows it left. Bringing one float after the other to a whole number, and loops that turn once or twice, would cost
 * more than the copying; where the next rows stand is found before these are copied, or stores would wait for it.
 */
@inline
function embedFour(indices: usize, weights: usize, y: usize, n: i32, levels: i32, shift: i32): i32 {
  const line: usize = 1 << shift;
  const end = f32x4.splat(<f32>levels);
  let from = indices;
  let to = y;
  let left = n;
  let index = v128.load(from);
  let place = i32x4.shl(i32x4.trunc_sat_f32x4_s(index), shift);
  while (left >= 4 && known4(index, end)) {
    const row0 = weights + <usize>i32x4.extract_lane(place, 0);
    const row1 = weights + <usize>i32x4.extract_lane(place, 1);
    const row2 = weights + <usize>i32x4.extract_lane(place, 2);
    const row3 = weights + <usize>i32x4.extract_lane(place, 3);
    left -= 4;
    // Nothing is read behind the padding.
    from += left > 0 ? 16 : 0;
    index = v128.load(from);
    place = i32x4.shl(i32x4.trunc_sat_f32x4_s(index), shift);
    copyVectors(row0, to, 1 << (shift - 4));
    copyVectors(row1, to + line, 1 << (shift - 4));
    copyVectors(row2, to + 2 * line, 1 << (shift - 4));
    copyVectors(row3, to + 3 * line, 1 << (shift - 4));
    to += 4 * line;
  }
  return left;
}

/** indices: (n), weights: (levels, width), y: (n, width). An index without a level makes a row of NaN. */
export function embedding(indices: usize, weights: usize, y: usize, n: i32, levels: i32, width: i32): void {
  const line = <usize>width << 2;
  let left = n;
  if (width == 4) left = embedFour(indices, weights, y, n, levels, 4);
  else if (width == 8) left = embedFour(indices, weights, y, n, levels, 5);
  else if (width == 16) left = embedFour(indices, weights, y, n, levels, 6);
  else if (width == 32) left = embedFour(indices, weights, y, n, levels, 7);
  for (let i = <usize>(n - left); i < <usize>n; i++) {
    const index = load<f32>(indices + (i << 2));
    const to = y + i * line;
    if (known(index, levels)) copyFloats(weights + <usize>index * line, to, width);
    else for (let j: usize = 0; j < line; j += 4) store<f32>(to + j, NaN);
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
