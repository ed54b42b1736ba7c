// The options that every command that trains has, and what they mean for the sweep that is watched.

import { workersOf } from './definition-source.js';
import type { RunLimits } from './limits/run-limits.js';
import { webhook } from './notice/webhook.js';
import type { WatchOptions } from './watched-sweep.js';

export interface TrainingOptions extends RunLimits {
  readonly workers?: number;
  readonly results?: string;
  readonly json?: boolean;
  readonly notify?: string;
  /** false: --no-bell. */
  readonly bell?: boolean;
}

/** @throws Slip for an address that no notice can go to */
export function watchOptions(options: TrainingOptions): WatchOptions {
  const { workers, results, json, notify, bell } = options;
  return {
    workers: workersOf(workers),
    results,
    json: json === true,
    limits: options,
    hook: notify === undefined ? null : webhook(notify),
    bell: bell !== false,
  };
}
