// Where each value lies in the arena. Values whose lifetimes do not meet share memory; larger ones are
// placed first, each at the lowest address that is free during its whole life (Pisarchyk & Lee 2020,
// "Efficient memory management for deep neural net inference", greedy by size).

export interface Lifetime {
  /** Bytes; a multiple of the alignment. */
  readonly bytes: number;
  /** Index of the node that writes it, -1 for what is there before the first. */
  readonly first: number;
  /** Index of the last node that reads it; at least `first`. */
  readonly last: number;
}

export interface Placement {
  /** Bytes from the arena's start, one per lifetime. */
  readonly offsets: readonly number[];
  readonly bytes: number;
}

function meet(a: Lifetime, b: Lifetime): boolean {
  return a.first <= b.last && b.first <= a.last;
}

export function placeLifetimes(lifetimes: readonly Lifetime[]): Placement {
  const order = lifetimes.map((_, i) => i);
  order.sort((a, b) => lifetimes[b]!.bytes - lifetimes[a]!.bytes || a - b);
  const offsets = new Array<number>(lifetimes.length).fill(0);
  const placed: number[] = [];
  let bytes = 0;
  for (const index of order) {
    const life = lifetimes[index]!;
    const neighbours = placed.filter((other) => meet(life, lifetimes[other]!));
    neighbours.sort((a, b) => offsets[a]! - offsets[b]!);
    let offset = 0;
    for (const other of neighbours) {
      if (offset + life.bytes <= offsets[other]!) break;
      offset = Math.max(offset, offsets[other]! + lifetimes[other]!.bytes);
    }
    offsets[index] = offset;
    placed.push(index);
    bytes = Math.max(bytes, offset + life.bytes);
  }
  return { offsets, bytes };
}
