// The tape: instructions for the kernels, [opcode, number of arguments, arguments …] in 32-bit words.

import type { TensorRef } from '../graph/tensor.js';
import type { Opcode } from '../kernels/opcode.js';

const bits = new DataView(new ArrayBuffer(4));

/** A number as an argument that the kernel reads as a 32-bit float. */
export function floatBits(value: number): number {
  bits.setFloat32(0, value, true);
  return bits.getInt32(0, true);
}

export class TapeWriter {
  readonly #words: number[] = [];
  readonly #addresses: ReadonlyMap<number, number>;
  /** Address of [step, key low, key high]. */
  readonly clock: number;
  /** Address of memory that an instruction may use while it runs. */
  readonly scratch: number;

  constructor(addresses: ReadonlyMap<number, number>, clock: number, scratch: number) {
    this.#addresses = addresses;
    this.clock = clock;
    this.scratch = scratch;
  }

  /** Where a tensor lies, in bytes. */
  address(tensor: TensorRef): number {
    const address = this.#addresses.get(tensor.id);
    if (address === undefined) throw new Error(`${tensor.name} has no place in memory`);
    return address;
  }

  instruction(opcode: Opcode, args: readonly number[]): void {
    this.#words.push(opcode, args.length, ...args);
  }

  finish(): Int32Array {
    return Int32Array.from(this.#words);
  }
}
