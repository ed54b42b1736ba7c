// nightsweep resume [SWEEP]: the stored definition is evaluated again. What was trained is remembered, so
// only the rest is trained; with other data or another core it would be another sweep, and is refused.

import { workersOf } from '../definition-source.js';
import type { ExitCode } from '../exit-code.js';
import type { RunLimits } from '../limits/run-limits.js';
import { resultsDirectory } from '../results-directory.js';
import { storedSweep } from '../stored-sweep.js';
import { watchSweep } from '../watched-sweep.js';

export interface ResumeOptions extends RunLimits {
  readonly workers?: number;
  readonly results?: string;
  readonly json?: boolean;
}

export function resume(sweep: string | undefined, options: ResumeOptions): Promise<ExitCode> {
  const { definition, admit } = storedSweep(sweep, resultsDirectory(options.results));
  return watchSweep(definition, {
    workers: workersOf(options.workers),
    results: options.results,
    json: options.json === true,
    limits: options,
    admit,
  });
}
