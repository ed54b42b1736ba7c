// What shows a sweep while it runs. There is one for a person's terminal, one for files and pipes, and
// one that says nothing; whoever runs the sweep does not know which.

import type { SweepListener } from '../../vocabulary/event.js';
import type { StartedSweep } from '../prepare-sweep.js';

export interface SweepView {
  begin(sweep: StartedSweep): void;
  /** Cheap, and never throws: called for every epoch. */
  readonly listen: SweepListener;
  /** Something worth a line of its own: trouble, or what a trainable printed. Printable text. */
  note(text: string): void;
  /** The sweep was asked to pause. @param text what is said of it; left out: that Ctrl-C was heard */
  pausing(text?: string): void;
  /** Takes what moves off the screen; safe to call twice, and where nothing has begun. */
  end(): void;
}

/** For --json: the one object at the end is all there is. */
export const silentView: SweepView = Object.freeze({
  begin() {},
  listen() {},
  note() {},
  pausing() {},
  end() {},
});

export const PAUSING_TEXT = 'finishing the epochs in hand, then saving; Ctrl-C again stops at once';

/** At a limit of the run. */
export function pausingAt(limit: string): string {
  return `${limit}: finishing the epochs in hand, then saving`;
}
