// Comparison of figures: the largest difference relative to the largest expected value.

import { expect } from 'vitest';

export function expectClose(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  expect(found.length).toBe(expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs), 1e-30);
  for (let i = 0; i < expected.length; i++) {
    const off = Math.abs(found[i]! - expected[i]!) / scale;
    // The negation also catches NaN.
    if (!(off <= tolerance)) {
      expect.fail(
        `element ${i}: expected ${expected[i]}, found ${found[i]}, off by ${off} of the largest`,
      );
    }
  }
}
