// What a trial costs beside its training: trials that train nothing, five reported epochs each, through
// the sampler, the orchestrator, a stopping rule and the durable store (synchronous=FULL), with a
// scripted executor in the place of workers. All of it is on the disk when the clock stops.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scriptedExecutor } from '../dist/executor/scripted/scripted-executor.js';
import { orchestrate } from '../dist/orchestrator/orchestrate.js';
import { randomSampler } from '../dist/samplers/random.js';
import { fullScheduler } from '../dist/schedulers/full.js';
import { searchSpace } from '../dist/space/search-space.js';
import { divergedStopper } from '../dist/stoppers/diverged.js';
import { openStore } from '../dist/store/store.js';
import { canonicalJson, contentHash } from '../dist/vocabulary/hash.js';
import { title } from './measure.mjs';

const TRIALS = 20_000;
const EPOCHS = 5;

const space = [
  { name: 'lr', domain: { kind: 'log_uniform_values', min: 1e-4, max: 0.1 } },
  { name: 'batch_size', domain: { kind: 'categorical', values: [16, 32, 64] } },
  { name: 'dropout', domain: { kind: 'uniform', min: 0, max: 0.5 } },
];

const objective = { name: 'val_loss', goal: 'minimize' };

function start(trials) {
  return {
    id: contentHash(`throughput ${trials}`).slice(0, 12),
    name: 'throughput',
    definition: {},
    parameters: space.map(({ name }) => name),
    seed: 1,
    seeds: 1,
    folds: null,
    objective,
    epochs: EPOCHS,
    dataHash: 'none',
    coreBuild: 'none',
  };
}

export async function benchTrialThroughput() {
  title(`Trials that train nothing, ${EPOCHS} epochs each, into SQLite`);
  const folder = mkdtempSync(join(tmpdir(), 'nightsweep-bench-'));
  try {
    const store = openStore(folder);
    const recorder = await store.beginSweep(start(TRIALS));
    const begin = performance.now();
    await orchestrate({
      sampler: randomSampler({
        space: searchSpace({ parameters: space, settings: [], fixed: {} }),
        seed: 1,
      }),
      scheduler: fullScheduler({ trials: TRIALS, epochs: EPOCHS }),
      rules: [divergedStopper({ objective: objective.name, bound: null })],
      executor: scriptedExecutor({
        capacity: 2,
        curve: ({ lr }, epoch) => ({ train_loss: lr / epoch, val_loss: lr / epoch + 0.1 }),
      }),
      memo: recorder.memo,
      objective,
      budget: EPOCHS,
      identify: (parameters) => ({
        parameters,
        configuration: parameters,
        replicates: [{ training: contentHash(canonicalJson(parameters)), seed: 1, fold: 0 }],
      }),
      listen: recorder.listen,
      pause: new AbortController().signal,
    });
    await recorder.finish('completed', null);
    const seconds = (performance.now() - begin) / 1000;
    await store.close();
    console.log(
      `${TRIALS} trials in ${seconds.toFixed(2)} s: ${Math.round(TRIALS / seconds)} trials/s (aim 5,000; Optuna 5.0 with SQLite, recorded on a machine of this kind: 45)`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
