// Tells of epochs as they come, without flooding: the first at once, so that a person sees it move;
// then at most one message in 10 ms, so that epochs of microseconds do not cost a message each.

import type { EpochMetrics } from '../../vocabulary/metric.js';

const INTERVAL = 10;

export interface EpochNews {
  tell(epoch: EpochMetrics): void;
  /** Nothing may wait any longer: what is posted next is about an epoch that must be known. */
  flush(): void;
}

/**
 * @param post is given the epochs since the last call, in order
 * @param now milliseconds on any monotonic clock
 */
export function epochNews(
  post: (epochs: readonly EpochMetrics[]) => void,
  now: () => number = () => performance.now(),
): EpochNews {
  let fresh: EpochMetrics[] = [];
  let last = Number.NEGATIVE_INFINITY;

  function flush(): void {
    if (fresh.length === 0) return;
    post(fresh);
    fresh = [];
  }

  return {
    tell(epoch) {
      fresh.push(epoch);
      const time = now();
      if (time - last < INTERVAL) return;
      last = time;
      flush();
    },
    flush,
  };
}
