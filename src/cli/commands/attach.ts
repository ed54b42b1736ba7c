// nightsweep attach [SWEEP]: looks at a sweep that runs in another process until it has ended. It only
// reads: Ctrl-C ends the looking, and the sweep goes on.

import { setTimeout as passed } from 'node:timers/promises';
import { loadDataSets } from '../../data/load-data-set.js';
import type { SweepDefinition } from '../../definition/sweep-definition.js';
import { readLeaderboard } from '../../leaderboard/leaderboard.js';
import { plannedTrials } from '../../schedulers/scheduler.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import { openReader, type Reader } from '../../store/reader.js';
import { measureOf, type TaskKind } from '../../vocabulary/measure.js';
import { attachedView, silentAttachedView } from '../background/attached-view.js';
import { storedProgress } from '../background/stored-progress.js';
import { ExitCode } from '../exit-code.js';
import { decidedRungs } from '../live-view/milestones.js';
import { configurationsShown, searchShown } from '../live-view/outline.js';
import { sweepSpeed } from '../live-view/speed.js';
import type { QueryOptions } from '../query.js';
import { resultsDirectory } from '../results-directory.js';
import { allotsRows, type RowsOfData, rowsOfData } from '../rows-of-data.js';
import { stateText } from '../state-text.js';
import { storedDefinition } from '../stored-sweep.js';
import { sweepObject } from '../sweep-object.js';
import { planSweep } from '../sweep-plan.js';
import { printable } from '../terminal/printable.js';
import { lineText } from '../terminal/styled-line.js';
import { type Terminal, terminalOn } from '../terminal/terminal.js';
import { trialTable } from '../trial-table.js';

const TOP = 8;

/** Milliseconds between two looks; and at most a tenth of the time goes into looking. */
const INTERVAL = 1000;
const SHARE = 10;

export async function attach(
  selector: string | undefined,
  { results, json }: QueryOptions,
): Promise<ExitCode> {
  const terminal = terminalOn(process.stdout);
  const detach = new AbortController();
  const hear = () => detach.abort();
  process.on('SIGINT', hear);
  process.on('SIGTERM', hear);
  const reader = openReader(resultsDirectory(results));
  try {
    const { id } = reader.findSweep(selector);
    const ended = await follow(reader, id, json === true ? null : terminal, detach.signal);
    if (json === true) {
      const object = sweepObject(readLeaderboard(reader, reader.findSweep(id), { limit: 1 }));
      terminal.write(`${JSON.stringify(object, null, 2)}\n`);
    } else terminal.write(endText(reader, id, ended, terminal));
    return ended === null ? ExitCode.done : codeOf(ended);
  } finally {
    process.off('SIGINT', hear);
    process.off('SIGTERM', hear);
    reader.close();
  }
}

/** @returns the sweep when it has ended; null: nobody wants to look any more */
async function follow(
  reader: Reader,
  id: string,
  terminal: Terminal | null,
  detach: AbortSignal,
): Promise<SweepSummary | null> {
  const first = reader.findSweep(id);
  if (first.state !== 'running') return first;
  const definition = storedDefinition(first);
  const plan = planSweep(definition, taskOf(definition), await rowsOf(definition));
  const { configurations, epochs, scheduler } = plan;
  const trials = plannedTrials(plan.rungs);
  const planned = { epochs, configurations: trials, isPlanExact: scheduler.isPlanExact };
  const rungs = decidedRungs(plan);
  const view = terminal === null ? silentAttachedView : await attachedView(terminal);
  const speed = sweepSpeed();
  if (terminal !== null) terminal.write(titleLines(first, definition, configurations, terminal));
  try {
    while (!detach.aborted) {
      const begun = performance.now();
      const sweep = reader.findSweep(id);
      if (sweep.state !== 'running') return sweep;
      const top = readLeaderboard(reader, sweep, { limit: 1 });
      const tally = storedProgress(top, reader.reached(sweep), plan.rungs);
      const { completed, stopped, failed } = tally.trials;
      speed.note(begun, tally.trained, completed + stopped + failed);
      view.show({ tally, speed, objective: sweep.objective, ...planned, rungs });
      const pause = Math.max(INTERVAL, SHARE * (performance.now() - begun));
      await passed(pause, undefined, { signal: detach }).catch(() => {});
    }
    return null;
  } finally {
    view.end();
  }
}

/** Of the data, where the plan depends on them. */
async function rowsOf({ schedule, data, folds }: SweepDefinition): Promise<RowsOfData | null> {
  if (!allotsRows(schedule)) return null;
  return rowsOfData(await loadDataSets(data, folds));
}

/** Only the data tell for sure; another task would make the count of a grid differ, and nothing else. */
function taskOf({ data, objective }: SweepDefinition): TaskKind {
  if (data.kind === 'file' && data.task !== null) return data.task;
  const tasks = measureOf(objective.name)?.tasks ?? [];
  return tasks.length === 1 ? tasks[0]! : 'classification';
}

function titleLines(
  { name, id, seed, pid, host }: SweepSummary,
  definition: SweepDefinition,
  configurations: number,
  { columns, colours }: Terminal,
): string {
  const room = columns === null ? null : columns - 1;
  const title = [
    { text: printable(name), style: colours.bold },
    {
      text: `  ${id} · seed ${seed} · process ${pid} on ${printable(host ?? '')}`,
      style: colours.dim,
    },
  ];
  const search = `${searchShown(definition)} · ${configurationsShown(definition, configurations)}`;
  return `${lineText(title, room)}\n${lineText([search], room)}\n`;
}

function endText(
  reader: Reader,
  id: string,
  ended: SweepSummary | null,
  terminal: Terminal,
): string {
  const top = readLeaderboard(reader, reader.findSweep(id), { limit: TOP });
  const name = printable(top.sweep.name);
  if (ended === null) return `${name} goes on; nightsweep attach ${name} looks at it again\n`;
  const table = top.rows.length === 0 ? '' : `\n${trialTable(top, terminal)}\n`;
  return `${terminal.colours.bold(name)}  ${stateText(ended)}\n${table}`;
}

function codeOf({ state }: SweepSummary): ExitCode {
  switch (state) {
    case 'completed':
    case 'running':
      return ExitCode.done;
    case 'paused':
      return ExitCode.paused;
    case 'failed':
    case 'interrupted':
      return ExitCode.failed;
  }
}
