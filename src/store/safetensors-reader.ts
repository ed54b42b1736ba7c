// Reads a safetensors file that may be damaged or made to do harm. Nothing is allocated on the word of
// the header: every length is checked against the bytes that are there, and the tensors must cover
// the data exactly once, without overlap, hole or rest.

import { Slip } from '../vocabulary/errors.js';
import type { Tensor, TrainingState } from '../vocabulary/segment.js';
import { repeatedKey } from './repeated-key.js';

const MAX_HEADER = 4 * 1024 * 1024;
const MAX_TENSORS = 10_000;
const MAX_RANK = 8;

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** @throws Slip that says what is wrong, for every file that `encodeSafetensors` cannot have written */
export function decodeSafetensors(bytes: Uint8Array): TrainingState {
  const { header, data } = parts(bytes);
  const metadata = header.__metadata__;
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => entryOf(name, value));
  if (entries.length > MAX_TENSORS) reject(`at most ${MAX_TENSORS} tensors`, `${entries.length}`);
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const entry of entries) {
    if (entry.begin !== covered) {
      reject(`${entry.name} to begin at byte ${covered}`, `${entry.begin} (overlap or hole)`);
    }
    covered = entry.end;
  }
  if (covered !== data.byteLength) {
    reject(`${covered} bytes of tensors, as the header says`, `${data.byteLength}`);
  }
  return Object.freeze({
    epoch: metadataNumber(metadata, 'epoch'),
    step: metadataNumber(metadata, 'step'),
    tensors: Object.fromEntries(entries.map((entry) => [entry.name, tensorOf(entry, data)])),
  });
}

function parts(bytes: Uint8Array): { header: Record<string, unknown>; data: Uint8Array } {
  if (bytes.byteLength < 8) reject('at least 8 bytes', `${bytes.byteLength}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER)) reject(`a header of at most ${MAX_HEADER} bytes`, `${length}`);
  const end = 8 + Number(length);
  if (end > bytes.byteLength) {
    reject(`a header of ${length} bytes`, `a file of ${bytes.byteLength} bytes`);
  }
  const text = headerText(bytes.subarray(8, end));
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    reject('a header in JSON', 'something else');
  }
  if (!isRecord(header)) reject('a header that is an object', 'another value');
  const repeated = repeatedKey(text);
  if (repeated !== null) reject('each name once', `${JSON.stringify(repeated)} twice`);
  return { header, data: bytes.subarray(end) };
}

function headerText(bytes: Uint8Array): string {
  if (bytes[0] !== 0x7b) reject('a header that begins with {', `byte ${bytes[0] ?? 'none'}`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return reject('a header in UTF-8', 'other bytes');
  }
}

function entryOf(name: string, value: unknown): Entry {
  if (!isRecord(value)) return reject(`${name} to be an object`, typeof value);
  const { dtype, shape, data_offsets: offsets, ...rest } = value;
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) reject(`${name} without ${unknown}`, unknown);
  if (dtype !== 'F32') reject(`${name} of type F32`, String(dtype));
  if (!isWholeNumbers(shape) || shape.length > MAX_RANK) {
    return reject(`${name} with a shape of at most ${MAX_RANK} sizes`, JSON.stringify(shape));
  }
  if (!isWholeNumbers(offsets) || offsets.length !== 2) {
    return reject(`${name} with two data_offsets`, JSON.stringify(offsets));
  }
  const [begin, end] = offsets as [number, number];
  const bytes = shape.reduce((product, size) => product * size, 4);
  if (!Number.isSafeInteger(bytes) || end - begin !== bytes) {
    reject(`${name} of ${bytes} bytes by its shape`, `${end - begin} by its offsets`);
  }
  return { name, shape, begin, end };
}

/** A copy: the file's bytes need not be aligned for floats. */
function tensorOf({ shape, begin, end }: Entry, data: Uint8Array): Tensor {
  const copy = new Uint8Array(end - begin);
  copy.set(data.subarray(begin, end));
  return Object.freeze({ shape, data: new Float32Array(copy.buffer) });
}

function metadataNumber(metadata: unknown, key: string): number {
  const text = isRecord(metadata) ? metadata[key] : undefined;
  if (typeof text !== 'string' || !/^(0|[1-9]\d{0,15})$/.test(text)) {
    return reject(
      `__metadata__.${key} to be a whole number as text`,
      JSON.stringify(text) ?? 'none',
    );
  }
  return Number(text);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWholeNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function reject(expected: string, found: string): never {
  throw new Slip(
    `safetensors: expected ${expected}, found ${found.slice(0, 200)}: the file is damaged or not a state of ours, train again from an earlier one`,
  );
}
