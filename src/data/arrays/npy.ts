// NPY, NumPy's array format: a magic string, a version, a header that is a Python dict of descr,
// fortran_order and shape, the elements. Numbers, booleans and text (U) are read; pickled objects never.
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

import type { Cell } from '../columns/number-cell.js';
import { slip } from '../files/data-file.js';
import { shownCell } from '../shown.js';
import {
  checkedBytes,
  type DataArray,
  elementsOf,
  isNumberKind,
  numbersIn,
  widthOf,
} from './data-array.js';

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');

interface Header {
  /** As in `<f8`. */
  readonly descr: string;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly end: number;
}

/** @throws Slip where the bytes are no NPY, of a type that is not read, or not as many as the header says */
export function parseNpy(file: string, bytes: Buffer): DataArray {
  const { descr, isFortran, shape, end } = headerOf(file, bytes);
  const count = elementsOf(file, shape);
  const [, order = '', type = ''] = /^([<>|=]?)(.*)$/.exec(descr) ?? [];
  const kind = type === 'b1' ? 'u1' : type;
  const isBigEndian = order === '>';
  const width = /^U\d{1,6}$/.test(type) ? 4 * Number(type.slice(1)) : null;
  const elements = (size: number) => checkedBytes(file, bytes, end, count * size);
  const inOrder = (values: DataArray['values']) =>
    isFortran && shape.length > 1 ? rowMajor(values, shape) : values;
  if (isNumberKind(kind)) {
    return { shape, values: inOrder(numbersIn(elements(widthOf(kind)), kind, isBigEndian)) };
  }
  if (width !== null && width > 0) {
    return { shape, values: inOrder(textsIn(elements(width), width, isBigEndian)) };
  }
  const remedy =
    type === 'f2' || type === 'f16' ? 'save it as float32' : 'save numbers, or text as a U array';
  return slip(file, `expected numbers or text, found the type ${shownCell(descr)}: ${remedy}`);
}

function headerOf(file: string, bytes: Buffer): Header {
  if (bytes.length < 12 || !bytes.subarray(0, 6).equals(MAGIC)) {
    return slip(file, 'expected an NPY array, found other bytes: write it with numpy.save');
  }
  const isShort = bytes[6] === 1;
  const start = isShort ? 10 : 12;
  const end = start + (isShort ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8));
  if (end > bytes.length) {
    return slip(file, `expected a header of ${end} bytes, found an end: write the file again`);
  }
  const text = bytes.toString('utf8', start, end);
  const descr = /'descr': *'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order': *(True|False)/.exec(text)?.[1];
  const shape = /'shape': *\(([\d, ]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || shape === undefined) {
    const remedy = 'save a plain array of numbers, not objects or records';
    return slip(file, `expected an array of one type, found ${shownCell(text.trim())}: ${remedy}`);
  }
  const lengths = shape.split(',').filter((length) => length.trim() !== '');
  return { descr, isFortran: order === 'True', shape: lengths.map(Number), end };
}

/** Text of a fixed width in UTF-32, padded with zeros. */
function textsIn(bytes: Buffer, width: number, isBigEndian: boolean): readonly string[] {
  const texts: string[] = [];
  for (let start = 0; start < bytes.length; start += width) {
    let text = '';
    for (let at = start; at < start + width; at += 4) {
      const code = isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
      if (code !== 0) text += String.fromCodePoint(code <= 0x10ffff ? code : 0xfffd);
    }
    texts.push(text);
  }
  return texts;
}

/** Elements in C order of an array that is stored with its first axis fastest. */
function rowMajor(values: DataArray['values'], shape: readonly number[]): DataArray['values'] {
  const isText = typeof values[0] === 'string';
  const ordered: Cell[] | Float64Array = isText ? [] : new Float64Array(values.length);
  const index = shape.map(() => 0);
  const strides: number[] = [];
  let stride = 1;
  for (const length of shape) {
    strides.push(stride);
    stride *= length;
  }
  let from = 0;
  for (let to = 0; to < values.length; to++) {
    ordered[to] = values[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return ordered;
}
