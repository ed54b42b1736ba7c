// How many rows of each class go to each part. Two laws hold at once: the parts' totals are the
// shares of all rows by largest remainder, and every class has in every part its own share rounded
// down or up. (With three parts such a table always exists: Cox 1987, "A constructive procedure for
// unbiased controlled rounding".) Arithmetic is on whole numbers: shares count in millionths.

/** Shares of train, validation and test, in millionths; they add up to UNIT. */
export type Shares = readonly number[];

export const UNIT = 1_000_000;

/** Rows of each part, by largest remainder; of equal remainders the earlier part's. */
export function partTotals(rows: number, shares: Shares): number[] {
  const totals = shares.map((share) => Math.floor((rows * share) / UNIT));
  const remainders = shares.map((share) => (rows * share) % UNIT);
  const left = rows - totals.reduce((sum, total) => sum + total, 0);
  const order = remainders.map((_, part) => part);
  order.sort((a, b) => remainders[b]! - remainders[a]! || a - b);
  for (const part of order.slice(0, left)) totals[part]!++;
  return totals;
}

/** Rows of each class in each part: result[class][part]. */
export function apportion(sizes: readonly number[], shares: Shares): number[][] {
  const counts = sizes.map((size) => shares.map((share) => Math.floor((size * share) / UNIT)));
  const totals = partTotals(
    sizes.reduce((sum, size) => sum + size, 0),
    shares,
  );
  const room = totals.map((total, p) => counts.reduce((left, row) => left - row[p]!, total));
  const rounding = new Rounding(sizes, shares, room);
  // Small classes first: a class whose share of the training part is less than one row needs it most.
  const order = sizes.map((_, c) => c).sort((a, b) => sizes[a]! - sizes[b]! || a - b);
  for (const c of order) {
    const missing = sizes[c]! - counts[c]!.reduce((sum, count) => sum + count, 0);
    for (let i = 0; i < missing; i++) rounding.place(c, counts[c]![0] === 0);
  }
  return counts.map((row, c) => row.map((count, p) => count + Number(rounding.isUp(c, p))));
}

/** Which cells are rounded up: a matching of classes to the room that is left in each part. */
class Rounding {
  readonly #remainders: readonly (readonly number[])[];
  readonly #up: boolean[][];
  readonly #room: number[];

  constructor(sizes: readonly number[], shares: Shares, room: readonly number[]) {
    this.#remainders = sizes.map((size) => shares.map((share) => (size * share) % UNIT));
    this.#up = sizes.map(() => shares.map(() => false));
    this.#room = [...room];
  }

  isUp(c: number, part: number): boolean {
    return this.#up[c]![part]!;
  }

  /** Rounds one more part of a class up, making room by moving other classes' rows where needed. */
  place(c: number, trainFirst: boolean): void {
    const remainders = this.#remainders[c]!;
    const open = remainders.map((_, part) => part).filter((part) => this.#canTake(c, part));
    open.sort((a, b) => remainders[b]! - remainders[a]! || a - b);
    if (trainFirst && open.includes(0)) open.unshift(...open.splice(open.indexOf(0), 1));
    const part =
      open.find((candidate) => this.#room[candidate]! > 0) ??
      open.find((candidate) => this.#makeRoom(candidate));
    if (part === undefined) throw new Error('no controlled rounding: the totals contradict');
    this.#up[c]![part] = true;
    this.#room[part]!--;
  }

  #canTake(c: number, part: number): boolean {
    return this.#remainders[c]![part]! > 0 && !this.#up[c]![part];
  }

  /**
   * Moves a row that was rounded up in a full part to a part with room. One move is enough: a class
   * that still misses a row can take it in two of the three parts, and the third is the one with room.
   */
  #makeRoom(full: number): boolean {
    for (const [to, room] of this.#room.entries()) {
      if (room === 0) continue;
      const holder = this.#up.findIndex((up, c) => up[full]! && this.#canTake(c, to));
      if (holder < 0) continue;
      this.#up[holder]![full] = false;
      this.#up[holder]![to] = true;
      this.#room[full]!++;
      this.#room[to]!--;
      return true;
    }
    return false;
  }
}
