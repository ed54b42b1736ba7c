// Philox4x32-10 against the published vectors, and the laws of a stream.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Counter, PhiloxStream, philox } from '../../src/vocabulary/philox.js';

function words(counter: Counter, key: readonly [number, number]): string {
  const out = new Uint32Array(4);
  philox(counter, key, out);
  return [...out].map((word) => word.toString(16).padStart(8, '0')).join(' ');
}

describe('philox', () => {
  const ones = 0xffffffff;
  it.each([
    [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    [[ones, ones, ones, ones], [ones, ones], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    ],
    [[0, 0, 0, 0], [42, 0], '9ceaf053 77f5493b 12bf50ad 5742b3d7'],
    [[0, 0, 1, 0], [42, 0], '02933769 2051e913 3b68b038 b62c409c'],
    [[0, 0, 2, 0], [42, 0], '65fe70a6 852e5866 6bef1d5a b11de8b5'],
  ] as [Counter, [number, number], string][])(
    'of counter %j and key %j',
    (counter, key, expected) => {
      expect(words(counter, key)).toBe(expected);
    },
  );
});

describe('a stream', () => {
  it('draws below n and reaches every number', () => {
    const stream = new PhiloxStream(5, 1);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 7000; i++) counts[stream.below(7)]!++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('shuffles: the same items, another order, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 200 }), (seed, n) => {
        const shuffled = () => {
          const items = Uint32Array.from({ length: n }, (_, i) => i);
          new PhiloxStream(seed, 4, 0, 1).shuffle(items);
          return [...items];
        };
        expect(shuffled()).toEqual(shuffled());
        expect(shuffled().sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  it('differs by purpose, part and time', () => {
    const first = (purpose: number, part: number, time: number) =>
      new PhiloxStream(9, purpose, part, time).word();
    expect(new Set([first(1, 0, 0), first(2, 0, 0), first(1, 1, 0), first(1, 0, 1)]).size).toBe(4);
  });
});
