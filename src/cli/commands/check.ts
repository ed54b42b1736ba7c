// nightsweep check FILE: what a definition would run. Everything is looked at that `run` looks at before
// it trains; nothing is written.

import { totalmem } from 'node:os';
import { loadKernels } from '../../core/kernels/kernels.js';
import type { DataSet } from '../../data/data-set.js';
import { loadDataSets } from '../../data/load-data-set.js';
import { objectivesOf, type SweepDefinition } from '../../definition/sweep-definition.js';
import { bytesText } from '../../vocabulary/bytes-text.js';
import type { Assignment } from '../../vocabulary/configuration.js';
import type { Complaint } from '../../vocabulary/errors.js';
import { extraMetricsOf } from '../asked-metrics.js';
import { type DefinitionOptions, definitionFrom, workersOf } from '../definition-source.js';
import { domainShown } from '../domain-shown.js';
import { ExitCode } from '../exit-code.js';
import { objectivesShown } from '../front-shown.js';
import {
  configurationsShown,
  dataNameShown,
  partsShown,
  searchShown,
  taskShown,
} from '../live-view/outline.js';
import { largestTraining } from '../memory-check.js';
import { prepareSweep, type StartedSweep } from '../prepare-sweep.js';
import { reportWarnings } from '../report-error.js';
import { slotsAdvice, slotsShown } from '../slots-shown.js';
import type { SweepPlan } from '../sweep-plan.js';
import { alignedPairs, type Labelled, labelledLines } from '../terminal/labelled.js';
import { printable } from '../terminal/printable.js';
import { countText, plural, replicatesShown } from '../terminal/quantities.js';
import { terminalOn } from '../terminal/terminal.js';
import { assignmentShown, valueShown } from '../terminal/value-shown.js';

/** Configurations that are told one by one. */
const LISTED = 12;

export interface CheckOptions extends DefinitionOptions {
  readonly workers?: number;
  readonly json?: boolean;
}

interface Checked extends StartedSweep {
  readonly warnings: readonly Complaint[];
  /** Bytes that the largest configuration takes in a worker. */
  readonly memory: number;
}

export async function check(file: string, options: CheckOptions): Promise<ExitCode> {
  const { definition, warnings } = await definitionFrom(file, options);
  const data = await loadDataSets(definition.data, definition.folds);
  const workers = workersOf(options.workers);
  const { build: coreBuild } = loadKernels();
  const sweep = prepareSweep({ definition, data, coreBuild, workers });
  const memory = largestTraining(definition, data).bytes;
  const all = [...warnings, ...memoryWarnings(memory * workers)];
  const checked = { ...sweep, warnings: all, memory };
  const terminal = terminalOn(process.stdout);
  if (options.json === true) {
    terminal.write(`${JSON.stringify(checkObject(checked), null, 2)}\n`);
    return ExitCode.done;
  }
  reportWarnings(all, terminalOn(process.stderr));
  const { bold, dim } = terminal.colours;
  terminal.write(`${bold(definition.name)}  ${dim(sweep.id)}\n`);
  terminal.write(`${labelledLines(checkEntries(checked), terminal)}\n`);
  return ExitCode.done;
}

function memoryWarnings(bytes: number): readonly Complaint[] {
  if (bytes <= totalmem()) return [];
  const message = `expected all workers together to need less than this machine’s ${bytesText(totalmem())}, found up to ${bytesText(bytes)}: use fewer --workers`;
  return [{ place: '', message }];
}

function checkEntries(checked: Checked): readonly Labelled[] {
  const { definition, plan, data, workers, memory } = checked;
  const { seed } = definition;
  const configurations = configurationsShown(definition, plan.configurations);
  const entries: Labelled[] = [
    ['search', `${searchShown(definition)}, ${configurations}, seed ${seed}`],
    ['replicates', ...replicateLines(checked)],
    ['rungs', ...rungLines(plan)],
    ['epochs', epochsLine(plan)],
    ['parallelism', ...slotsLines(plan, workers)],
    ['parameters', ...parameterLines(definition)],
    [definition.method === 'list' ? 'list' : 'first', ...givenLines(plan)],
    ['constraints', ...(definition.constraints ?? []).map(printable)],
    ['fixed', ...fixedLines(definition)],
    ['ranked by', rankedBy(definition)],
    ['measured', ...measuredLines(definition)],
    ['data', dataNameShown(definition.data), partsShown(data), taskShown(data[0]!)],
    ['memory', `at most ${bytesText(memory)} in a worker`],
    ['workers', plural(workers, 'thread')],
  ];
  return entries.filter(([, ...lines]) => lines.length > 0);
}

