// Zstandard frames without a compressor: one block, raw or a single byte over and over (RFC 8878, 3.1.1).

const RAW = 0;
const REPEATED = 1;

/** A frame that says its length and holds the bytes as they are. */
export function zstdFrame(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([header(bytes.length), block(RAW, bytes.length), bytes]);
}

/** A frame of a few bytes that unpacks to `blocks` times 128 KiB of zeros. */
export function zstdBomb(claimed: number, blocks: number): Uint8Array {
  const middle = Array.from({ length: blocks }, (_, i) =>
    Buffer.concat([block(REPEATED, 128 * 1024, i === blocks - 1), Uint8Array.of(0)]),
  );
  return Buffer.concat([header(claimed), ...middle]);
}

/** Magic number, one segment, four bytes of length. */
function header(length: number): Buffer {
  const bytes = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0]);
  bytes.writeUInt32LE(length, 5);
  return bytes;
}

function block(type: number, length: number, isLast = true): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntLE((length << 3) | (type << 1) | Number(isLast), 0, 3);
  return bytes;
}
