// The plan for people: what would be tried, how far, with what, and what it would take.

import { objectivesOf, type SweepDefinition } from '../../definition/sweep-definition.js';
import { bytesText } from '../../vocabulary/bytes-text.js';
import type { Assignment } from '../../vocabulary/configuration.js';
import { extraMetricsOf } from '../asked-metrics.js';
import { domainShown } from '../domain-shown.js';
import { objectivesShown } from '../front-shown.js';
import {
  configurationsShown,
  dataNameShown,
  partsShown,
  searchShown,
  taskShown,
} from '../live-view/outline.js';
import { slotsAdvice, slotsShown } from '../slots-shown.js';
import type { SweepPlan } from '../sweep-plan.js';
import { alignedPairs, type Labelled, labelledLines } from '../terminal/labelled.js';
import { printable } from '../terminal/printable.js';
import { countText, plural, replicatesShown } from '../terminal/quantities.js';
import type { Terminal } from '../terminal/terminal.js';
import { assignmentShown, valueShown } from '../terminal/value-shown.js';
import { diskLines, fittingLines, knownLines, timeLines } from './needs-text.js';
import type { PlannedSweep } from './planned-sweep.js';

/** Configurations that are told one by one. */
const LISTED = 12;

/** Lines that end in a line feed. */
export function planText(planned: PlannedSweep, terminal: Terminal): string {
  const { bold, dim } = terminal.colours;
  const title = `${bold(planned.definition.name)}  ${dim(planned.id)}`;
  return `${title}\n${labelledLines(entriesOf(planned), terminal)}\n`;
}

function entriesOf(planned: PlannedSweep): readonly Labelled[] {
  const { definition, plan, data, workers, memory } = planned;
  const { seed } = definition;
  const configurations = configurationsShown(definition, plan.configurations);
  const entries: Labelled[] = [
    ['search', `${searchShown(definition)}, ${configurations}, seed ${seed}`],
    ['replicates', ...replicateLines(planned)],
    ['rungs', ...rungLines(plan)],
    ['epochs', epochsLine(plan)],
    ['known', ...knownLines(planned)],
    ['parallelism', ...slotsLines(plan, workers)],
    ['parameters', ...parameterLines(definition)],
    [definition.method === 'list' ? 'list' : 'first', ...givenLines(plan)],
    ['constraints', ...(definition.constraints ?? []).map(printable)],
    ['fixed', ...fixedLines(definition)],
    ['ranked by', rankedBy(definition)],
    ['measured', ...measuredLines(definition)],
    ['data', dataNameShown(definition.data), partsShown(data), taskShown(data[0]!)],
    ['memory', `at most ${bytesText(memory)} in a worker`],
    ['checkpoints', ...diskLines(planned)],
    ['workers', plural(workers, 'thread')],
    ['time', ...timeLines(planned)],
    ['fits', ...fittingLines(planned)],
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

function replicateLines({ definition, plan }: PlannedSweep): readonly string[] {
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
