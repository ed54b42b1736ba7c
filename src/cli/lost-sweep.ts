// When a sweep as a whole has failed: every trial did. One that is paused may still come to something.

import type { SweepOutcome } from '../orchestrator/sweep-parts.js';

export function isLost({ kind, trials }: SweepOutcome): boolean {
  return kind === 'finished' && trials.failed > 0 && trials.completed + trials.stopped === 0;
}
