// Multiples of q without float dust. 3 × 0.1 is 0.3 here, never 0.30000000000000004: a configuration
// is hashed and read by people, and a value that a person can type must be the value that was tried.

/** Shares of q that are float dust: 0.7 / 0.1 is 6.999999999999999 and means 7. */
const DUST = 1e-9;

/** steps × q as the decimal number that a person would write. */
export function multipleOf(q: number, steps: number, start = 0): number {
  const value = start + steps * q;
  if (Number.isInteger(q) && Number.isInteger(start)) return value;
  return Number(value.toPrecision(15)) + 0;
}

/** The first and the last whole k with min <= k q <= max; first > last where there is none. */
export function multiplesWithin(
  min: number,
  max: number,
  q: number,
): { readonly first: number; readonly last: number } {
  return { first: Math.ceil(min / q - DUST) + 0, last: Math.floor(max / q + DUST) + 0 };
}

/**
 * round(x / q) × q, kept within [min, max]: where rounding would leave the range (x 0.12 in
 * [0.1, 1] by 0.25), the nearest multiple inside it. A range without any multiple gives its end.
 */
export function quantised(x: number, min: number, max: number, q: number): number {
  const { first, last } = multiplesWithin(min, max, q);
  const steps = Math.min(Math.max(Math.round(x / q), first), last);
  return clamped(multipleOf(q, steps), min, max);
}

/** The nearest number within [min, max]; -0 is 0. */
export function clamped(x: number, min: number, max: number): number {
  return Math.min(Math.max(x, min), max) + 0;
}

/** Points min, min + q, min + 2q … below max: a grid leaves the maximum out, as W&B's does. */
export function stepsBelow(min: number, max: number, q: number): number {
  return Math.max(1, Math.ceil((max - min) / q - DUST));
}
