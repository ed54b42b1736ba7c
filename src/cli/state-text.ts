// The state of a stored sweep in a few words: what it is, why, and how to go on.

import type { SweepSummary } from '../store/read-sweeps.js';
import { printable } from './terminal/printable.js';

export function stateText({ state, reason, name, pid }: SweepSummary): string {
  const why = reason === null ? '' : `: ${printable(reason)}`;
  switch (state) {
    case 'running':
      return `running (process ${pid})`;
    case 'completed':
      return 'completed';
    case 'interrupted':
      return `interrupted; nightsweep resume ${printable(name)} goes on`;
    case 'paused':
      return `paused${why}; nightsweep resume ${printable(name)} goes on`;
    case 'failed':
      return `failed${why}; nightsweep resume ${printable(name)} tries again`;
  }
}
