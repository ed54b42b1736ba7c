// nightsweep resume [SWEEP]: the stored definition is evaluated again. What was trained is remembered, so
// only the rest is trained; with other data it would be another sweep, and is refused. What another core
// has trained is trained again or kept, as the person says.

import { Slip } from '../../vocabulary/errors.js';
import { type CoreChoice, resumeUnder } from '../another-core/core-choice.js';
import type { ExitCode } from '../exit-code.js';
import { resultsDirectory } from '../results-directory.js';
import { storedSweep } from '../stored-sweep.js';
import { terminalOn } from '../terminal/terminal.js';
import { type TrainingOptions, trainSweep, watchOptions } from '../training-options.js';

export interface ResumeOptions extends TrainingOptions {
  readonly retrain?: boolean;
  readonly keep?: boolean;
}

export async function resume(sweep: string | undefined, options: ResumeOptions): Promise<ExitCode> {
  const watch = watchOptions(options);
  const results = resultsDirectory(options.results);
  const { definition, summary } = storedSweep(sweep, results);
  const terminal = terminalOn(process.stdout);
  const tell = (line: string) => {
    if (!watch.json) terminal.write(`${line}\n`);
  };
  const choice = choiceOf(options);
  return trainSweep(definition, options, {
    ...watch,
    ...resumeUnder(choice, summary, results, tell),
  });
}

function choiceOf({ retrain, keep }: ResumeOptions): CoreChoice {
  if (retrain === true && keep === true) {
    throw new Slip('expected either --retrain or --keep, found both: keep one of them');
  }
  if (retrain === true) return 'retrain';
  return keep === true ? 'keep' : null;
}
