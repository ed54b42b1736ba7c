// The options that every command that trains has, and what they mean for the sweep that is watched.

import type { SweepDefinition } from '../definition/sweep-definition.js';
import { workersOf } from './definition-source.js';
import type { ExitCode } from './exit-code.js';
import type { RunLimits } from './limits/run-limits.js';
import { webhook } from './notice/webhook.js';
import { type WatchOptions, watchSweep } from './watched-sweep.js';

export interface TrainingOptions extends RunLimits {
  readonly workers?: number;
  /** false: --no-memo. */
  readonly memo?: boolean;
  readonly results?: string;
  readonly json?: boolean;
  readonly notify?: string;
  /** false: --no-bell. */
  readonly bell?: boolean;
  readonly detach?: boolean;
}

/** @throws Slip for an address that no notice can go to */
export function watchOptions(options: TrainingOptions): WatchOptions {
  const { workers, memo, results, json, notify, bell } = options;
  return {
    workers: workersOf(workers),
    results,
    json: json === true,
    retrain: memo === false,
    limits: options,
    hook: notify === undefined ? null : webhook(notify),
    bell: bell !== false,
  };
}

/** Runs it in front of the person, or, with --detach, in the background. */
export async function trainSweep(
  definition: SweepDefinition,
  options: TrainingOptions,
  watch: WatchOptions,
): Promise<ExitCode> {
  if (options.detach !== true) return watchSweep(definition, watch);
  const { detachSweep } = await import('./background/detach.js');
  return detachSweep(definition, watch);
}
