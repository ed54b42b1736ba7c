// The machine's limit for separate SIMD multiply and add, from register-only loops: the baseline of
// every other figure of the same run.

import { loadKernels } from '../dist/core/kernels/kernels.js';
import { gigaflops, microseconds, title } from './measure.mjs';

const TURNS = 20_000;

/** @returns {number} GFLOP/s, the best of the loops */
export function multiplyAddLimit() {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const { exports } = new WebAssembly.Instance(loadKernels().module, { env: { memory } });
  const loops = [
    ['eight chains, tile-shaped', exports.multiplyAddPeakTile, 64],
    ['twelve chains', exports.multiplyAddPeakChains, 96],
  ];
  title('Limit: multiply and add in registers, one thread');
  const found = loops.map(([name, loop, operations]) => {
    const rate = gigaflops(
      TURNS * operations,
      microseconds(() => loop(TURNS, 0.3)),
    );
    console.log(`${name.padEnd(28)} ${rate.toFixed(1).padStart(7)} GFLOP/s`);
    return rate;
  });
  const limit = Math.max(...found);
  console.log(`${'limit'.padEnd(28)} ${limit.toFixed(1).padStart(7)} GFLOP/s`);
  return limit;
}
