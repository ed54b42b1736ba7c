// A sweep of eight trials on real threads and the real store, in which the training of trial 3
// misbehaves: with the trainables of the executor's own tests, because the built-in one cannot be made
// to. Words: results, trainable, how often it misbehaves.

import { poolExecutor } from '../../dist/executor/pool/pool-executor.js';
import { orchestrate } from '../../dist/orchestrator/orchestrate.js';
import { fullScheduler } from '../../dist/schedulers/full.js';
import { openStore } from '../../dist/store/store.js';
import { contentHash } from '../../dist/vocabulary/hash.js';

const [results, name, times] = process.argv.slice(2);
const EPOCHS = 4;
const TRIALS = 8;

const trainable = new URL(`../../test/executor-pool/trainables/${name}.mjs`, import.meta.url);
const objective = { name: 'val_loss', goal: 'minimize' };

const store = openStore(results);
const recorder = await store.beginSweep({
  id: contentHash('threads').slice(0, 12),
  name: 'threads',
  definition: {},
  parameters: ['number'],
  seed: 1,
  seeds: 1,
  folds: null,
  objective,
  epochs: TRIALS * EPOCHS,
  dataHash: 'none',
  coreBuild: 'none',
});
const executor = poolExecutor({
  workers: 2,
  trainable: trainable.href,
  setup: { words: new Int32Array(new SharedArrayBuffer(64)) },
  trialTimeout: /spins|never/.test(name) ? 1 : null,
  memoryLimit: 32,
  onOutput: () => {},
});
const outcome = await orchestrate({
  sampler: { size: TRIALS, suggest: (trial) => (trial < TRIALS ? { number: trial } : null) },
  scheduler: fullScheduler({ trials: TRIALS, epochs: EPOCHS }),
  rules: [],
  executor,
  memo: recorder.memo,
  objective,
  budget: EPOCHS,
  order: { kind: 'free' },
  identify: (parameters) => ({
    parameters,
    cost: 1,
    configuration: { misbehave: parameters.number === 3 ? 3 : 0, times: Number(times) },
    replicates: [
      {
        training: contentHash('threads', String(parameters.number)),
        seed: parameters.number,
        fold: 0,
      },
    ],
  }),
  listen: recorder.listen,
  backlog: recorder.backlog,
  pause: new AbortController().signal,
});
await recorder.finish('completed', null);
await executor.close();
await store.close();
process.stdout.write(`${JSON.stringify(outcome)}\n`);
