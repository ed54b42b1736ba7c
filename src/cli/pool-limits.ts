// What a definition allows a trial, in the units of the pool that trains it.

import type { SweepDefinition } from '../definition/sweep-definition.js';
import type { PoolOptions } from '../executor/pool/pool-executor.js';

const MEBIBYTE = 1_048_576;

export function poolLimits({
  trialTimeout,
  trialMemory,
  checkpointEvery,
}: SweepDefinition): Pick<PoolOptions, 'trialTimeout' | 'memoryLimit' | 'checkpointEvery'> {
  const memoryLimit = trialMemory === null ? null : Math.floor(trialMemory / MEBIBYTE);
  return { trialTimeout, memoryLimit, checkpointEvery };
}
