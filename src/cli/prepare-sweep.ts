// From a definition and its data to a sweep that may start. Here and nowhere else is refused what does not
// fit, so that `run`, `--detach` and `check` refuse the same.

import type { DataSet } from '../data/data-set.js';
import { hashOfFolds } from '../data/folds.js';
import type { SweepDefinition } from '../definition/sweep-definition.js';
import type { KeptTrials } from './another-core/kept-trials.js';
import { refuseUnfit } from './data-check.js';
import { refuseOversized } from './memory-check.js';
import { refuseUnfitRows, rowsOfData } from './rows-of-data.js';
import { sweepId } from './sweep-identity.js';
import { planSweep, type SweepPlan } from './sweep-plan.js';

export interface StartedSweep {
  readonly id: string;
  readonly definition: SweepDefinition;
  readonly plan: SweepPlan;
  /** One for each fold, or a single one. */
  readonly data: readonly DataSet[];
  readonly dataHash: string;
  readonly coreBuild: string;
  readonly workers: number;
}

type Unprepared = Pick<StartedSweep, 'definition' | 'data' | 'coreBuild' | 'workers'>;

/**
 * @param kept trials of another core, whose sweep keeps its id
 * @throws Slip for data, settings and sizes with which it cannot be trained
 */
export function prepareSweep(unprepared: Unprepared, kept: KeptTrials | null = null): StartedSweep {
  const { definition, data, coreBuild } = unprepared;
  refuseUnfit(definition, data[0]!);
  const rows = rowsOfData(data);
  refuseUnfitRows(definition, rows);
  const plan = planSweep(definition, data[0]!.task.kind, rows);
  refuseOversized(definition, data);
  const dataHash = hashOfFolds(data);
  const id = kept?.id ?? sweepId(definition, dataHash, coreBuild);
  return Object.freeze({ ...unprepared, id, plan, dataHash });
}
