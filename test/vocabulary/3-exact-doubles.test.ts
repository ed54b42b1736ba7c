// Doubles in a training state come back to the bit.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packDoubles, unpackDoubles } from '../../src/vocabulary/exact-doubles.js';

it('every double comes back as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (values) => {
      const packed = packDoubles(values);
      expect(packed.shape).toEqual([values.length, 4]);
      expect(packed.data).toHaveLength(4 * values.length);
      const found = unpackDoubles(packed);
      expect(found.every((value, i) => Object.is(value, values[i]))).toBe(true);
      expect(found).toHaveLength(values.length);
    }),
  );
});

it('the pieces are whole numbers below 65,536, the highest first, on every machine', () => {
  expect([...packDoubles([1, -0.1]).data]).toEqual([
    0x3ff0, 0, 0, 0, 0xbfb9, 0x9999, 0x9999, 0x999a,
  ]);
});
