// nightsweep check FILE: what a definition would run, and what it would take. Everything is looked at that
// `run` looks at before it trains; nothing is written.

import { totalmem } from 'node:os';
import { loadKernels } from '../../core/kernels/kernels.js';
import { loadDataSets } from '../../data/load-data-set.js';
import { CHECKPOINT_BYTES } from '../../store/disk-budget.js';
import { bytesText } from '../../vocabulary/bytes-text.js';
import { type Complaint, Slip } from '../../vocabulary/errors.js';
import { checkpointBudget } from '../checkpoint-budget.js';
import { type DefinitionOptions, definitionFrom, workersOf } from '../definition-source.js';
import { ExitCode } from '../exit-code.js';
import type { RunLimits } from '../limits/run-limits.js';
import { largestTraining } from '../memory-check.js';
import { checkpointSpace, spaceWarnings } from '../plan/checkpoint-space.js';
import { earlierResults } from '../plan/earlier-results.js';
import { estimateTime } from '../plan/estimate.js';
import { planObject } from '../plan/plan-object.js';
import { planText } from '../plan/plan-text.js';
import { timedEstimate } from '../plan/timed-estimate.js';
import { triedConfigurations } from '../plan/tried-configurations.js';
import { prepareSweep } from '../prepare-sweep.js';
import { reportWarnings } from '../report-error.js';
import { resultsDirectory } from '../results-directory.js';
import { terminalOn } from '../terminal/terminal.js';

export interface CheckOptions extends DefinitionOptions, Pick<RunLimits, 'until' | 'for'> {
  readonly workers?: number;
  readonly results?: string;
  readonly json?: boolean;
  /** False: nothing is measured. */
  readonly estimate?: boolean;
}

export async function check(file: string, options: CheckOptions): Promise<ExitCode> {
  refuseUnmeasured(options);
  const { definition, warnings } = await definitionFrom(file, options);
  const data = await loadDataSets(definition.data, definition.folds);
  const workers = workersOf(options.workers);
  const { build: coreBuild } = loadKernels();
  const sweep = prepareSweep({ definition, data, coreBuild, workers });
  // Since the process began: `run` needs as long until it gets here.
  const opening = performance.now() / 1000;
  const results = resultsDirectory(options.results);
  const earlier = earlierResults(sweep, results);
  const tried = triedConfigurations(sweep);
  const memory = largestTraining(definition, data).bytes;
  const budget = checkpointBudget() ?? CHECKPOINT_BYTES;
  const disk = checkpointSpace({ ...sweep, data: data[0]!, tried: tried.some, budget, results });
  const all = [
    ...warnings,
    ...memoryWarnings(memory * workers),
    ...spaceWarnings(disk),
    ...earlier.warnings,
  ];
  const estimate =
    options.estimate === false
      ? null
      : timedEstimate(
          await estimateTime(sweep, tried, earlier.reuse, opening),
          sweep.plan,
          options,
        );
  const planned = { ...sweep, warnings: all, memory, reuse: earlier.reuse, disk, estimate };
  const terminal = terminalOn(process.stdout);
  if (options.json === true) {
    terminal.write(`${JSON.stringify(planObject(planned), null, 2)}\n`);
    return ExitCode.done;
  }
  reportWarnings(all, terminalOn(process.stderr));
  terminal.write(planText(planned, terminal));
  return ExitCode.done;
}

function refuseUnmeasured({ estimate, until, for: duration }: CheckOptions): void {
  if (estimate !== false || (until === undefined && duration === undefined)) return;
  const given = until === undefined ? '--for' : '--until';
  throw new Slip(
    `expected an estimate to say what fits with ${given}, found --no-estimate: leave one of them out`,
  );
}

function memoryWarnings(bytes: number): readonly Complaint[] {
  if (bytes <= totalmem()) return [];
  const message = `expected all workers together to need less than this machine’s ${bytesText(totalmem())}, found up to ${bytesText(bytes)}: use fewer --workers`;
  return [{ place: '', message }];
}
