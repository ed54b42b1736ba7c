// Which trials are trained again: all of them, the best, or a sample that is the same whenever it is
// drawn. A trial without an epoch has nothing to compare.

import type { LeaderboardRow } from '../../store/read-trials.js';
import { PhiloxStream } from '../../vocabulary/philox.js';
import type { Seed } from '../../vocabulary/seed.js';

export type TrialChoice =
  | { readonly kind: 'all' }
  | { readonly kind: 'top'; readonly count: number }
  | { readonly kind: 'sample'; readonly count: number };

/** No purpose of the vocabulary's list: these numbers never meet a training's. */
const SAMPLE_STREAM = 0x5a3b;

/**
 * In the order of their numbers.
 * @param rows of a whole sweep, by rank
 * @param seed of the sweep, which draws the sample
 */
export function chosenTrials(
  rows: readonly LeaderboardRow[],
  choice: TrialChoice,
  seed: Seed,
): readonly LeaderboardRow[] {
  const byNumber = (a: LeaderboardRow, b: LeaderboardRow) => a.trial - b.trial;
  const trained = rows.filter(({ epochs }) => epochs > 0);
  switch (choice.kind) {
    case 'all':
      return trained.sort(byNumber);
    case 'top':
      return trained.slice(0, choice.count).sort(byNumber);
    case 'sample':
      return sample(trained.sort(byNumber), choice.count, seed).sort(byNumber);
  }
}

/** Each as likely as the others, none twice. */
function sample<Row>(rows: Row[], count: number, seed: Seed): Row[] {
  const random = new PhiloxStream(seed, SAMPLE_STREAM);
  const most = Math.min(count, rows.length);
  for (let i = 0; i < most; i++) {
    const other = i + random.below(rows.length - i);
    [rows[i], rows[other]] = [rows[other]!, rows[i]!];
  }
  return rows.slice(0, most);
}
