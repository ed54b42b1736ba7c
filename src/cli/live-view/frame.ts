// One picture of a running sweep: a pure function of the tally, the speed and the time. Every line fits
// the window; nothing is wrapped.

import type { Objective } from '../../vocabulary/metric.js';
import { frontShown } from '../front-shown.js';
import { printable } from '../terminal/printable.js';
import { clockText, countText, durationText, plural, rateText } from '../terminal/quantities.js';
import { type Line, lineText, type Piece } from '../terminal/styled-line.js';
import type { Colours } from '../terminal/terminal.js';
import { assignmentShown, metricShown } from '../terminal/value-shown.js';
import { plannedShown } from './outline.js';
import { progressBar } from './progress-bar.js';
import type { Speed } from './speed.js';
import type { Progress } from './tally.js';

export interface Moment {
  readonly tally: Progress;
  readonly speed: Speed;
  readonly objective: Objective;
  /** Planned epochs in all, and planned trials: where rows are allotted one for each rung of a configuration. */
  readonly epochs: number;
  readonly configurations: number;
  /** false: trials go on one by one, and nobody knows before how many epochs it will be. */
  readonly isPlanExact: boolean;
  /** What is said of a pause that was asked for; null: none was. */
  readonly pausing: string | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const INDENT = '  ';
const LABEL = 8;

export function frameLines(moment: Moment, columns: number, colours: Colours): readonly string[] {
  const lines: Line[] = [
    [],
    barLine(moment, columns, colours),
    [],
    [label('trials', colours), ...trialPieces(moment, colours)],
    ...bestLines(moment, colours),
    ...frontLines(moment, colours),
    [label('speed', colours), speedText(moment)],
    // In the place of the end, so that the frame keeps its height and what is above it stays where it is.
    moment.pausing === null
      ? [label('end', colours), endText(moment)]
      : [label('pause', colours), { text: moment.pausing, style: colours.yellow }],
  ];
  // The last column stays free: some terminals wrap when it is written.
  return lines.map((line) => lineText(line, columns - 1));
}

function label(text: string, { dim }: Colours): Piece {
  return { text: `${INDENT}${text.padEnd(LABEL)}`, style: dim };
}

function barLine({ tally, epochs, isPlanExact }: Moment, columns: number, colours: Colours): Line {
  // A sweep that may go beyond its plan is not known to be at its end.
  const most = isPlanExact ? 1 : 0.99;
  const share = epochs > 0 ? Math.min(most, tally.done / epochs) : 0;
  const counts = `${countText(tally.done)} of ${plannedShown(epochs, isPlanExact)}`;
  const text = `${INDENT}${String(Math.floor(share * 100)).padStart(3)} %   ${counts}`;
  const width = Math.max(8, Math.min(72, columns - 1 - INDENT.length - text.length));
  const { filled, rest } = progressBar(share, width);
  return [
    INDENT,
    { text: filled, style: colours.cyan },
    { text: rest, style: colours.dim },
    { text, style: colours.bold },
  ];
}

/** States that have trials, and how many are still to come. */
function trialPieces({ tally, configurations }: Moment, colours: Colours): Line {
  const { running, paused, completed, stopped, failed } = tally.trials;
  const waiting = configurations - tally.begun;
  const states: readonly [number, string, (text: string) => string][] = [
    [running, 'running', colours.cyan],
    [paused, 'waiting at a rung', colours.yellow],
    [completed, 'completed', colours.green],
    [stopped, 'stopped', (text) => text],
    [failed, 'failed', colours.red],
    [waiting, 'to come', colours.dim],
  ];
  const pieces = states
    .filter(([count]) => count > 0)
    .map(([count, word, style]) => ({ text: `${countText(count)} ${word}`, style }));
  return pieces.flatMap((piece, i) => (i === 0 ? [piece] : [' · ', piece]));
}

function bestLines({ tally, objective }: Moment, colours: Colours): readonly Line[] {
  const { best } = tally;
  if (best === null) return [[label('best', colours), '–'], [' ']];
  return [
    [
      label('best', colours),
      { text: `${printable(objective.name)} ${metricShown(best.value)}`, style: colours.bold },
      `  trial ${best.trial}, epoch ${best.epoch}`,
    ],
    [label('', colours), assignmentShown(best.parameters)],
  ];
}

/** Always there or never: the frame keeps its height. */
function frontLines({ tally: { front } }: Moment, colours: Colours): readonly Line[] {
  return front === null ? [] : [[label('front', colours), frontShown(front)]];
}

function speedText({ speed, tally }: Moment): string {
  const { epochsPerSecond, trialsPerMinute } = speed;
  const known = tally.remembered > 0 ? ` · ${plural(tally.remembered, 'epoch')} remembered` : '';
  if (epochsPerSecond === null) return `–${known}`;
  const trials = trialsPerMinute === null ? '' : ` · ${rateText(trialsPerMinute)} trials/min`;
  return `${rateText(epochsPerSecond)} epochs/s${trials}${known}`;
}

function endText({ speed, tally, epochs, now }: Moment): string {
  if (speed.epochsPerSecond === null) return '–';
  if (tally.done >= epochs) return 'soon';
  const left = ((epochs - tally.done) / speed.epochsPerSecond) * 1000;
  return `about ${clockText(now + left, now)}, in ${durationText(left)}`;
}
