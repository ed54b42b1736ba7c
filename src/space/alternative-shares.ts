// Which of a list a number in [0, 1) means: equal shares, or those of the probabilities. A value without
// probability has no share, and is never drawn.

import type { Domain } from './parameter.js';

type Alternatives = Extract<Domain, { kind: 'categorical' }>;

/** An item of 0..count-1, each for an equal share of [0, 1). */
export function equalShareAt(u: number, count: number): number {
  return Math.min(Math.floor(u * count), count - 1);
}

export function indexAt({ values, probabilities }: Alternatives, u: number): number {
  if (probabilities === undefined) return equalShareAt(u, values.length);
  const target = u * total(probabilities);
  let below = 0;
  let last = 0;
  for (const [index, probability] of probabilities.entries()) {
    if (probability === 0) continue;
    last = index;
    below += probability;
    if (target < below) break;
  }
  return last;
}

/** The middle of an item's share, between 0 and 1. */
export function middleOf({ values, probabilities }: Alternatives, index: number): number {
  if (probabilities === undefined) return (index + 0.5) / values.length;
  const below = total(probabilities.slice(0, index));
  return (below + (probabilities[index] ?? 0) / 2) / total(probabilities);
}

function total(shares: readonly number[]): number {
  return shares.reduce((sum, share) => sum + share, 0);
}
