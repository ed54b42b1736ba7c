// Nightsweep in a program: `import { runSweep, defineSweep } from 'nightsweep'`. The same sweeps, results
// and bits as on the command line; nothing is printed.

import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineSweep as define, type SweepInput } from '../definition/define-sweep.js';
import type { SweepDefinition } from '../definition/sweep-definition.js';
import type { ComparedRow } from '../leaderboard/comparison.js';
import { readLeaderboard } from '../leaderboard/leaderboard.js';
import { openReader } from '../store/reader.js';
import { networkSettings } from '../trainables/network/settings.js';
import type { SweepListener } from '../vocabulary/event.js';
import { definitionIn } from './definition-source.js';
import { resultsDirectory } from './results-directory.js';
import { type RunObject, runObject } from './run-object.js';
import { runOrder } from './sweep.js';

export type { SweepInput } from '../definition/define-sweep.js';
export type { SweepDefinition } from '../definition/sweep-definition.js';
export type { ComparedRow } from '../leaderboard/comparison.js';
export type { LeaderboardRow } from '../store/read-trials.js';
export { Slip } from '../vocabulary/errors.js';
export type { SweepEvent, SweepListener } from '../vocabulary/event.js';
export type { RunObject } from './run-object.js';

export interface RunSweepOptions {
  /** Threads that train; left out, one for each core. Results do not depend on it. */
  readonly workers?: number;
  /** Directory of results, made where there is none; left out, NIGHTSWEEP_RESULTS or ./results. */
  readonly results?: string;
  /** Hears everything that happens, as it happens. Must neither throw nor wait. */
  readonly onEvent?: SweepListener;
  /** Aborted: the epochs in hand are finished (within 8 seconds) and saved; the sweep ends as paused. */
  readonly signal?: AbortSignal;
}

export interface SweepResult extends RunObject {
  /** All trials, best first. */
  readonly leaderboard: readonly ComparedRow[];
}

/**
 * Checks a definition written as a plain object, of the same shape as a file. A path in it is relative to
 * the working directory.
 * @throws Slip that lists everything that is wrong, each by its key path
 */
export function defineSweep(input: SweepInput): SweepDefinition {
  return define(input, { settings: networkSettings, workingDirectory: process.cwd() }).definition;
}

/**
 * Runs a sweep to its end, or until `signal` is aborted. What an earlier run has trained is remembered:
 * running a finished sweep again, or a paused one, trains only what is missing.
 *
 *     const { best, leaderboard } = await runSweep(defineSweep({ … }), { results: 'results' });
 *
 * @param definition what `defineSweep` gave, or the path of a file
 * @throws Slip for what can be mended in the definition, its data or the results
 */
export async function runSweep(
  definition: SweepDefinition | string,
  options: RunSweepOptions = {},
): Promise<SweepResult> {
  const begun = performance.now();
  const results = resolve(resultsDirectory(options.results));
  const finished = await runOrder({
    definition: typeof definition === 'string' ? await definitionAt(definition) : definition,
    workers: options.workers ?? availableParallelism(),
    results,
    pause: options.signal ?? new AbortController().signal,
    ...(options.onEvent === undefined ? {} : { listen: options.onEvent }),
  });
  const reader = openReader(results);
  try {
    const { rows: leaderboard } = readLeaderboard(reader, reader.findSweep(finished.id));
    return { ...runObject(finished, reader, performance.now() - begun), leaderboard };
  } finally {
    reader.close();
  }
}

async function definitionAt(file: string): Promise<SweepDefinition> {
  return (await definitionIn(file, [])).definition;
}
