// All that `check` knows of a sweep: what text and JSON are made of.

import type { Complaint } from '../../vocabulary/errors.js';
import type { StartedSweep } from '../prepare-sweep.js';
import type { PlannedReuse } from '../reuse/planned-reuse.js';
import type { CheckpointSpace } from './checkpoint-space.js';
import type { Estimate } from './estimate.js';

export interface PlannedSweep extends StartedSweep {
  readonly warnings: readonly Complaint[];
  /** Bytes that the largest configuration takes in a worker. */
  readonly memory: number;
  /** null: there are no results. */
  readonly reuse: PlannedReuse | null;
  readonly disk: CheckpointSpace;
  /** null: none was wanted, or nothing could be measured. */
  readonly estimate: TimedEstimate | null;
}

export interface TimedEstimate extends Estimate {
  /** Milliseconds since 1970, if the sweep were begun now. */
  readonly endsAt: number;
  readonly now: number;
  /** What of it fits into the time that there is; null: nobody has said how long that is. */
  readonly fits: FittingPart | null;
}

export interface FittingPart {
  /** As a person wrote it: until 06:30, for 8h. */
  readonly text: string;
  readonly seconds: number;
  /** Of all replicates together, those that are known already included. */
  readonly epochs: number;
  /** Trials that are settled by then. */
  readonly trials: number;
  /** Of the plan's epochs, 0 to 1. */
  readonly share: number;
}
