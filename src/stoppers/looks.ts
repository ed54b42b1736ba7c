// At which epochs a rule looks at a trial: not in its first ones, and then at even distances.

export interface Looks {
  /** Epochs of each trial during which it is not given up. */
  readonly warmup: number;
  /** Epochs between two looks, counted from the warm-up; at least 1. */
  readonly interval: number;
}

export function isLookedAt(epoch: number, { warmup, interval }: Looks): boolean {
  return epoch > warmup && (epoch - 1 - warmup) % interval === 0;
}
