// How a sweep has ended, and why: what is stored in its row, told to the person, and turned into an exit
// code. A sweep has failed where every trial did, or where it gave up on them; one that is paused may
// still come to something.

import type { SweepOutcome } from '../orchestrator/sweep-parts.js';
import { ExitCode } from './exit-code.js';
import { pauseReasonOf } from './limits/pause-reason.js';

export interface SweepEnding {
  readonly state: 'completed' | 'paused' | 'failed';
  /** null where it is completed. */
  readonly reason: string | null;
  /** The trial to look at first; null: none is known to tell more than others. */
  readonly trial: number | null;
}

/** @param pause which the sweep was run with */
export function endingOf({ kind, trials }: SweepOutcome, pause: AbortSignal): SweepEnding {
  if (kind === 'paused') {
    const why = pauseReasonOf(pause);
    return why.kind === 'failures'
      ? { state: 'failed', reason: why.text, trial: why.trial }
      : { state: 'paused', reason: why.text, trial: null };
  }
  if (trials.failed > 0 && trials.completed + trials.stopped === 0) {
    return { state: 'failed', reason: `all ${trials.failed} trials failed`, trial: null };
  }
  return { state: 'completed', reason: null, trial: null };
}

/** The word for it in JSON. */
export function outcomeOf({ state }: SweepEnding): 'finished' | 'paused' | 'failed' {
  return state === 'completed' ? 'finished' : state;
}

export function exitCodeOf({ state }: Pick<SweepEnding, 'state'>): ExitCode {
  switch (state) {
    case 'completed':
      return ExitCode.done;
    case 'paused':
      return ExitCode.paused;
    case 'failed':
      return ExitCode.failed;
  }
}
