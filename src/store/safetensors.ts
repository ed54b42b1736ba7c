// States as safetensors files: 8 bytes of header length (little-endian), a JSON header, the tensors.
// The same state always gives the same bytes: tensors in the order of their names, no gaps.

import type { Tensor, TrainingState } from '../vocabulary/segment.js';

/** Written hosts are little-endian, as the format is. */
const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * The file's bytes. Tensors are F32; epoch and step stand in __metadata__ as text.
 * @param more further metadata, for people
 */
export function encodeSafetensors(
  state: TrainingState,
  more: Readonly<Record<string, string>> = {},
): Uint8Array {
  if (!littleEndian) throw new Error('expected a little-endian machine, found a big-endian one');
  const entries = sortedTensors(state);
  const metadata = { epoch: String(state.epoch), step: String(state.step), ...more };
  const { text, padded, end } = headerOf(
    entries.map(([name, { shape }]) => ({ name, shape })),
    metadata,
  );
  const bytes = Buffer.alloc(8 + padded + end, ' ');
  bytes.writeBigUInt64LE(BigInt(padded), 0);
  bytes.write(text, 8, 'utf8');
  let offset = 8 + padded;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

interface NamedShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Bytes of the file that `encodeSafetensors` makes of a state with these tensors. */
export function safetensorsBytes(
  tensors: readonly NamedShape[],
  { epoch, step }: Pick<TrainingState, 'epoch' | 'step'>,
): number {
  const sorted = [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1));
  const { padded, end } = headerOf(sorted, { epoch: String(epoch), step: String(step) });
  return 8 + padded + end;
}

/** @param tensors in the order in which they lie */
function headerOf(tensors: readonly NamedShape[], metadata: Readonly<Record<string, string>>) {
  // Without a prototype: a tensor may be called __proto__.
  const header: Record<string, unknown> = Object.create(null);
  header.__metadata__ = metadata;
  let end = 0;
  for (const { name, shape } of tensors) {
    const begin = end;
    end += elementsOf(shape) * Float32Array.BYTES_PER_ELEMENT;
    header[name] = { dtype: 'F32', shape, data_offsets: [begin, end] };
  }
  const text = JSON.stringify(header);
  const length = Buffer.byteLength(text);
  return { text, padded: length + ((8 - (length % 8)) % 8), end };
}

function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function sortedTensors(state: TrainingState): [string, Tensor][] {
  const entries = Object.entries(state.tensors);
  for (const [name, { shape, data }] of entries) {
    const elements = elementsOf(shape);
    if (name === '__metadata__' || elements !== data.length) {
      throw new Error(
        `expected tensor ${name} to hold ${elements} numbers (shape ${shape.join(' x ')}), found ${data.length}`,
      );
    }
  }
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
