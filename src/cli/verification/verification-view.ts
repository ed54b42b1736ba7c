// A verification as a person reads it, and as other programs do.

import { jsonNumber } from '../../leaderboard/trial-object.js';
import { printable } from '../terminal/printable.js';
import { countText, durationText, plural } from '../terminal/quantities.js';
import type { Terminal } from '../terminal/terminal.js';
import { type Difference, differenceText } from './difference.js';
import type { TrialChoice } from './trial-choice.js';
import type { VerificationReport, VerificationStart } from './verify-order.js';

/** More are a matter for --json. */
const MOST_SHOWN = 40;

/** Above the progress. Lines that end in a line feed. */
export function startText(start: VerificationStart, { colours }: Terminal): string {
  const { sweep, trials, choice, core, otherCores } = start;
  const head = `${colours.bold(printable(sweep.name))}  ${colours.dim(`${sweep.id}, ${choiceShown(choice, trials, sweep.trialsInAll)}`)}`;
  if (otherCores.length === 0) return `${head}\n`;
  const others = otherCores.map(shortCore).join(', ');
  const note = [
    `  another core: trained by ${others}, verified by ${shortCore(core)};`,
    '  cores of different builds train different bits',
  ];
  return `${head}\n${note.map(colours.yellow).join('\n')}\n`;
}

function shortCore(core: string): string {
  return printable(core.slice(0, 12));
}

function choiceShown(choice: TrialChoice, trials: number, of: number): string {
  const count = `${countText(trials)} of ${plural(of, 'trial')}`;
  switch (choice.kind) {
    case 'all':
      return count;
    case 'top':
      return `the best ${count}`;
    case 'sample':
      return `a sample of ${count}`;
  }
}

/** Lines that end in a line feed. */
export function reportText(report: VerificationReport, { colours }: Terminal): string {
  const { trainings, epochs, checkpoints, decisions, differences, milliseconds } = report;
  const done = `${plural(trainings, 'training')}, ${plural(epochs, 'epoch')}, ${plural(checkpoints, 'checkpoint')} and ${plural(decisions, 'decision')} in ${durationText(milliseconds)}`;
  if (differences.length === 0) {
    return `${colours.green(colours.bold('verified'))}: every bit is as it was stored\n${done}\n`;
  }
  const trials = new Set(differences.map(({ trial }) => trial)).size;
  const shown = differences
    .slice(0, MOST_SHOWN)
    .map((one) => `  ${printable(differenceText(one))}`);
  if (differences.length > shown.length) {
    shown.push(
      `  … and ${plural(differences.length - shown.length, 'more difference')}: --json has all`,
    );
  }
  const head = `${colours.red(colours.bold('differs'))} in ${plural(trials, 'trial')}`;
  return `${head}\n${shown.join('\n')}\n${done}\n`;
}

export function reportObject(report: VerificationReport) {
  const { sweep, choice, trials, trainings, epochs, checkpoints, decisions } = report;
  const { core, otherCores } = report;
  return {
    sweep: sweep.id,
    name: sweep.name,
    chosen: choice.kind,
    trials,
    trainings,
    epochs,
    checkpoints,
    decisions,
    core_build: core,
    other_cores: otherCores,
    verified: report.differences.length === 0,
    differences: report.differences.map(differenceObject),
    seconds: Math.round(report.milliseconds) / 1000,
  };
}

function differenceObject(difference: Difference) {
  const { kind, trial, replicate, epoch } = difference;
  const place = { kind, trial, replicate, epoch };
  const number = (value: number | null) => (value === null ? null : jsonNumber(value));
  switch (difference.kind) {
    case 'metric': {
      const { metric, stored, trained } = difference;
      return { ...place, metric, stored: number(stored), trained: number(trained) };
    }
    case 'checkpoint':
      return { ...place, fault: difference.fault };
    case 'value':
      return { ...place, stored: number(difference.stored), found: number(difference.found) };
    case 'decision': {
      const { sequence, stored, found } = difference;
      return { ...place, sequence, stored, found };
    }
    case 'failure':
      return { ...place, message: difference.message };
  }
}
