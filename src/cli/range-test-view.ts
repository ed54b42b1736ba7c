// A range test of learning rates for people: what stood for the search, the curve, and what to write.

import type { SweepDefinition } from '../definition/sweep-definition.js';
import { BREAKAWAY, type RangeTest } from '../trainables/network/learning-rate-range.js';
import type { Suggestion } from '../trainables/network/learning-rate-suggestion.js';
import type { Assignment, Configuration } from '../vocabulary/configuration.js';
import type { Complaint } from '../vocabulary/errors.js';
import { domainShown } from './domain-shown.js';
import { chartLines } from './terminal/chart.js';
import { alignedPairs, type Labelled, labelledLines } from './terminal/labelled.js';
import { printable } from './terminal/printable.js';
import type { Terminal } from './terminal/terminal.js';
import { metricShown, numberShown, shortValue, valueShown } from './terminal/value-shown.js';

/** What a range test was of, and what came of it. */
export interface RangeTestStory extends RangeTest {
  readonly definition: SweepDefinition;
  readonly warnings: readonly Complaint[];
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  /** Values that stand for the definition's parameters. */
  readonly typical: Assignment;
  readonly configuration: Configuration;
  readonly suggestion: Suggestion | null;
}

const HEIGHT = 8;
/** Where nobody's window says otherwise. */
const WIDTH = 80;
/** The margin of labelledLines with these labels, and one free column at the right. */
const AROUND = 15;

export function rangeTestText(story: RangeTestStory, terminal: Terminal): string {
  const { definition, from, to } = story;
  const { bold, dim } = terminal.colours;
  const entries: Labelled[] = [
    ['parameters', ...typicalLines(story)],
    ['steps', stepsShown(story)],
    ['', ''],
    ['loss', ...curveLines(story, (terminal.columns ?? WIDTH) - AROUND)],
    ['', ''],
    ...suggestionEntries(story),
  ];
  const told = entries.filter(([, ...lines]) => lines.length > 0);
  const title = dim(`learning rates from ${numberShown(from)} to ${numberShown(to)}`);
  const body = labelledLines(told, terminal).replaceAll(/ +$/gm, '');
  return `${bold(printable(definition.name))}  ${title}\n${body}`;
}

/** Each parameter, the value that stood for it, and what that was chosen from. */
function typicalLines({ definition, typical }: RangeTestStory): readonly string[] {
  const chosen = definition.parameters.filter(({ name }) => Object.hasOwn(typical, name));
  const values = alignedPairs(
    chosen.map(({ name }) => [printable(name), valueShown(typical[name])]),
  );
  return alignedPairs(
    chosen.map(({ domain }, i) => {
      if (definition.method === 'list') return [values[i]!, 'of the first configuration'];
      const from = domain.kind === 'categorical' ? 'the first of' : 'the middle of';
      return [values[i]!, domain.kind === 'constant' ? '' : `${from} ${domainShown(domain)}`];
    }),
  );
}

function stepsShown({ points, steps, diverged }: RangeTestStory): string {
  if (!diverged) return `${steps}, one batch each`;
  const last = points.at(-1)!.smoothed;
  const why = Number.isFinite(last) ? `more than ${BREAKAWAY} times its least` : 'no number';
  return `${points.length} of ${steps}, one batch each: then the loss was ${why}`;
}

/** The smoothed loss; what is far above its beginning is cut off, or the fall would hardly be seen. */
function curveLines({ points }: RangeTestStory, width: number): readonly string[] {
  const values = points.map(({ smoothed }) => smoothed);
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [];
  const least = Math.min(...finite);
  const ceiling = values[0]! > least ? values[0]! + (values[0]! - least) / 2 : values[0]!;
  return chartLines(
    { values, ceiling, ticks: decades(points.map(({ lr }) => lr)), shown: metricShown },
    { width, height: HEIGHT },
  );
}

/** 1e-7, 1e-6 …, each where the rates reach it. */
function decades(rates: readonly number[]) {
  const small = Array.from({ length: 17 }, (_, i) => `1e${i - 20}`);
  const names = [...small, '0.001', '0.01', '0.1', '1', '10', '100', '1000'];
  return names.flatMap((name) => {
    // The ends are numbers that were typed, those between are not: 0.1 may be 0.09999999999999998.
    const index = rates.findIndex((lr) => lr >= Number(name) * (1 - 1e-9));
    const reached = index > 0 || (index === 0 && rates[0] === Number(name));
    return reached ? [{ index, label: name }] : [];
  });
}

function suggestionEntries({ suggestion }: RangeTestStory): readonly Labelled[] {
  if (suggestion === null) return [['range', 'none: the loss never fell']];
  const { steepest, minimum, tenth, range } = suggestion;
  const write = `min: ${numberShown(range.min)}, max: ${numberShown(range.max)}`;
  return [
    ['steepest', shortValue(steepest)],
    ['minimum', `${shortValue(minimum)}, a tenth of it ${shortValue(tenth)}`],
    ['range', `lr: { distribution: log_uniform_values, ${write} }`],
  ];
}
