// The checkpoint format: hostile files first, then that what is written is what is read.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeSafetensors } from '../../src/store/safetensors.js';
import { decodeSafetensors } from '../../src/store/safetensors-reader.js';
import { Slip } from '../../src/vocabulary/errors.js';
import type { TrainingState } from '../../src/vocabulary/segment.js';

/** A file with this header, whatever it says, and so many bytes of data. */
function fileOf(header: string, dataBytes = 8, length = BigInt(Buffer.byteLength(header))): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(length);
  return Buffer.concat([size, Buffer.from(header), Buffer.alloc(dataBytes)]);
}

const metadata = '"__metadata__":{"epoch":"3","step":"12"}';

function tensor(name: string, shape: string, offsets: string, dtype = 'F32'): string {
  return `${name}:{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;
}

function headerOf(...entries: string[]): string {
  return `{${[metadata, ...entries].join(',')}}`;
}

const good = tensor('"a"', '[2]', '[0,8]');

const hostile: readonly [string, Buffer, RegExp][] = [
  ['nothing', Buffer.alloc(0), /at least 8 bytes, found 0/],
  ['a header of 16 exabytes', fileOf('{}', 0, 0xffffffffffffffffn), /header of at most 4194304/],
  ['a header longer than the file', fileOf('{}', 0, 4000n), /header of 4000 bytes/],
  ['a header that is no JSON', fileOf('{"a":'), /header in JSON/],
  ['a header that is a list', fileOf('[1]'), /begins with \{/],
  ['a header behind a space', fileOf(` ${headerOf(good)}`), /begins with \{/],
  [
    'bytes that are not UTF-8',
    Buffer.concat([fileOf('{', 0, 3n), Buffer.from([0xff, 0xfe])]),
    /UTF-8/,
  ],
  ['a name twice', fileOf(headerOf(good, tensor('"\\u0061"', '[2]', '[0,8]'))), /"a" twice/],
  [
    'a field twice',
    fileOf(headerOf(good.replace('"shape"', '"dtype":"F32","shape"'))),
    /"dtype" twice/,
  ],
  ['another type', fileOf(headerOf(tensor('"a"', '[1]', '[0,8]', 'F64'))), /type F32, found F64/],
  ['a field too many', fileOf(headerOf(good.replace('}', ',"run":"me"}'))), /without run/],
  ['a negative size', fileOf(headerOf(tensor('"a"', '[-2]', '[0,8]'))), /shape/],
  ['a size that is no whole number', fileOf(headerOf(tensor('"a"', '[0.5]', '[0,2]'))), /shape/],
  ['a rank of nine', fileOf(headerOf(tensor('"a"', '[1,1,1,1,1,1,1,1,2]', '[0,8]'))), /at most 8/],
  [
    'sizes whose product overflows',
    fileOf(headerOf(tensor('"a"', '[4294967296,4294967296]', '[0,8]'))),
    /bytes by its shape/,
  ],
  [
    'offsets that disagree with the shape',
    fileOf(headerOf(tensor('"a"', '[2]', '[0,4]'))),
    /8 bytes by its shape, found 4/,
  ],
  ['offsets backwards', fileOf(headerOf(tensor('"a"', '[2]', '[8,0]'))), /found -8/],
  [
    'tensors that overlap',
    fileOf(headerOf(good, tensor('"b"', '[1]', '[4,8]'))),
    /overlap or hole/,
  ],
  ['a hole', fileOf(headerOf(tensor('"b"', '[1]', '[4,8]'))), /begin at byte 0, found 4/],
  ['trailing bytes', fileOf(headerOf(good), 9), /8 bytes of tensors, as the header says, found 9/],
  ['missing bytes', fileOf(headerOf(good), 7), /found 7/],
  ['no metadata', fileOf(`{${good}}`), /__metadata__.epoch/],
  [
    'an epoch that is no number',
    fileOf(headerOf(good).replace('"3"', '"3e9"')),
    /epoch to be a whole/,
  ],
];

describe('a hostile file is refused', () => {
  test.each(hostile)('%s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(Slip);
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });

  test('of random changes to a good file none is read but as some state', () => {
    const bytes = encodeSafetensors({
      epoch: 1,
      step: 2,
      tensors: { w: { shape: [3], data: Float32Array.of(1, 2, 3) } },
    });
    const change = fc.record({ at: fc.nat(bytes.length - 1), byte: fc.nat(255), cut: fc.nat(20) });
    fc.assert(
      fc.property(change, ({ at, byte, cut }) => {
        const changed = bytes.slice(0, bytes.length - cut);
        if (at < changed.length) changed[at] = byte;
        try {
          expect(Object.keys(decodeSafetensors(changed).tensors)).toHaveLength(1);
        } catch (error) {
          expect(error).toBeInstanceOf(Slip);
        }
      }),
    );
  });
});

const states = fc
  .record({
    epoch: fc.nat(),
    step: fc.nat(),
    tensors: fc.dictionary(
      fc.string({ unit: 'binary', maxLength: 12 }).filter((name) => name !== '__metadata__'),
      fc.array(fc.nat(3), { maxLength: 3 }).chain((shape) => {
        const length = shape.reduce((a, b) => a * b, 1);
        return fc
          .float32Array({ minLength: length, maxLength: length })
          .map((data) => ({ shape, data }));
      }),
      { maxKeys: 5 },
    ),
  })
  .map((state): TrainingState => state);

describe('a state', () => {
  test('is read as it was written, whatever its names and numbers', () => {
    fc.assert(
      fc.property(states, (state) => {
        const read = decodeSafetensors(encodeSafetensors(state));
        expect(read.epoch).toBe(state.epoch);
        expect(read.step).toBe(state.step);
        expect(Object.keys(read.tensors).sort()).toEqual(Object.keys(state.tensors).sort());
        for (const [name, { shape, data }] of Object.entries(state.tensors)) {
          expect(read.tensors[name]?.shape).toEqual(shape);
          expect(Buffer.from(read.tensors[name]!.data.buffer)).toEqual(Buffer.from(data.buffer));
        }
      }),
    );
  });

  test('has one sequence of bytes, whatever the order of its tensors', () => {
    const a = { shape: [1], data: Float32Array.of(1) };
    const b = { shape: [], data: Float32Array.of(2) };
    const bytes = encodeSafetensors({ epoch: 1, step: 1, tensors: { a, b } });
    expect(encodeSafetensors({ epoch: 1, step: 1, tensors: { b, a } })).toEqual(bytes);
    const header = bytes.subarray(8, 8 + Number(Buffer.from(bytes).readBigUInt64LE(0)));
    expect(Buffer.from(header).toString()).toMatch(
      /^\{"__metadata__":\{"epoch":"1","step":"1"\},"a":\{"dtype":"F32","shape":\[1\],"data_offsets":\[0,4\]\},"b":\{"dtype":"F32","shape":\[\],"data_offsets":\[4,8\]\}\} *$/,
    );
    expect(header.length % 8).toBe(0);
  });

  test('may have a tensor that is called __proto__', () => {
    const tensor = { shape: [1], data: Float32Array.of(5) };
    const tensors = Object.fromEntries(['__proto__', 'w'].map((name) => [name, tensor]));
    const read = decodeSafetensors(encodeSafetensors({ epoch: 0, step: 0, tensors }));
    expect(Object.keys(read.tensors).sort()).toEqual(['__proto__', 'w']);
  });

  test('whose shape does not fit its numbers is not written', () => {
    const tensors = { w: { shape: [2, 2], data: new Float32Array(3) } };
    expect(() => encodeSafetensors({ epoch: 1, step: 1, tensors })).toThrow(/4 numbers.*found 3/);
  });
});
