// The end of a sweep waits for the disk: one that is full, or fails, holds it up until there is room, or
// until somebody asks for a pause. What was trained would otherwise be lost with the process, and a sweep
// that is done would end as failed.

import type { SweepRecorder } from '../store/recorder.js';
import { Slip } from '../vocabulary/errors.js';

/** Milliseconds; the store tries again as often. */
const RETRY_INTERVAL = 1000;

/**
 * Resolves when everything told is on the disk, or a pause is asked for.
 * @throws what no room on a disk would mend
 */
export async function endOfWriting(
  recorder: Pick<SweepRecorder, 'flush'> & Partial<Pick<SweepRecorder, 'superseded'>>,
  pause: AbortSignal,
): Promise<void> {
  while (!pause.aborted) {
    try {
      await recorder.flush();
      return;
    } catch (thrown) {
      // Troubles of disks are told as slips: a person can mend them. Another owner of the sweep cannot be.
      if (!(thrown instanceof Slip) || recorder.superseded?.aborted) throw thrown;
    }
    await waitOrPause(pause);
  }
}

function waitOrPause(pause: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(go, RETRY_INTERVAL);
    pause.addEventListener('abort', go);
    function go(): void {
      clearTimeout(timer);
      pause.removeEventListener('abort', go);
      resolve();
    }
  });
}
