// Which rows make a batch. The order of an epoch is a function of (seed, epoch) alone, so a training
// that is cut anywhere goes on with the same batches.

import type { Part } from '../../data/data-set.js';
import { PhiloxStream, Purpose } from '../../vocabulary/philox.js';
import type { Seed } from '../../vocabulary/seed.js';

/** The rows of the training part in the order of one epoch (from 1). */
export function shuffledRows(rows: number, seed: Seed, epoch: number): Uint32Array {
  const order = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) order[i] = i;
  new PhiloxStream(seed, Purpose.shuffle, 0, epoch).shuffle(order);
  return order;
}

/** The sizes of batches that cover `rows`: all of `size` but the last, which takes what is left. */
export function batchSizes(rows: number, size: number): readonly number[] {
  const whole = Math.min(size, rows);
  const rest = rows % whole;
  return rest === 0 ? [whole] : [whole, rest];
}

/** Where a batch goes, in floats. */
interface BatchPlace {
  readonly rows: number;
  readonly x: number;
  readonly targets: number;
}

/** Copies rows order[from], order[from+1], … of a part into memory. */
export function gatherRows(
  part: Part,
  order: Uint32Array,
  from: number,
  to: BatchPlace,
  memory: Float32Array,
): void {
  const { inputs, targets } = part;
  const width = inputs.length / part.rows;
  let at = to.x;
  for (let i = 0; i < to.rows; i++) {
    const row = order[from + i]!;
    const start = row * width;
    // A view per row costs more than copying a short row by hand.
    if (width > 48) memory.set(inputs.subarray(start, start + width), at);
    else for (let j = 0; j < width; j++) memory[at + j] = inputs[start + j]!;
    memory[to.targets + i] = targets[row]!;
    at += width;
  }
}

/** The targets of rows order[from], order[from+1], … of a part. */
export function targetsOf(
  part: Part,
  order: Uint32Array,
  from: number,
  rows: number,
): Float32Array {
  const targets = new Float32Array(rows);
  for (let i = 0; i < rows; i++) targets[i] = part.targets[order[from + i]!]!;
  return targets;
}

/** Copies `to.rows` rows from row `from` on, in the part's own order. */
export function copyRows(part: Part, from: number, to: BatchPlace, memory: Float32Array): void {
  const width = part.inputs.length / part.rows;
  memory.set(part.inputs.subarray(from * width, (from + to.rows) * width), to.x);
  memory.set(part.targets.subarray(from, from + to.rows), to.targets);
}
