// nightsweep status [SWEEP]

import { readLeaderboard } from '../../leaderboard/leaderboard.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import type { ExitCode } from '../exit-code.js';
import { frontShown } from '../front-shown.js';
import { progressBar } from '../live-view/progress-bar.js';
import { answerQuery, type QueryOptions } from '../query.js';
import { stateText } from '../state-text.js';
import { sweepObject } from '../sweep-object.js';
import { type Labelled, labelledLines } from '../terminal/labelled.js';
import { printable } from '../terminal/printable.js';
import { countText, dateText, plural } from '../terminal/quantities.js';
import { assignmentShown, metricShown } from '../terminal/value-shown.js';

const BAR = 30;

export function status(selector: string | undefined, options: QueryOptions): Promise<ExitCode> {
  return answerQuery(options, (reader, terminal) => {
    const top = readLeaderboard(reader, reader.findSweep(selector), { limit: 1 });
    return {
      json: sweepObject(top),
      text() {
        const { sweep, rows } = top;
        const [best] = rows;
        const entries: Labelled[] = [
          ['state', stateText(sweep)],
          ['epochs', epochsText(sweep)],
          ['trials', trialsText(sweep)],
          ['begun', `${dateText(sweep.created)}, last written ${dateText(sweep.updated)}`],
        ];
        if (best !== undefined) {
          const at = best.epoch === null ? '' : `, epoch ${best.epoch}`;
          const value = `${printable(sweep.objective.name)} ${metricShown(best.value)}`;
          entries.push([
            'best',
            `${value}  trial ${best.trial}${at}`,
            assignmentShown(best.parameters),
          ]);
        }
        if (top.front !== null) entries.push(['front', frontShown(top.front)]);
        const { bold, dim } = terminal.colours;
        return `${bold(printable(sweep.name))}  ${dim(sweep.id)}\n${labelledLines(entries, terminal)}`;
      },
    };
  });
}

/** Stopped trials need fewer epochs than were planned, so a completed sweep may show less than all. */
function epochsText({ state, epochsTrained, epochsBudget }: SweepSummary): string {
  const share = epochsBudget > 0 ? Math.min(1, epochsTrained / epochsBudget) : 0;
  // Where trials go on one by one a few more may go on than were planned.
  const isBeyond = epochsTrained > epochsBudget;
  const counts = isBeyond
    ? `${countText(epochsTrained)}, where ${plural(epochsBudget, 'epoch')} were planned`
    : `${countText(epochsTrained)} of at most ${plural(epochsBudget, 'epoch')}`;
  if (state === 'completed') return counts;
  const { filled, rest } = progressBar(share, BAR);
  return `${filled}${rest}  ${Math.floor(share * 100)} %  ${counts}`;
}

function trialsText({ trials }: SweepSummary): string {
  const states = (['running', 'paused', 'completed', 'stopped', 'failed'] as const)
    .filter((state) => trials[state] > 0)
    .map((state) => `${countText(trials[state])} ${state}`);
  return states.join(' · ') || 'none yet';
}
