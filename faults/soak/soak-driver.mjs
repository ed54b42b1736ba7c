// Trials that train nothing, through the orchestrator and the durable store, in a process that says how it
// fares: after every so many trials one line of JSON with its time, memory and open files. Words: results,
// trials, trials between two lines, and `leak` for a control that must be noticed.

import { openSync, readdirSync } from 'node:fs';
import { scriptedExecutor } from '../../dist/executor/scripted/scripted-executor.js';
import { orchestrate } from '../../dist/orchestrator/orchestrate.js';
import { randomSampler } from '../../dist/samplers/random.js';
import { fullScheduler } from '../../dist/schedulers/full.js';
import { searchSpace } from '../../dist/space/search-space.js';
import { divergedStopper } from '../../dist/stoppers/diverged.js';
import { openStore } from '../../dist/store/store.js';
import { canonicalJson, contentHash } from '../../dist/vocabulary/hash.js';

const [results, trialsWord, everyWord, leak] = process.argv.slice(2);
const [trials, every] = [Number(trialsWord), Number(everyWord)];
const EPOCHS = 5;

const space = [
  { name: 'lr', domain: { kind: 'log_uniform_values', min: 1e-4, max: 0.1 } },
  { name: 'batch_size', domain: { kind: 'categorical', values: [16, 32, 64] } },
  { name: 'dropout', domain: { kind: 'uniform', min: 0, max: 0.5 } },
];
const objective = { name: 'val_loss', goal: 'minimize' };

const leaked = [];
let settled = 0;
let since = performance.now();

function listenTo(record) {
  return (event) => {
    record(event);
    if (event.kind !== 'trial_settled') return;
    if (leak === 'leak') leaked.push(new Float64Array(512).fill(settled));
    if (++settled % every === 0) tell();
  };
}

function tell() {
  const seconds = (performance.now() - since) / 1000;
  if (leak === 'leak') openSync('/dev/null', 'r');
  globalThis.gc();
  const files = readdirSync('/proc/self/fd').length;
  const line = { trials: settled, rate: every / seconds, memory: process.memoryUsage.rss(), files };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  since = performance.now();
}

const store = openStore(results);
const recorder = await store.beginSweep({
  id: contentHash(`soak ${trials}`).slice(0, 12),
  name: 'soak',
  definition: {},
  parameters: space.map(({ name }) => name),
  seed: 1,
  seeds: 1,
  folds: null,
  objective,
  epochs: EPOCHS * trials,
  dataHash: 'none',
  coreBuild: 'none',
});
await orchestrate({
  sampler: randomSampler({
    space: searchSpace({ parameters: space, settings: [], fixed: {} }),
    seed: 1,
  }),
  scheduler: fullScheduler({ trials, epochs: EPOCHS }),
  rules: [divergedStopper({ objective: objective.name, bound: null })],
  executor: scriptedExecutor({
    capacity: 2,
    curve: ({ lr }, epoch) => ({ train_loss: lr / epoch, val_loss: lr / epoch + 0.1 }),
  }),
  memo: recorder.memo,
  objective,
  budget: EPOCHS,
  order: { kind: 'free' },
  identify: (parameters) => ({
    parameters,
    cost: 1,
    configuration: parameters,
    replicates: [{ training: contentHash(canonicalJson(parameters)), seed: 1, fold: 0 }],
  }),
  listen: listenTo(recorder.listen),
  backlog: recorder.backlog,
  pause: new AbortController().signal,
});
await recorder.finish('completed', null);
await store.close();
