// Notices an attempt that takes too long. Two clocks, never both: until the segment begins (its thread
// starts, the trainable opens) the limit is `opening`; from its beginning it is `training`. Epochs do
// not reset the clock; a new attempt has a watchdog of its own and with it the full time.

import type { AttemptControl } from './attempt-control.js';

/** Milliseconds. */
export interface Limits {
  readonly opening: number;
  readonly training: number | null;
}

export type Phase = 'opening' | 'training';

/** setTimeout fires at once for anything longer. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Watches one attempt that has just been handed to a thread. `onOverdue` is called at most once, and
 * never after the returned function was called, which ends the watch.
 */
export function watchAttempt(
  control: AttemptControl,
  limits: Limits,
  onOverdue: (phase: Phase) => void,
): () => void {
  const handedOver = performance.now();
  let over = false;
  let timer: NodeJS.Timeout;

  function wake(milliseconds: number): void {
    timer = setTimeout(look, Math.min(Math.ceil(milliseconds), LONGEST_TIMER));
  }

  function look(): void {
    const elapsed = control.elapsed();
    if (elapsed === null) {
      const rest = limits.opening - (performance.now() - handedOver);
      if (rest <= 0) bark('opening');
      else wake(Math.min(rest, limits.training ?? rest));
    } else if (limits.training !== null) {
      if (elapsed >= limits.training) bark('training');
      else wake(limits.training - elapsed);
    }
  }

  // If the main thread was busy for long, the end may have arrived and wait to be read: timers come
  // before messages in the event loop, so it gets one turn before it counts as late.
  function bark(phase: Phase): void {
    setImmediate(() => {
      if (over) return;
      over = true;
      onOverdue(phase);
    });
  }

  wake(Math.min(limits.opening, limits.training ?? limits.opening));
  return () => {
    over = true;
    clearTimeout(timer);
  };
}
