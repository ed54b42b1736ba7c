import { poolExecutor } from '../../../src/executor/pool/pool-executor.js';
import { executorContract } from './executor-contract.js';

const trainables = new URL('../../executor-pool/trainables/', import.meta.url);

for (const misbehaviour of ['throws', 'exits']) {
  executorContract(`pool of threads, a trainable that ${misbehaviour}`, (capacity) => ({
    executor: poolExecutor({
      workers: capacity,
      trainable: new URL(`${misbehaviour}.mjs`, trainables).href,
      setup: { words: new Int32Array(new SharedArrayBuffer(64)) },
      trialTimeout: null,
      checkpointEvery: 0,
      onOutput: () => {},
    }),
    healthy: {},
    failing: { misbehave: 3 },
  }));
}
