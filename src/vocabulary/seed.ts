// Seeds are whole numbers that a double holds exactly.

/** 0 <= seed <= Number.MAX_SAFE_INTEGER */
export type Seed = number;

/** Twenty decimal digits: seedrandom repeats short strings ('1', '11' and '111' are one stream). */
export function fixedWidth(value: number): string {
  return value.toString(10).padStart(20, '0');
}
