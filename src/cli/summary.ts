// What a person reads when a sweep has ended: how it went, the top of the leaderboard, what failed and
// why, and where to look next.

import { type Leaderboard, readLeaderboard } from '../leaderboard/leaderboard.js';
import type { LeaderboardRow } from '../store/read-trials.js';
import type { Reader } from '../store/reader.js';
import { frontShown } from './front-shown.js';
import type { FinishedSweep } from './sweep.js';
import type { SweepEnding } from './sweep-ending.js';
import { printable } from './terminal/printable.js';
import { countText, durationText, plural } from './terminal/quantities.js';
import type { Colours, Terminal } from './terminal/terminal.js';
import { trialTable } from './trial-table.js';

const TOP = 8;
const REASONS = 5;

/** Lines that end in a line feed. @param results as it was given, if it was */
export function summaryText(
  finished: FinishedSweep,
  reader: Reader,
  milliseconds: number,
  terminal: Terminal,
  results: string | undefined,
): string {
  const { id, definition, outcome, ending } = finished;
  const sweep = reader.findSweep(id);
  const top = readLeaderboard(reader, sweep, { limit: TOP });
  const failed = readLeaderboard(reader, sweep, { where: "state = 'failed'", limit: REASONS });
  const { colours } = terminal;
  const parts = [
    `\n${endLines(finished, milliseconds, colours)}`,
    top.rows.length === 0 ? '' : `\n${trialTable(top, terminal)}`,
    top.front === null ? '' : `\n${colours.dim(`  front 1: ${frontShown(top.front)}`)}`,
    failureLines(failed, outcome.trials.failed, ending.trial, colours),
    `\n${nextLines(printable(definition.name), top, ending, colours, results)}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n')}\n`;
}

function endLines(
  { outcome, ending }: FinishedSweep,
  milliseconds: number,
  { bold, green, yellow, red }: Colours,
): string {
  const { trials, epochsTrained, epochsRemembered } = outcome;
  const time = durationText(milliseconds);
  const states = (['completed', 'stopped', 'paused', 'failed'] as const)
    .filter((state) => trials[state] > 0)
    .map((state) => `${countText(trials[state])} ${state}`);
  const epochs = [`${plural(epochsTrained, 'epoch')} trained`];
  if (epochsRemembered > 0) epochs.push(`${countText(epochsRemembered)} remembered`);
  const counts = `${epochs.join(', ')} · trials: ${states.join(', ') || 'none'}`;
  const why = ending.reason === null ? '' : `: ${printable(ending.reason)}`;
  if (ending.state === 'paused') {
    return `${yellow(bold('paused'))} after ${time}${why}; everything is saved\n${counts}`;
  }
  if (ending.state === 'failed') return `${red(bold('failed'))} in ${time}${why}\n${counts}`;
  if (epochsTrained === 0 && epochsRemembered > 0) {
    return `${green(bold('already trained'))}: every epoch was remembered\n${counts}`;
  }
  return `${green(bold('finished'))} in ${time}\n${counts}`;
}

/** @param telling the trial to look at; null: the first that is shown */
function failureLines(
  { rows, sweep }: Leaderboard,
  failed: number,
  telling: number | null,
  { red }: Colours,
): string {
  if (rows.length === 0) return '';
  const reason = (row: LeaderboardRow) => printable(row.reason?.text ?? 'no reason was recorded');
  const lines = rows.map((row) => `  trial ${row.trial}: ${reason(row)}`);
  const more =
    failed > rows.length ? [`  … and ${plural(failed - rows.length, 'more trial')}`] : [];
  const where = `  the whole story: nightsweep show ${printable(sweep.name)}/${telling ?? rows[0]!.trial}`;
  return ['', red(`${plural(failed, 'trial')} failed`), ...lines, ...more, where].join('\n');
}

function nextLines(
  name: string,
  { rows }: Leaderboard,
  { state }: SweepEnding,
  { dim }: Colours,
  results: string | undefined,
): string {
  const option = results === undefined ? '' : ` --results ${printable(results)}`;
  const commands: [string, string][] = [];
  if (state === 'paused') commands.push([`resume ${name}`, 'go on from here']);
  if (state === 'failed') commands.push([`resume ${name}`, 'try again what failed']);
  if (rows.length > 0) {
    if (rows[0]!.value !== null) commands.push([`best ${name}`, 'the winner and its curves']);
    commands.push([`top ${name}`, 'all trials (--where, --sort)']);
  }
  const width = Math.max(0, ...commands.map(([command]) => command.length)) + option.length;
  return commands
    .map(
      ([command, about]) => `  nightsweep ${`${command}${option}`.padEnd(width)}   ${dim(about)}`,
    )
    .join('\n');
}
