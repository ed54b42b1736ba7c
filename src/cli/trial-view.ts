// One trial in full: what it was, what it came to, and its curves.

import type { Comparison } from '../leaderboard/comparison.js';
import { testNamed } from '../leaderboard/comparison.js';
import { sparkline } from '../leaderboard/sparkline.js';
import type { SweepSummary } from '../store/read-sweeps.js';
import type { FullTrial } from '../store/read-trials.js';
import { type Configuration, ROWS } from '../vocabulary/configuration.js';
import { isConfusionCell } from '../vocabulary/confusion-cell.js';
import type { EpochMetrics } from '../vocabulary/metric.js';
import { confusionLines, confusionsIn } from './confusion-view.js';
import { alignedPairs, type Labelled, labelledLines } from './terminal/labelled.js';
import { printable, printableLines } from './terminal/printable.js';
import { countText, plural } from './terminal/quantities.js';
import type { Terminal } from './terminal/terminal.js';
import { padded, textWidth } from './terminal/text-width.js';
import {
  errorShown,
  metricShown,
  namedMetricShown,
  numberShown,
  valueShown,
} from './terminal/value-shown.js';

export interface TrialStory {
  readonly sweep: SweepSummary;
  readonly trial: FullTrial & Comparison;
  readonly curve: readonly EpochMetrics[];
}

const CURVE = 40;
const USUAL_COLUMNS = 80;
/** Of which the words at the left take so many. */
const CONFUSION_MARGIN = 15;

export function trialText({ sweep, trial, curve }: TrialStory, terminal: Terminal): string {
  const { bold, dim } = terminal.colours;
  const front = trial.front === null ? '' : `, on front ${trial.front}`;
  const title = `${bold(`${printable(sweep.name)}/${trial.trial}`)}  ${dim(`${sweep.id}, rank ${trial.rank} of ${sweep.trialsInAll}${front}`)}`;
  const reason = trial.reason === null ? [] : [printable(trial.reason.text)];
  const at = trial.epoch === null ? 'not measured yet' : `at epoch ${trial.epoch}`;
  const error = trial.se === null ? '' : ` ± ${errorShown(trial.se)}`;
  const value = `${printable(sweep.objective.name)} ${metricShown(trial.value)}${error} ${at}`;
  const state = `${trial.state} after ${plural(trial.epochs, 'epoch')}`;
  const entries: Labelled[] = [
    ['value', value, ...otherValueLines(sweep, trial), ...comparisonLines(sweep, trial)],
    ['replicates', ...replicateLines(trial)],
    ['state', state, ...reason],
    ['rows', ...(trial.rows === null ? [] : [`${countText(trial.rows)} of the training part`])],
    ['core', ...coreLines(trial)],
    ['parameters', ...pairs(trial.parameters)],
    ['fixed', ...pairs(others(trial))],
    ['seed', trial.replicates.length > 1 ? `${trial.seed} and on` : String(trial.seed)],
    ['curves', ...curveLines(curve)],
    ...confusionEntries(trial, terminal),
  ];
  const told = entries.filter(([, ...lines]) => lines.length > 0);
  const body = labelledLines(told, terminal);
  const detail = trial.detail === null ? '' : `\n\n${printableLines(trial.detail)}`;
  return `${title}\n${body}${detail}`;
}

/** The other metrics that rank, at the same epoch. */
function otherValueLines({ objectives }: SweepSummary, { metrics }: FullTrial): readonly string[] {
  return objectives
    .slice(1)
    .map(({ name }) => `${printable(name)} ${namedMetricShown(name, metrics[name] ?? null)}`);
}

function comparisonLines(sweep: SweepSummary, { pValue, tied }: Comparison): readonly string[] {
  if (pValue === null) return [];
  const told = tied === true ? 'cannot be told' : 'differs';
  return [
    `${told} from the first at the 5 % level: p ${numberShown(Number(pValue.toPrecision(3)))},`,
    testNamed(sweep),
  ];
}

/** Nothing where it is the core that the sweep goes on with. */
function coreLines({ otherCore, coreBuild }: FullTrial): readonly string[] {
  if (!otherCore || coreBuild === null) return [];
  return [
    `† another one (${printable(coreBuild.slice(0, 12))}): its bits are others, and were kept`,
  ];
}

/** Means are over these. */
function replicateLines({ replicates }: FullTrial): readonly string[] {
  if (replicates.length === 1) return [];
  return alignedPairs(
    replicates.map(({ seed, fold, value }) => [
      fold === null ? `seed ${seed}` : `seed ${seed}, fold ${fold}`,
      metricShown(value),
    ]),
  );
}

function pairs(values: Configuration): readonly string[] {
  return alignedPairs(
    Object.entries(values).map(([name, value]) => [printable(name), valueShown(value)]),
  );
}

/** Settings that no parameter gave: from `model:`, or defaults. */
function others({ parameters, configuration }: FullTrial): Configuration {
  return Object.fromEntries(
    Object.entries(configuration).filter(
      ([name]) => name !== ROWS && !Object.hasOwn(parameters, name),
    ),
  );
}

/** What each part's rows are taken for, at the epoch that ranks. */
function confusionEntries(
  { metrics, epoch }: FullTrial,
  { columns }: Terminal,
): readonly Labelled[] {
  const room = (columns ?? USUAL_COLUMNS) - CONFUSION_MARGIN;
  return Object.entries(confusionsIn(metrics)).map(([part, cells], i) => [
    i === 0 ? 'confusion' : '',
    `${part} at epoch ${epoch}`,
    ...confusionLines(cells, room),
  ]);
}

/** Each metric from the first epoch to the last, and the values at both ends. */
function curveLines(curve: readonly EpochMetrics[]): readonly string[] {
  const all = [...new Set(curve.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
  const names = all.filter((name) => !isConfusionCell(name));
  const width = Math.max(0, ...names.map((name) => textWidth(printable(name))));
  return names.map((name) => {
    const values = curve.map(({ metrics }) => metrics[name] ?? Number.NaN);
    const shown = (value: number) => namedMetricShown(name, value);
    const ends = `${shown(values[0]!)} → ${shown(values.at(-1)!)}`;
    return `${padded(printable(name), width)}  ${sparkline(values, CURVE)}  ${ends}`;
  });
}
