// nightsweep run FILE

import { type DefinitionOptions, definitionFrom, workersOf } from '../definition-source.js';
import type { ExitCode } from '../exit-code.js';
import type { RunLimits } from '../limits/run-limits.js';
import { reportWarnings } from '../report-error.js';
import { terminalOn } from '../terminal/terminal.js';
import { watchSweep } from '../watched-sweep.js';

export interface RunOptions extends DefinitionOptions, RunLimits {
  readonly workers?: number;
  readonly results?: string;
  readonly json?: boolean;
}

export function run(file: string, options: RunOptions): Promise<ExitCode> {
  const { definition, warnings } = definitionFrom(file, options);
  reportWarnings(warnings, terminalOn(process.stderr));
  return watchSweep(definition, {
    workers: workersOf(options.workers),
    results: options.results,
    json: options.json === true,
    limits: options,
  });
}
