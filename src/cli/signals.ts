// Ctrl-C and SIGTERM: the first asks the sweep to pause, the second ends the process at once. A closed
// window (SIGHUP) is left to the system: `nohup` would not work otherwise, and nothing stored is lost.

import { ExitCode } from './exit-code.js';

/**
 * Milliseconds in which a second signal is the echo of the first: under `npm start` one Ctrl-C arrives
 * twice, from the terminal and from npm, and must not end the sweep at once.
 */
const ECHO = 300;

export interface PauseRequest {
  readonly signal: AbortSignal;
  /** No longer listens: the next Ctrl-C does what it does everywhere. */
  release(): void;
}

export function pauseOnSignals(onFirst: () => void, onSecond: () => void): PauseRequest {
  const controller = new AbortController();
  let heardAt = 0;
  const hear = () => {
    if (controller.signal.aborted) {
      if (performance.now() - heardAt < ECHO) return;
      onSecond();
      process.exit(ExitCode.failed);
    }
    heardAt = performance.now();
    controller.abort();
    onFirst();
  };
  process.on('SIGINT', hear);
  process.on('SIGTERM', hear);
  return {
    signal: controller.signal,
    release() {
      process.off('SIGINT', hear);
      process.off('SIGTERM', hear);
    },
  };
}
