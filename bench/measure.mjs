// Timing on a noisy machine: after a warm-up (WebAssembly is optimised while it runs) the best of many
// short rounds, because noise only ever adds.

/**
 * @param {() => void} run
 * @param {{ warmUp?: number, rounds?: number, round?: number }} [how] milliseconds; rounds is a count
 * @returns {number} microseconds per call
 */
export function microseconds(run, { warmUp = 150, rounds = 25, round = 6 } = {}) {
  const begin = performance.now();
  while (performance.now() - begin < warmUp) run();
  let calls = 1;
  for (;;) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) run();
    if (performance.now() - start > round) break;
    calls *= 2;
  }
  let best = Number.POSITIVE_INFINITY;
  for (let r = 0; r < rounds; r++) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) run();
    best = Math.min(best, (performance.now() - start) / calls);
  }
  return best * 1000;
}

/** Billions of operations per second. */
export function gigaflops(operations, us) {
  return operations / us / 1000;
}

export function percent(share) {
  return `${(100 * share).toFixed(0)} %`.padStart(6);
}

export function title(text) {
  console.log(`\n${text}\n${'-'.repeat(text.length)}`);
}

/** Of an even number of values the middle of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
