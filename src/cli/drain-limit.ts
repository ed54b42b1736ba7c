// A pause lets epochs in hand be finished, but not for long: whoever waits for the end (a shutdown, a
// person) waits at most ten seconds. What takes longer is cut, and goes on from its newest checkpoint.

import type { Executor } from '../executor/executor.js';

/** Milliseconds; the rest of the ten seconds is for saving. */
const DRAIN_LIMIT = 8000;

/**
 * Interrupts the executor so long after the pause has been asked for.
 * @returns what ends the watch
 */
export function limitDrain(
  pause: AbortSignal,
  executor: Pick<Executor, 'interrupt'>,
  limit = DRAIN_LIMIT,
): () => void {
  let timer: NodeJS.Timeout | null = null;
  const begin = () => {
    timer = setTimeout(() => executor.interrupt(), limit);
  };
  if (pause.aborted) begin();
  else pause.addEventListener('abort', begin, { once: true });
  return () => {
    pause.removeEventListener('abort', begin);
    if (timer !== null) clearTimeout(timer);
  };
}
