// Tells of epochs that came out otherwise than they were stored: some in a line of their own, the rest
// by their number. One training tells of its first such epoch only; what follows it follows from it.

import { plural } from '../terminal/quantities.js';
import { metricDifferenceText } from '../verification/metric-difference.js';
import type { OtherEpoch } from './closed-memo.js';

const MOST_TOLD = 10;

export interface OtherEpochs {
  hear(other: OtherEpoch): void;
  /** After the last one. */
  end(): void;
}

/** @param tell is given printable lines */
export function otherEpochs(tell: (line: string) => void): OtherEpochs {
  let count = 0;
  return {
    hear(other) {
      if (count++ < MOST_TOLD)
        tell(`trial ${other.trial}: epoch ${other.epoch}, ${metricDifferenceText(other)}`);
    },
    end() {
      if (count === 0) return;
      tell(
        `${plural(count, 'training')} came out otherwise than stored; what was trained now is what is stored now`,
      );
      count = 0;
    },
  };
}
