// When a sweep should not go on: every trial of the last few has failed. Its ends are counted as they are
// told, and one that came to anything begins the count anew.

import type { SweepListener } from '../../vocabulary/event.js';
import { plural } from '../terminal/quantities.js';
import type { PauseReason } from './pause-reason.js';

export interface GiveUpWatch {
  /** Aborted as the pause is, and when trials have failed in a row. */
  readonly signal: AbortSignal;
  readonly listen: SweepListener;
  release(): void;
}

interface Cause {
  readonly text: string;
  readonly trial: number;
  count: number;
}

/** @param after so many in a row; null: never */
export function giveUpWatch(after: number | null, pause: AbortSignal): GiveUpWatch {
  const controller = new AbortController();
  const causes = new Map<string, Cause>();
  let inARow = 0;

  // Not AbortSignal.any: what it makes may be collected while somebody listens to it (Node 20).
  const forward = () => controller.abort(pause.reason);
  if (pause.aborted) forward();
  else pause.addEventListener('abort', forward, { once: true });

  function hearFailure(text: string, trial: number): void {
    inARow++;
    const cause = causes.get(text) ?? { text, trial, count: 0 };
    cause.count++;
    causes.set(text, cause);
    if (inARow === after) controller.abort(failuresReason(inARow, [...causes.values()]));
  }

  return {
    signal: controller.signal,
    listen(event) {
      if (event.kind !== 'trial_settled' || after === null) return;
      if (event.fate.state === 'failed') hearFailure(event.fate.reason.text, event.trial);
      else {
        inARow = 0;
        causes.clear();
      }
    },
    release() {
      pause.removeEventListener('abort', forward);
    },
  };
}

function failuresReason(inARow: number, causes: readonly Cause[]): PauseReason {
  // Of equally common ones the first: it may have brought the others about.
  const most = causes.reduce((best, next) => (next.count > best.count ? next : best));
  const share = most.count === inARow ? 'all' : `${most.count} of them`;
  const text = `${plural(inARow, 'trial')} failed in a row, ${share} with: ${most.text}`;
  return Object.freeze({ kind: 'failures', text, trial: most.trial });
}
