// What this machine could do at best in the loops of optimizers and of elementwise kernels, in
// nanoseconds for each element: moving it through memory, dividing and taking roots, and all other
// vector instructions, which are taken to be as fast as separate multiplications and additions at their
// best; 64-bit products, of which Philox is made, take more and have a figure of their own. Each figure is
// measured once a run; how many instructions a kernel executes, instruction-counter.mjs counts.

import { Engine } from '../dist/core/kernels/engine.js';
import { loadKernels } from '../dist/core/kernels/kernels.js';
import { microseconds } from './measure.mjs';

const TURNS = 2000;
/** Elements that one vector instruction treats. */
const LANES = 4;

/** Rounds so short that some of them meet no other work on a busy machine. */
export const SHORT = { warmUp: 60, rounds: 150, round: 0.4 };

export class KernelLimits {
  #exports;
  #measured = new Map();
  #start;
  #memory;

  constructor() {
    const { module } = loadKernels();
    this.#start = new Engine(module).heapStart;
    this.#memory = new WebAssembly.Memory({ initial: 256 });
    this.#exports = new WebAssembly.Instance(module, { env: { memory: this.#memory } }).exports;
  }

  /** Of a loop that does so many elements a call. */
  #once(name, elements, run) {
    if (!this.#measured.has(name)) {
      this.#measured.set(name, (1000 * microseconds(run, SHORT)) / elements);
    }
    return this.#measured.get(name);
  }

  /** Makes place for so many floats. */
  #room(floats) {
    const missing = this.#start + 4 * floats - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / 65_536));
  }

  /** An optimizer's memory: `arrays` of n floats read, all but the gradients written. */
  update(arrays, n) {
    this.#room(arrays * n);
    const { updateStream } = this.#exports;
    return this.#once(`update ${arrays} ${n}`, n, () => updateStream(this.#start, n, arrays));
  }

  /** An elementwise kernel's memory: so many floats moved for each of n elements, one of them written. */
  map(floatsMoved, n) {
    const reads = floatsMoved < 2.5 ? 1 : 2;
    this.#room((reads + 1) * n);
    const { mapStream } = this.#exports;
    const stream = this.#once(`map ${reads} ${n}`, n, () => mapStream(this.#start, n, reads));
    return (stream * floatsMoved) / (reads + 1);
  }

  /** The shortest times in which n elements' instructions could be executed, for each element. */
  instructions({ arithmetic, wideProducts, divisions, roots }, n) {
    return {
      divisions: (this.#divide(divisions, roots) * LANES) / n,
      arithmetic: (this.#arithmetic(arithmetic, wideProducts) * LANES) / n,
    };
  }

  /** So many divisions and square roots. */
  #divide(divisions, roots) {
    const { divisionPeak, rootPeak, divisionAndRootPeak } = this.#exports;
    const division = this.#once('division', 32 * TURNS, () => divisionPeak(TURNS, 0.7));
    const root = this.#once('root', 32 * TURNS, () => rootPeak(TURNS, 0.7));
    const both = this.#once('both', 20 * TURNS, () => divisionAndRootPeak(TURNS, 0.7));
    const pairs = Math.min(divisions, roots);
    return pairs * both + (divisions - pairs) * division + (roots - pairs) * root;
  }

  /** So many additions, multiplications and whatever is as fast, and 64-bit products between them. */
  #arithmetic(operations, wideProducts) {
    const { multiplyAddPeakTile, multiplyAddPeakChains, wideProductPeak } = this.#exports;
    const tile = this.#once('tile', 64 * TURNS, () => multiplyAddPeakTile(TURNS, 0.3));
    const chains = this.#once('chains', 96 * TURNS, () => multiplyAddPeakChains(TURNS, 0.3));
    const wide = this.#once('wide', 32 * TURNS, () => wideProductPeak(TURNS, 3));
    return operations * Math.min(tile, chains) + wideProducts * wide;
  }
}

/** The limit that binds: the longest of several times, and its name. */
export function binding(limits) {
  const [name, time] = Object.entries(limits).reduce((a, b) => (b[1] > a[1] ? b : a));
  return { name, time };
}
