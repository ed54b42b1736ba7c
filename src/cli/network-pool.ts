// The threads that train networks: the pool of workers, opened with the kernels and the data that a sweep
// is made of.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Kernels } from '../core/kernels/kernels.js';
import type { DataSet } from '../data/data-set.js';
import type { SweepDefinition } from '../definition/sweep-definition.js';
import type { Executor } from '../executor/executor.js';
import { poolExecutor } from '../executor/pool/pool-executor.js';
import type { NetworkSetup } from '../trainables/network/network-trainable.js';
import { extraMetricsOf } from './asked-metrics.js';
import { poolLimits } from './pool-limits.js';

export interface NetworkPool {
  readonly definition: SweepDefinition;
  readonly workers: number;
  readonly kernels: Kernels;
  /** Threads start while they are loaded. */
  readonly data: Promise<readonly DataSet[]>;
  readonly onOutput?: ((text: string) => void) | undefined;
}

export function networkPool({
  definition,
  workers,
  kernels,
  data: loading,
  onOutput,
}: NetworkPool): Executor {
  return poolExecutor({
    workers,
    trainable: networkTrainable(),
    setup: loading.then(
      (data): NetworkSetup => ({
        kernels: kernels.module,
        data,
        measures: extraMetricsOf(definition),
      }),
    ),
    ...poolLimits(definition),
    ...(onOutput === undefined ? {} : { onOutput }),
  });
}

/** The compiled module, because a thread cannot load TypeScript when this runs from source. */
function networkTrainable(): string {
  const name = 'nightsweep/internal/trainables/network/network-trainable.js';
  return pathToFileURL(createRequire(import.meta.url).resolve(name)).href;
}