function rankedBy(definition: SweepDefinition): string {
  const [first, ...others] = objectivesOf(definition);
  if (others.length > 0) return `fronts of ${objectivesShown([first!, ...others])}`;
  return `${printable(first!.name)}, ${first!.goal === 'maximize' ? 'greatest' : 'least'} first`;
}

function epochsLine({ epochs, scheduler }: SweepPlan): string {
  return `${scheduler.isPlanExact ? '' : 'about '}${countText(epochs)} in all, if nothing is stopped early`;
}

function slotsLines({ order }: SweepPlan, workers: number): readonly string[] {
  return [slotsShown(order), slotsAdvice(order, workers)].filter((line) => line !== '');
}

function replicateLines({ definition, plan }: Checked): readonly string[] {
  const shown = replicatesShown(definition.seeds, definition.folds);
  return shown === '' ? [] : [`${shown}: each configuration is trained ${plan.replicates} times`];
}

function rungLines({ rungs }: SweepPlan): readonly string[] {
  return rungs.map(({ bracket, configurations, epochs, rows }) => {
    const which = bracket === undefined ? '' : `bracket ${bracket + 1}: `;
    const trained = `${which}${countText(configurations)}`;
    if (rows === undefined) return `${trained} to epoch ${countText(epochs)}`;
    return `${trained} on ${plural(rows, 'row')}, for ${plural(epochs, 'epoch')}`;
  });
}

/** By trial. */
function givenLines({ given }: SweepPlan): readonly string[] {
  const shown = given
    .slice(0, LISTED)
    .map((one, trial) => [String(trial), givenShown(one)] as const);
  const more = given.length - shown.length;
  return [...alignedPairs(shown), ...(more === 0 ? [] : [`and ${countText(more)} more`])];
}

function givenShown(proposal: Assignment): string {
  return assignmentShown(proposal) || '(no setting given)';
}

function parameterLines(definition: SweepDefinition): readonly string[] {
  const { derived = [], undeclared = [] } = definition;
  const parameters = definition.parameters.filter(({ name }) => !undeclared.includes(name));
  const where = (when?: string) => (when === undefined ? '' : ` where ${printable(when)}`);
  const drawn = parameters.map(
    ({ name, domain, when }) => [printable(name), `${domainShown(domain)}${where(when)}`] as const,
  );
  const computed = derived.map(
    ({ name, formula, when }) =>
      [printable(name), `= ${printable(formula)}${where(when)}`] as const,
  );
  return alignedPairs([...drawn, ...computed]);
}

function fixedLines({ fixed }: SweepDefinition): readonly string[] {
  return alignedPairs(
    Object.entries(fixed).map(([name, value]) => [printable(name), valueShown(value)]),
  );
}

/** Metrics beside the usual ones. */
function measuredLines(definition: SweepDefinition): readonly string[] {
  const extra = extraMetricsOf(definition);
  return extra.length === 0 ? [] : [`also ${extra.join(', ')}`];
}

function checkObject({ definition, warnings, plan, data, id, workers, memory }: Checked) {
  const [{ parts, features, task }] = data as [DataSet];
  const { train, validation, test } = parts;
  return {
    sweep: id,
    name: definition.name,
    configurations: plan.configurations,
    given: plan.given,
    seeds: definition.seeds,
    folds: definition.folds,
    replicates: plan.replicates,
    rungs: plan.rungs,
    epochs: plan.epochs,
    slots: plan.order.kind === 'free' ? null : plan.order.slots,
    data: {
      rows: { train: train.rows, validation: validation.rows, test: test.rows },
      features: features.length,
      task: task.kind,
      classes: task.kind === 'classification' ? task.classes.length : null,
    },
    memory,
    workers,
    warnings,
  };
}
