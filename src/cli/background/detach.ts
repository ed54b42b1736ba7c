// `--detach`: everything that can be refused is refused here, in front of the person; then the sweep goes
// into the background, and the person is told where it is.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadKernels } from '../../core/kernels/kernels.js';
import { loadDataSets } from '../../data/load-data-set.js';
import type { SweepDefinition } from '../../definition/sweep-definition.js';
import { makeDirectory } from '../../store/database.js';
import { openReader } from '../../store/reader.js';
import { Slip } from '../../vocabulary/errors.js';
import { ExitCode } from '../exit-code.js';
import { prepareSweep, type StartedSweep } from '../prepare-sweep.js';
import { resultsDirectory } from '../results-directory.js';
import { labelledLines } from '../terminal/labelled.js';
import { printable } from '../terminal/printable.js';
import { type Terminal, terminalOn } from '../terminal/terminal.js';
import type { WatchOptions } from '../watched-sweep.js';
import { startInBackground } from './background-process.js';
import { logName } from './log-name.js';

/** Of the words that this command was given, those that its second self is not. */
const OWN_WORDS = new Set(['--detach', '--json']);

/** @throws Slip for whatever `run` would refuse before it trains, and where a process runs the sweep */
export async function detachSweep(
  definition: SweepDefinition,
  options: WatchOptions,
): Promise<ExitCode> {
  const results = resultsDirectory(options.results);
  const sweep = await admitted(definition, options);
  refuseRunning(sweep, results);
  const logs = join(results, 'logs');
  makeDirectory(logs);
  const log = join(logs, logName(definition.name, new Date(), logs));
  const words = process.argv.slice(2).filter((word) => !OWN_WORDS.has(word));
  const started = await startInBackground(process.argv[1]!, words, log);
  if (started.kind === 'recorded') {
    const terminal = terminalOn(process.stdout);
    const place = relative(process.cwd(), log);
    const told = { sweep: sweep.id, name: definition.name, pid: started.pid, log: place };
    if (options.json) terminal.write(`${JSON.stringify(told, null, 2)}\n`);
    else terminal.write(startedText(told, options.results, terminal));
    return ExitCode.done;
  }
  // What it said is told here; a log of a sweep that there is not would only be in the way.
  terminalOn(process.stderr).write(readFileSync(log, 'utf8'));
  rmSync(log);
  return started.code === ExitCode.slip ? ExitCode.slip : ExitCode.failed;
}

/** The sweep as `run` would start it. */
async function admitted(
  definition: SweepDefinition,
  { workers, admit, keep }: WatchOptions,
): Promise<StartedSweep> {
  const data = await loadDataSets(definition.data, definition.folds);
  const { build: coreBuild } = loadKernels();
  const kept = keep?.(coreBuild) ?? null;
  const sweep = prepareSweep({ definition, data, coreBuild, workers }, kept);
  admit?.(sweep);
  return sweep;
}

function refuseRunning({ id, definition }: StartedSweep, results: string): void {
  if (!existsSync(join(results, 'nightsweep.db'))) return;
  const reader = openReader(results);
  try {
    const running = reader.sweeps().find((other) => other.id === id && other.state === 'running');
    if (running === undefined) return;
    const { name } = definition;
    throw new Slip(
      `expected a sweep that nobody runs, found ${name} under process ${running.pid} on ${running.host}: look at it (nightsweep attach ${name}), or stop it there (nightsweep stop ${name})`,
    );
  } finally {
    reader.close();
  }
}

interface Told {
  readonly sweep: string;
  readonly name: string;
  readonly pid: number;
  readonly log: string;
}

function startedText(
  { sweep, name, pid, log }: Told,
  results: string | undefined,
  terminal: Terminal,
): string {
  const { bold, dim } = terminal.colours;
  const option = results === undefined ? '' : ` --results ${printable(results)}`;
  const lines = labelledLines(
    [
      ['log', printable(log)],
      ['look', `nightsweep attach ${printable(name)}${option}`],
      ['stop', `nightsweep stop ${printable(name)}${option}`],
    ],
    // Nothing is cut: these lines are there to be copied.
    { columns: null, colours: terminal.colours },
  );
  const title = `${bold(printable(name))}  ${dim(sweep)}  in the background, process ${pid}`;
  return `${title}\n${lines}\n`;
}
