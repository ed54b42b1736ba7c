// How pages are unpacked: never to more bytes than their header says, which is bounded before. The door
// to hyparquet-compressors; gzip and brotli are Node's own.

import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Compressors, snappyUncompress } from 'hyparquet';
import { decompressLz4, decompressLz4Raw, decompressZstd } from 'hyparquet-compressors';

/** Each throws where the bytes are damaged or hold more than `length`. */
export const decompressors: Compressors = Object.freeze({
  SNAPPY(input: Uint8Array, length: number) {
    const output = new Uint8Array(length);
    snappyUncompress(input, output);
    return output;
  },
  GZIP: (input: Uint8Array, length: number) => gunzipSync(input, { maxOutputLength: length || 1 }),
  BROTLI: (input: Uint8Array, length: number) =>
    brotliDecompressSync(input, { maxOutputLength: length || 1 }),
  ZSTD: (input: Uint8Array, length: number) => decompressZstd(input, new Uint8Array(length)),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
});
