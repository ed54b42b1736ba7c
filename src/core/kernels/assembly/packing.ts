// Packings that feed the tile: four rows of A, or up to eight columns of B, brought side by side along k
// from a matrix that is stored either way. What is missing at an edge is zero.

/** Four vectors, turned: out (4, 4) with stride `so` has them as its columns. */
@inline
export function turn4x4(r0: v128, r1: v128, r2: v128, r3: v128, to: usize, so: usize): void {
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + so, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * so, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * so, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

/** Packs `width` (at most 4) lines into (k, 4), element by element, the missing lines as zeros. */
function packEdge(k: i32, width: i32, from: usize, lineStride: usize, kStride: usize, to: usize, so: usize): void {
  for (let p = 0; p < k; p++) {
    for (let r = 0; r < 4; r++) {
      const value = r < width ? load<f32>(from + <usize>r * lineStride + <usize>p * kStride) : <f32>0;
      store<f32>(to + <usize>p * so + (<usize>r << 2), value);
    }
  }
}

/** Packs four lines that are contiguous along k into (k, 4) with stride `so`. */
function packTurned(k: i32, from: usize, ld: usize, to: usize, so: usize): void {
  let p = 0;
  for (; p + 4 <= k; p += 4) {
    const at = from + (<usize>p << 2);
    turn4x4(v128.load(at), v128.load(at + ld), v128.load(at + 2 * ld), v128.load(at + 3 * ld), to + <usize>p * so, so);
  }
  if (p < k) packEdge(k - p, 4, from + (<usize>p << 2), ld, 4, to + <usize>p * so, so);
}

/** Packs four neighbouring elements of each of k lines into (k, 4). */
function packStraight(k: i32, from: usize, ld: usize, to: usize, so: usize): void {
  for (; k > 0; k--) {
    v128.store(to, v128.load(from));
    from += ld;
    to += so;
  }
}

/** Packs eight neighbouring elements of each of k lines into (k, 8). */
function packWide(k: i32, from: usize, ld: usize, to: usize): void {
  for (; k > 1; k -= 2) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += ld;
    v128.store(to, v128.load(from), 32);
    v128.store(to, v128.load(from, 16), 48);
    from += ld;
    to += 64;
  }
  if (k > 0) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
}

/** As packStraight for lines of which one to three elements are there, the others as zeros. */
function packNarrow(k: i32, width: i32, from: usize, ld: usize, to: usize, so: usize): void {
  for (; k > 0; k--) {
    let line = width == 1 ? v128.load32_zero(from) : v128.load64_zero(from);
    if (width == 3) line = f32x4.replace_lane(line, 2, load<f32>(from, 8));
    v128.store(to, line);
    from += ld;
    to += so;
  }
}

export function packFour(k: i32, width: i32, from: usize, ld: usize, straight: bool, to: usize, so: usize): void {
  if (straight) {
    if (width == 4) packStraight(k, from, ld, to, so);
    else packNarrow(k, width, from, ld, to, so);
  } else if (width == 4) packTurned(k, from, ld, to, so);
  else packEdge(k, width, from, ld, 4, to, so);
}

/** Packs up to eight columns of B into (k, 8), or (k, 4) where there are at most four. */
export function packPanel(k: i32, columns: i32, from: usize, ld: usize, straight: bool, to: usize): void {
  if (straight && columns == 8) {
    packWide(k, from, ld, to);
    return;
  }
  const so: usize = columns > 4 ? 32 : 16;
  packFour(k, min(columns, 4), from, ld, straight, to, so);
  if (columns > 4) packFour(k, columns - 4, from + (straight ? 16 : ld << 2), ld, straight, to + 16, so);
}
