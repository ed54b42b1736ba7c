// nightsweep run FILE

import { type DefinitionOptions, definitionFrom, workersOf } from '../definition-source.js';
import type { ExitCode } from '../exit-code.js';
import { reportWarnings } from '../report-error.js';
import { resultsDirectory } from '../results-directory.js';
import { announceChange } from '../reuse/announce-change.js';
import { terminalOn } from '../terminal/terminal.js';
import { watchSweep } from '../watched-sweep.js';

export interface RunOptions extends DefinitionOptions {
  readonly workers?: number;
  /** false: --no-memo */
  readonly memo?: boolean;
  readonly results?: string;
  readonly json?: boolean;
}

export function run(file: string, options: RunOptions): Promise<ExitCode> {
  const { definition, warnings } = definitionFrom(file, options);
  reportWarnings(warnings, terminalOn(process.stderr));
  const json = options.json === true;
  const results = resultsDirectory(options.results);
  return watchSweep(definition, {
    workers: workersOf(options.workers),
    results: options.results,
    json,
    retrain: options.memo === false,
    ...(json ? {} : { admit: announceChange(results, terminalOn(process.stdout)) }),
  });
}
