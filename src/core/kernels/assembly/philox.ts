// Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"), four counters in the
// lanes of each vector: the same numbers as vocabulary/philox.ts.

/**
 * Writes words 0 to 3 of the counters (index, part, step, purpose) to out, a vector each.
 * @param clock address of [step, key low, key high]
 */
@inline
export function philox4(index: v128, part: i32, purpose: i32, clock: usize, out: usize): void {
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  const w0 = i32x4.splat(0x9e3779b9);
  const w1 = i32x4.splat(0xbb67ae85);
  let c0 = index;
  let c1 = i32x4.splat(part);
  let c2 = v128.load32_splat(clock);
  let c3 = i32x4.splat(purpose);
  let k0 = v128.load32_splat(clock, 4);
  let k1 = v128.load32_splat(clock, 8);
  for (let round = 0; round < 10; round++) {
    // 64-bit products of four lanes: two and two, then parted into upper and lower halves.
    const low0 = i64x2.extmul_low_i32x4_u(c0, m0);
    const high0 = i64x2.extmul_high_i32x4_u(c0, m0);
    const low1 = i64x2.extmul_low_i32x4_u(c2, m1);
    const high1 = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(v128.xor(v128.shuffle<i32>(low1, high1, 1, 3, 5, 7), c1), k0);
    c2 = v128.xor(v128.xor(v128.shuffle<i32>(low0, high0, 1, 3, 5, 7), c3), k1);
    c1 = v128.shuffle<i32>(low1, high1, 0, 2, 4, 6);
    c3 = v128.shuffle<i32>(low0, high0, 0, 2, 4, 6);
    k0 = i32x4.add(k0, w0);
    k1 = i32x4.add(k1, w1);
  }
  v128.store(out, c0);
  v128.store(out, c1, 16);
  v128.store(out, c2, 32);
  v128.store(out, c3, 48);
}
