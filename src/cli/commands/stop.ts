// nightsweep stop [SWEEP]: asks the process that runs a sweep to finish its epochs and save, as Ctrl-C does
// in its terminal, and waits until it has.

import { setTimeout as passed } from 'node:timers/promises';
import { readLeaderboard } from '../../leaderboard/leaderboard.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import { openReader, type Reader } from '../../store/reader.js';
import { type RunningSweep, runningSweep, signalProcess } from '../background/running-sweep.js';
import { ExitCode } from '../exit-code.js';
import type { QueryOptions } from '../query.js';
import { resultsDirectory } from '../results-directory.js';
import { ECHO } from '../signals.js';
import { stateText } from '../state-text.js';
import { sweepObject } from '../sweep-object.js';
import { printable } from '../terminal/printable.js';
import { terminalOn } from '../terminal/terminal.js';

export interface StopOptions extends QueryOptions {
  readonly now?: boolean;
}

/** Milliseconds: the epochs in hand are given so long; what was told to end at once is given less. */
const DRAIN = 20_000;
const AT_ONCE = 5000;
const LOOK = 100;

export async function stop(
  selector: string | undefined,
  { results, json, now }: StopOptions,
): Promise<ExitCode> {
  const terminal = terminalOn(process.stdout);
  const reader = openReader(resultsDirectory(results));
  try {
    const running = runningSweep(reader, selector);
    const name = printable(running.sweep.name);
    const tell = (text: string) => json !== true && terminal.write(`${text}\n`);
    const asked = now === true ? 'to end at once' : 'to finish its epochs and save';
    tell(`${name}: asking process ${running.pid} ${asked}`);
    const ended = now === true ? await endNow(reader, running) : await drain(reader, running);
    const { id } = running.sweep;
    if (json === true) {
      const object = sweepObject(readLeaderboard(reader, reader.findSweep(id), { limit: 1 }));
      terminal.write(`${JSON.stringify(object, null, 2)}\n`);
    }
    if (ended === null) {
      tell(`${name}: still running after ${DRAIN / 1000} s, the epochs in hand take longer`);
      tell(`  nightsweep stop ${name} --now   ends it at once; what is stored stays`);
      return ExitCode.failed;
    }
    tell(`${name}: ${stateText(ended)}`);
    return ExitCode.done;
  } finally {
    reader.close();
  }
}

function drain(reader: Reader, { sweep, pid }: RunningSweep): Promise<SweepSummary | null> {
  signalProcess(pid, 'SIGTERM');
  return endOf(reader, sweep, DRAIN);
}

/** Asks twice, which ends it, and does not ask the third time. */
async function endNow(reader: Reader, { sweep, pid }: RunningSweep): Promise<SweepSummary | null> {
  signalProcess(pid, 'SIGTERM');
  const atFirst = await endOf(reader, sweep, 2 * ECHO);
  if (atFirst !== null) return atFirst;
  signalProcess(pid, 'SIGTERM');
  const atSecond = await endOf(reader, sweep, AT_ONCE);
  if (atSecond !== null) return atSecond;
  signalProcess(pid, 'SIGKILL');
  return endOf(reader, sweep, AT_ONCE);
}

/** The sweep when it does not run any more; null: it still does after so many milliseconds. */
async function endOf(
  reader: Reader,
  { id }: SweepSummary,
  milliseconds: number,
): Promise<SweepSummary | null> {
  const until = performance.now() + milliseconds;
  for (;;) {
    // Its row says that it has ended, or its process is gone without a word.
    const sweep = reader.findSweep(id);
    if (sweep.state !== 'running') return sweep;
    if (performance.now() >= until) return null;
    await passed(LOOK);
  }
}
