// How likely each value of a choice is to be drawn: shares that move, with every generation, towards those of its
// best points, as probabilities do in population-based incremental learning (Baluja 1994) and in CatCMA (Hamano,
// Saito, Nomura, Uchida and Shirakawa 2024). Invariant: a value that has a probability is never given up, and one
// that has none is never drawn.

import type { Alternatives } from './coordinates.js';
import type { StrategyParameters } from './strategy-parameters.js';

/** Of its first share, a value keeps at least about this. */
const KEPT = 0.2;

export interface ChoiceShares {
  /** Of the values in their order; their sum is 1. */
  readonly current: readonly number[];
  /** The index of a value, 0 <= u < 1. */
  indexAt(u: number): number;
  /** @param chosen indexes of a generation, from the best; -1: it had no effect there, and says nothing */
  update(chosen: readonly number[]): void;
}

export function choiceShares(
  { values, probabilities }: Alternatives,
  { weights, muEff }: StrategyParameters,
): ChoiceShares {
  const first = values.map((_, i) => probabilities?.[i] ?? 1 / values.length);
  // So many points say less of more values.
  const rate = muEff / (muEff + values.length);
  let shares = normalised(first);

  return {
    get current() {
      return shares;
    },
    indexAt(u) {
      let rest = u;
      const index = shares.findIndex((share) => {
        rest -= share;
        return rest < 0;
      });
      return index === -1 ? shares.findLastIndex((share) => share > 0) : index;
    },
    update(chosen) {
      const won = values.map(() => 0);
      let all = 0;
      chosen.forEach((index, rank) => {
        const weight = Math.max(weights[rank]!, 0);
        if (index === -1) return;
        won[index]! += weight;
        all += weight;
      });
      shares = normalised(
        shares.map((share, i) => {
          if (first[i] === 0) return 0;
          return Math.max(share + rate * (won[i]! - all * share), KEPT * first[i]!);
        }),
      );
    },
  };
}

function normalised(shares: readonly number[]): readonly number[] {
  const sum = shares.reduce((all, share) => all + share, 0);
  return shares.map((share) => share / sum);
}
