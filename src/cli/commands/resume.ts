// nightsweep resume [SWEEP]: the stored definition is evaluated again. What was trained is remembered, so
// only the rest is trained; with other data or another core it would be another sweep, and is refused.

import type { ExitCode } from '../exit-code.js';
import { resultsDirectory } from '../results-directory.js';
import { storedSweep } from '../stored-sweep.js';
import { type TrainingOptions, watchOptions } from '../training-options.js';
import { watchSweep } from '../watched-sweep.js';

export async function resume(
  sweep: string | undefined,
  options: TrainingOptions,
): Promise<ExitCode> {
  const watch = watchOptions(options);
  const { definition, admit } = storedSweep(sweep, resultsDirectory(options.results));
  return watchSweep(definition, { ...watch, admit });
}
