// Ctrl-C and SIGTERM: the first asks the sweep to pause, the second ends the process at once. A closed
// window or a dropped connection (SIGHUP) is nothing to a sweep: it goes on, and nobody is shown it.

import { ExitCode } from './exit-code.js';
import type { PauseReason } from './limits/pause-reason.js';

/**
 * Milliseconds in which a second signal is the echo of the first: under `npm start` one Ctrl-C arrives
 * twice, from the terminal and from npm, and must not end the sweep at once.
 */
const ECHO = 300;

const pauseReasons: Readonly<Record<string, PauseReason>> = {
  SIGINT: { kind: 'asked', text: 'interrupted' },
  SIGTERM: { kind: 'asked', text: 'asked to stop (SIGTERM)' },
};

export interface PauseRequest {
  readonly signal: AbortSignal;
  /** Asks for the pause without a signal. The first signal after it is still the first. */
  ask(reason: PauseReason): void;
  /** No longer listens: the next Ctrl-C does what it does everywhere. */
  release(): void;
}

export function pauseOnSignals(onFirst: () => void, onSecond: () => void): PauseRequest {
  const controller = new AbortController();
  let heardAt: number | null = null;
  const hear = (name: NodeJS.Signals) => {
    if (heardAt !== null) {
      if (performance.now() - heardAt < ECHO) return;
      onSecond();
      process.exit(ExitCode.failed);
    }
    heardAt = performance.now();
    controller.abort(pauseReasons[name]);
    onFirst();
  };
  const ignore = () => {};
  process.on('SIGINT', hear);
  process.on('SIGTERM', hear);
  process.on('SIGHUP', ignore);
  return {
    signal: controller.signal,
    ask: (reason) => controller.abort(reason),
    release() {
      process.off('SIGINT', hear);
      process.off('SIGTERM', hear);
      process.off('SIGHUP', ignore);
    },
  };
}
