// Binary search: where something belongs in a list that is in order.

/**
 * The first of 0 .. count-1 for which it holds, or count.
 * @param holds once it holds for a place, it holds for all behind it
 */
export function firstPlace(count: number, holds: (place: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
