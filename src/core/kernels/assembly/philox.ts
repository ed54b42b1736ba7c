// Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"), four counters in the
// lanes of each vector, eight at a time: the same numbers as vocabulary/philox.ts.

/** The upper and the lower halves of 64-bit products of four lanes, which stand two and two. */
@inline
function upper(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 1, 3, 5, 7);
}

@inline
function lower(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 0, 2, 4, 6);
}

/**
 * Writes words 0 to 3 of the counters (index, part, step, purpose) to out, a vector each, and behind them those of
 * the counters index + 4. A round waits for the one before, so two of them go side by side.
 * @param clock address of [step, key low, key high]
 */
@inline
export function philox8(index: v128, part: i32, purpose: i32, clock: usize, out: usize): void {
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  const w0 = i32x4.splat(0x9e3779b9);
  const w1 = i32x4.splat(0xbb67ae85);
  let a0 = index;
  let b0 = i32x4.add(index, i32x4.splat(4));
  let a1 = i32x4.splat(part);
  let b1 = a1;
  let a2 = v128.load32_splat(clock);
  let b2 = a2;
  let a3 = i32x4.splat(purpose);
  let b3 = a3;
  let k0 = v128.load32_splat(clock, 4);
  let k1 = v128.load32_splat(clock, 8);
  for (let round = 0; round < 10; round++) {
    const aLow0 = i64x2.extmul_low_i32x4_u(a0, m0);
    const aHigh0 = i64x2.extmul_high_i32x4_u(a0, m0);
    const bLow0 = i64x2.extmul_low_i32x4_u(b0, m0);
    const bHigh0 = i64x2.extmul_high_i32x4_u(b0, m0);
    const aLow1 = i64x2.extmul_low_i32x4_u(a2, m1);
    const aHigh1 = i64x2.extmul_high_i32x4_u(a2, m1);
    const bLow1 = i64x2.extmul_low_i32x4_u(b2, m1);
    const bHigh1 = i64x2.extmul_high_i32x4_u(b2, m1);
    a0 = v128.xor(upper(aLow1, aHigh1), v128.xor(a1, k0));
    b0 = v128.xor(upper(bLow1, bHigh1), v128.xor(b1, k0));
    a2 = v128.xor(upper(aLow0, aHigh0), v128.xor(a3, k1));
    b2 = v128.xor(upper(bLow0, bHigh0), v128.xor(b3, k1));
    a1 = lower(aLow1, aHigh1);
    b1 = lower(bLow1, bHigh1);
    a3 = lower(aLow0, aHigh0);
    b3 = lower(bLow0, bHigh0);
    k0 = i32x4.add(k0, w0);
    k1 = i32x4.add(k1, w1);
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out, a2, 32);
  v128.store(out, a3, 48);
  v128.store(out, b0, 64);
  v128.store(out, b1, 80);
  v128.store(out, b2, 96);
  v128.store(out, b3, 112);
}
