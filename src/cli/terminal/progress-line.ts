// One line that moves while something takes its time, in a person's terminal only: in a file or a pipe
// there is nothing of it.

import { progressBar } from '../live-view/progress-bar.js';
import type { Terminal } from './terminal.js';
import { fitted } from './text-width.js';

/** Milliseconds between two looks of it. */
const FRAME = 100;
const WIDTH = 30;
const CLEAR = '\r\u001b[K';

export interface ProgressLine {
  /** Cheap: drawn at most ten times a second. @param share 0 … 1 */
  show(share: number, text: string): void;
  /** A line that stays, above it. */
  note(text: string): void;
  /** Takes it off the screen; safe to call twice. */
  end(): void;
}

export function progressLine(terminal: Terminal, clock = () => performance.now()): ProgressLine {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isThere = false;

  function clear(): void {
    if (isThere) terminal.write(CLEAR);
    isThere = false;
  }

  return {
    show(share, text) {
      if (terminal.columns === null || clock() - drawnAt < FRAME) return;
      drawnAt = clock();
      const { filled, rest } = progressBar(share, WIDTH);
      const { cyan, dim } = terminal.colours;
      const room = terminal.columns - WIDTH - 5;
      clear();
      terminal.write(`  ${cyan(filled)}${dim(rest)}  ${fitted(text, room)}`);
      isThere = true;
    },
    note(text) {
      clear();
      terminal.write(`${text}\n`);
    },
    end: clear,
  };
}
