// One optimizer step: rows are gathered, the tape runs, weights move. Epochs and the range test of
// learning rates take the same step.

import type { Engine } from '../../core/kernels/engine.js';
import type { BatchProgram, Session } from '../../core/session.js';
import type { Part } from '../../data/data-set.js';
import { gatherRows } from './batches.js';

export interface TrainingStep {
  readonly part: Part;
  /** Rows of the part in the order of an epoch; the batch is order[from], order[from+1], … */
  readonly order: Uint32Array;
  readonly from: number;
  readonly rows: number;
  /** Optimizer steps so far, this one included. */
  readonly step: number;
  readonly lr: number;
}

/** The program that ran, with the loss and the outputs that the batch had before the step. */
export function trainStep(
  engine: Engine,
  session: Session,
  { part, order, from, rows, step, lr }: TrainingStep,
): BatchProgram {
  const program = session.program('train', rows);
  gatherRows(part, order, from, program, engine.floats);
  session.prepareStep(step, lr);
  program.run();
  return program;
}
