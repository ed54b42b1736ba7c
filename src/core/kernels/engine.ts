// One instance of the kernels with one memory, for one thread. Memory only grows, up to a maximum, and
// is reused from training to training.

const PAGE = 65_536;
const MEBIBYTE = 1_048_576;

/** 2 GiB: the largest a worker may take before it is refused. */
export const MAXIMUM_BYTES = 0x80000000;

interface KernelExports {
  readonly heapStart: WebAssembly.Global;
  run(at: number, end: number): number;
}

export class Engine {
  readonly #memory: WebAssembly.Memory;
  readonly #exports: KernelExports;
  /** Views of the whole memory; other objects after `reserve`. */
  floats: Float32Array;
  words: Int32Array;

  constructor(module: WebAssembly.Module) {
    this.#memory = new WebAssembly.Memory({ initial: 16, maximum: MAXIMUM_BYTES / PAGE });
    const instance = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.#exports = instance.exports as unknown as KernelExports;
    this.floats = new Float32Array(this.#memory.buffer);
    this.words = new Int32Array(this.#memory.buffer);
  }

  /** The first address that is free for tensors, on 64 bytes. */
  get heapStart(): number {
    return Math.ceil(Number(this.#exports.heapStart.value) / 64) * 64;
  }

  /** Makes addresses up to `bytes` usable and clears everything above heapStart. Throws RangeError past the maximum. */
  reserve(bytes: number): void {
    if (bytes > MAXIMUM_BYTES) {
      throw new RangeError(
        `this configuration needs ${Math.ceil(bytes / MEBIBYTE)} MiB, the limit of a worker is ${MAXIMUM_BYTES / MEBIBYTE} MiB: take smaller layers or a smaller batch_size`,
      );
    }
    const missing = bytes - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE));
    this.floats = new Float32Array(this.#memory.buffer);
    this.words = new Int32Array(this.#memory.buffer);
    this.floats.fill(0, this.heapStart / 4, Math.ceil(bytes / 4));
  }

  /** Runs a tape that lies in memory. */
  run(address: number, bytes: number): void {
    const unknown = this.#exports.run(address, address + bytes);
    if (unknown !== 0) throw new Error(`the kernels have no instruction ${unknown}`);
  }
}
