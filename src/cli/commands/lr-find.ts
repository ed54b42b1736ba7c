// nightsweep lr-find FILE: the range test of learning rates, on one configuration that stands for the
// definition's. It trains for some steps in this process and leaves nothing behind.

import { Engine } from '../../core/kernels/engine.js';
import { loadKernels } from '../../core/kernels/kernels.js';
import { loadDataSets } from '../../data/load-data-set.js';
import type { SweepDefinition } from '../../definition/sweep-definition.js';
import { jsonNumber } from '../../leaderboard/trial-object.js';
import { canonicalConfiguration } from '../../space/canonical-configuration.js';
import { compiledRules } from '../../space/compiled-rules.js';
import { typicalValue } from '../../space/typical-value.js';
import { learningRateRange } from '../../trainables/network/learning-rate-range.js';
import { suggestion } from '../../trainables/network/learning-rate-suggestion.js';
import { networkSettingsFor } from '../../trainables/network/settings.js';
import { Slip } from '../../vocabulary/errors.js';
import type { TaskKind } from '../../vocabulary/measure.js';
import { refuseUnfit } from '../data-check.js';
import { type DefinitionOptions, definitionFrom } from '../definition-source.js';
import { ExitCode } from '../exit-code.js';
import { givenConfigurations, searchSpaceOf } from '../given-configurations.js';
import { refuseOversized } from '../memory-check.js';
import { type RangeTestStory, rangeTestText } from '../range-test-view.js';
import { reportWarnings } from '../report-error.js';
import { terminalOn } from '../terminal/terminal.js';
import { numberShown } from '../terminal/value-shown.js';

export interface LrFindOptions extends DefinitionOptions {
  readonly from?: number;
  readonly to?: number;
  readonly steps?: number;
  readonly json?: boolean;
}

/** The test sets the learning rate itself. */
const own = { lr_schedule: 'constant', warmup: 0 } as const;

/** @throws Slip for a definition or data with slips, and for a range that does not go upward */
export async function lrFind(file: string, options: LrFindOptions): Promise<ExitCode> {
  const { from = 1e-7, to = 10, steps = 100 } = options;
  if (from >= to) {
    throw new Slip(
      `expected --from below --to, found ${numberShown(from)} and ${numberShown(to)}: the learning rate climbs from the one to the other`,
    );
  }
  const { definition, warnings } = await definitionFrom(file, options);
  const folds = await loadDataSets(definition.data, definition.folds);
  const data = folds[0]!;
  refuseUnfit(definition, data);
  refuseOversized(definition, folds);
  const { configuration, typical } = typicalConfiguration(definition, data.task.kind, from);
  const order = { configuration, seed: definition.seed, from, to, steps };
  const test = learningRateRange(new Engine(loadKernels().module), data, order);
  const found = suggestion(test.points, steps);
  const about = { definition, warnings, typical, configuration, from, to, steps };
  const story: RangeTestStory = { ...test, ...about, suggestion: found };
  const terminal = terminalOn(process.stdout);
  if (options.json === true) terminal.write(`${JSON.stringify(rangeTestObject(story), null, 2)}\n`);
  else {
    reportWarnings(warnings, terminalOn(process.stderr));
    terminal.write(`${rangeTestText(story, terminal)}\n`);
  }
  return ExitCode.done;
}

function typicalConfiguration(definition: SweepDefinition, task: TaskKind, lr: number) {
  const { parameters, fixed } = definition;
  const settings = networkSettingsFor(task);
  const values = parameters.map(({ name, domain }) => [name, typicalValue(domain)] as const);
  const space = searchSpaceOf(definition, task);
  const drawn =
    definition.method === 'list'
      ? givenConfigurations(definition, space)[0]!
      : Object.fromEntries(values);
  // As the rules have it; which combinations they forbid is no matter here.
  const ruled = compiledRules({ ...definition, settings })?.apply(drawn).assignment ?? drawn;
  const canonical = canonicalConfiguration(settings, fixed, { ...ruled, lr, ...own });
  const { lr: _climbs, lr_schedule, warmup, ...typical } = canonical.effective;
  return { configuration: canonical.configuration, typical };
}

function rangeTestObject(story: RangeTestStory) {
  const { definition, typical, configuration, from, to, steps, diverged, points } = story;
  const { lr: _climbs, ...settings } = configuration;
  return {
    name: definition.name,
    seed: definition.seed,
    config: typical,
    configuration: settings,
    from,
    to,
    steps,
    diverged,
    suggestion: story.suggestion,
    curve: points.map(({ lr, loss, smoothed }) => ({
      lr,
      loss: jsonNumber(loss),
      smoothed: jsonNumber(smoothed),
    })),
    warnings: story.warnings,
  };
}
