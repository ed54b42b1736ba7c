// Ctrl-C and SIGTERM: the first asks the sweep to pause, the second ends the process at once. A closed
// window (SIGHUP) is left to the system: `nohup` would not work otherwise, and nothing stored is lost.

import { ExitCode } from './exit-code.js';

export interface PauseRequest {
  readonly signal: AbortSignal;
  /** No longer listens: the next Ctrl-C does what it does everywhere. */
  release(): void;
}

export function pauseOnSignals(onFirst: () => void, onSecond: () => void): PauseRequest {
  const controller = new AbortController();
  const hear = () => {
    if (controller.signal.aborted) {
      onSecond();
      process.exit(ExitCode.failed);
    }
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
