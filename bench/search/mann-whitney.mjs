// Whether one search is better than another, from the values that each found under many seeds: the test of
// Mann and Whitney (1947), one-sided, by the normal distribution with a correction for ties and for continuity.

import { normalCdf } from '../../dist/vocabulary/normal-distribution.js';

/**
 * @param {readonly number[]} ours
 * @param {readonly number[]} theirs
 * @returns {number} how likely values of ours as small as these are, if both searches are the same
 */
export function probabilityOfChance(ours, theirs) {
  const [m, n] = [ours.length, theirs.length];
  const all = [...ours, ...theirs].sort((a, b) => a - b);
  const count = all.length;
  const rankOf = new Map();
  let ties = 0;
  for (let start = 0, end = 0; start < count; start = end) {
    while (end < count && all[end] === all[start]) end++;
    rankOf.set(all[start], (start + 1 + end) / 2);
    ties += (end - start) ** 3 - (end - start);
  }
  const rankSum = ours.reduce((sum, value) => sum + rankOf.get(value), 0);
  const u = rankSum - (m * (m + 1)) / 2;
  const variance = ((m * n) / 12) * (count + 1 - ties / (count * (count - 1)));
  return variance === 0 ? 1 : normalCdf((u - (m * n) / 2 + 0.5) / Math.sqrt(variance));
}
