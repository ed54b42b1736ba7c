// nightsweep run FILE

import { type DefinitionOptions, definitionFrom } from '../definition-source.js';
import type { ExitCode } from '../exit-code.js';
import { reportWarnings } from '../report-error.js';
import { resultsDirectory } from '../results-directory.js';
import { announceChange } from '../reuse/announce-change.js';
import { terminalOn } from '../terminal/terminal.js';
import { type TrainingOptions, trainSweep, watchOptions } from '../training-options.js';

export interface RunOptions extends DefinitionOptions, TrainingOptions {}

export async function run(file: string, options: RunOptions): Promise<ExitCode> {
  const watch = watchOptions(options);
  const { definition, warnings } = await definitionFrom(file, options);
  reportWarnings(warnings, terminalOn(process.stderr));
  const results = resultsDirectory(options.results);
  const announce = { admit: announceChange(results, terminalOn(process.stdout)) };
  return trainSweep(definition, options, { ...watch, ...(watch.json ? {} : announce) });
}
