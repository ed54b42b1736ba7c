// The compiled kernels: found, loaded, and named by what decides their bits.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { contentHash } from '../../vocabulary/hash.js';

/**
 * Counts changes that change the bits of a training though the compiled kernels stay the same: in
 * graph, plan, models or optimizers here, in the network trainable (batches, measures), in Philox or
 * the deterministic functions of the vocabulary. Raise it with such a change: remembered trainings are
 * then not mixed with new ones.
 */
export const MEANING = 2;

/** Reads the module that the build compiled. Throws where the project was not built. */
function kernelBytes(): Buffer {
  // By the package's own name: found from the sources as well as from dist.
  const require = createRequire(import.meta.url);
  return readFileSync(require.resolve('nightsweep/internal/core/kernels/kernels.wasm'));
}

export interface Kernels {
  /** Posted to worker threads as it is: compiled once per process. */
  readonly module: WebAssembly.Module;
  /** The core's part of every training key: 64 hexadecimal digits. */
  readonly build: string;
}

/** @param bytes of another build than this one's, to compare with */
export function loadKernels(bytes: Uint8Array = kernelBytes()): Kernels {
  const source = new Uint8Array(bytes.byteLength);
  source.set(bytes);
  return {
    module: new WebAssembly.Module(source),
    build: contentHash(bytes, `meaning ${MEANING}`),
  };
}
