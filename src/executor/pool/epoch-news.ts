// Tells of epochs as they come, without flooding: the first at once, so that a person sees it move;
// then at most one message in 10 ms, so that epochs of microseconds do not cost a message each.

import type { EpochMetrics } from '../../vocabulary/metric.js';

const INTERVAL = 10;

/**
 * @param post is given the epochs since the last call, in order
 * @param now milliseconds on any monotonic clock
 */
export function epochNews(
  post: (epochs: readonly EpochMetrics[]) => void,
  now: () => number = () => performance.now(),
): (epoch: EpochMetrics) => void {
  let fresh: EpochMetrics[] = [];
  let last = Number.NEGATIVE_INFINITY;
  return (epoch) => {
    fresh.push(epoch);
    const time = now();
    if (time - last < INTERVAL) return;
    last = time;
    post(fresh);
    fresh = [];
  };
}
