// nightsweep extend SWEEP: a stored sweep made longer. It is the sweep that the changed file would have
// been from the start, under the id of that one; what both have in common is remembered.

import { changeDefinition } from '../../definition/change-definition.js';
import type { Override } from '../../definition/source/overrides.js';
import type { SweepDefinition } from '../../definition/sweep-definition.js';
import { networkSettings } from '../../trainables/network/settings.js';
import { Slip } from '../../vocabulary/errors.js';
import type { Growth } from '../arguments.js';
import type { ExitCode } from '../exit-code.js';
import { reportWarnings } from '../report-error.js';
import { resultsDirectory } from '../results-directory.js';
import { announceChange } from '../reuse/announce-change.js';
import { storedSweep } from '../stored-sweep.js';
import { terminalOn } from '../terminal/terminal.js';
import { type TrainingOptions, trainSweep, watchOptions } from '../training-options.js';

export interface ExtendOptions extends TrainingOptions {
  readonly trials?: Growth;
  readonly epochs?: Growth;
  readonly set?: readonly Override[];
}

/** @throws Slip where there is no such sweep, or what comes out is shorter */
export async function extend(
  selector: string | undefined,
  options: ExtendOptions,
): Promise<ExitCode> {
  const watch = watchOptions(options);
  const results = resultsDirectory(options.results);
  const { definition, summary } = storedSweep(selector, results);
  const overrides = overridesOf(definition, options);
  const changed = changeDefinition(definition, overrides, {
    settings: networkSettings,
    workingDirectory: process.cwd(),
  });
  refuseShorter(definition, changed.definition);
  reportWarnings(changed.warnings, terminalOn(process.stderr));
  const announce = { admit: announceChange(results, terminalOn(process.stdout), summary.id) };
  return trainSweep(changed.definition, options, { ...watch, ...(watch.json ? {} : announce) });
}

function overridesOf(
  definition: SweepDefinition,
  { trials, epochs, set = [] }: ExtendOptions,
): readonly Override[] {
  if (trials === undefined && epochs === undefined && set.length === 0) {
    throw new Slip(
      'expected something to make longer, found nothing: add --trials +50, --epochs 81 or --set key=value',
    );
  }
  const grown = (key: 'trials' | 'epochs', growth: Growth | undefined): readonly Override[] => {
    if (growth === undefined) return [];
    const now = definition[key];
    if (now === null) {
      if (definition.method === 'list') {
        throw new Slip(
          `expected a sweep with a number of trials, found ${definition.name}, which tries its whole list: add configurations to its file and run that, what is known is not trained again`,
        );
      }
      throw new Slip(
        `expected a sweep with a number of trials, found ${definition.name}, which tries its whole grid: add values to a parameter, as --set parameters.lr.values=[0.1,0.2]`,
      );
    }
    return [{ key, value: String(growth.by === undefined ? growth.to : now + growth.by) }];
  };
  return [...set, ...grown('trials', trials), ...grown('epochs', epochs)];
}

/** What is asked for may be another search; less of the same one is a mistake. */
function refuseShorter(before: SweepDefinition, after: SweepDefinition): void {
  for (const key of ['epochs', 'trials'] as const) {
    const [was, is] = [before[key], after[key]];
    if (was === null || is === null || is >= was) continue;
    throw new Slip(
      `expected at least the ${was} ${key} that ${before.name} has, found ${is}: extend only makes a sweep longer; for a shorter one edit its file and run that`,
    );
  }
}
