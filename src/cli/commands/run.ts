// nightsweep run FILE

import { type DefinitionOptions, definitionFrom } from '../definition-source.js';
import type { ExitCode } from '../exit-code.js';
import { reportWarnings } from '../report-error.js';
import { terminalOn } from '../terminal/terminal.js';
import { type TrainingOptions, watchOptions } from '../training-options.js';
import { watchSweep } from '../watched-sweep.js';

export interface RunOptions extends DefinitionOptions, TrainingOptions {}

export async function run(file: string, options: RunOptions): Promise<ExitCode> {
  const watch = watchOptions(options);
  const { definition, warnings } = definitionFrom(file, options);
  reportWarnings(warnings, terminalOn(process.stderr));
  return watchSweep(definition, watch);
}
