// IDX, the format of MNIST: four bytes of type and rank, one big-endian uint32 per axis, the elements.
// http://yann.lecun.com/exdb/mnist/

import { slip } from '../files/data-file.js';
import {
  checkedBytes,
  type DataArray,
  elementsOf,
  isNumberKind,
  numbersIn,
  widthOf,
} from './data-array.js';

const KINDS: Readonly<Record<number, string>> = {
  8: 'u1',
  9: 'i1',
  11: 'i2',
  12: 'i4',
  13: 'f4',
  14: 'f8',
};

/** @throws Slip where the bytes are no IDX, or fewer or more than the header says */
export function parseIdx(file: string, bytes: Buffer): DataArray {
  const kind = KINDS[bytes[2] ?? 0];
  const rank = bytes[3] ?? 0;
  const header = 4 + 4 * rank;
  if (bytes[0] !== 0 || bytes[1] !== 0 || kind === undefined || !isNumberKind(kind)) {
    return slip(
      file,
      'expected an IDX file (0, 0, a type, a rank), found other bytes: check data.file',
    );
  }
  if (rank === 0 || bytes.length < header) {
    return slip(file, `expected a header of ${header} bytes, found an end: write the file again`);
  }
  const shape = Array.from({ length: rank }, (_, axis) => bytes.readUInt32BE(4 + 4 * axis));
  const wanted = elementsOf(file, shape) * widthOf(kind);
  return { shape, values: numbersIn(checkedBytes(file, bytes, header, wanted), kind, true) };
}
