// Made schema-3.db: run with a directory in a clone of commit b12dfe1, compiled by its tsconfig.build.json.
// It is kept to say what is in that file, and never run here.

import { openStore } from './dist/store/store.js';
import { contentHash } from './dist/vocabulary/hash.js';

const keyOf = (n) => contentHash('training', String(n));
const store = openStore(process.argv[2]);
const recorder = await store.beginSweep({
  id: 'abc123def456',
  name: 'digits',
  definition: { name: 'digits', trials: 6 },
  parameters: ['lr', 'optimizer'],
  seed: 7,
  seeds: 2,
  folds: null,
  objective: { name: 'val_loss', goal: 'minimize' },
  epochs: 27,
  dataHash: 'data',
  coreBuild: 'core',
});
const reason = (rule) => ({ rule, text: `${rule} said so`, facts: { epochs: 2 } });
const trials = [
  [[0.6, 0.5], { state: 'completed' }],
  [[0.4, 0.3], { state: 'completed' }],
  [[0.7, 0.8], { state: 'stopped', reason: reason('patience') }],
  [[0.6, NaN], { state: 'stopped', reason: reason('diverged') }],
  [[], { state: 'failed', reason: reason('failure'), detail: 'the stack' }],
  [[0.65], { state: 'paused', reason: reason('interrupted') }],
];
for (const [trial, [curve, fate]] of trials.entries()) {
  const parameters = { lr: 0.1 * (trial + 1), optimizer: 'adam' };
  const replicates = [0, 1].map((r) => ({
    training: keyOf(r === 0 ? trial : `${trial}/1`),
    seed: 7 + r,
    fold: 0,
  }));
  recorder.listen({
    kind: 'trial_started',
    trial,
    replicates,
    parameters,
    configuration: { ...parameters, epochs: 27 },
  });
  let best = null;
  curve.forEach((value, i) => {
    for (const [r, { training }] of replicates.entries()) {
      const val_loss = value + (r === 0 ? -0.125 : 0.125);
      recorder.listen({
        kind: 'epoch',
        trial,
        training,
        epoch: { epoch: i + 1, metrics: { val_loss, train_loss: val_loss / 2 } },
        source: 'trained',
      });
    }
    recorder.listen({
      kind: 'trial_epoch',
      trial,
      epoch: { epoch: i + 1, metrics: { val_loss: value, train_loss: value / 2 } },
      se: Number.isNaN(value) ? null : 0.125,
    });
    if (best === null || value < best.value) best = { epoch: i + 1, value, se: 0.125 };
  });
  if (trial === 5)
    for (const { training } of replicates) {
      recorder.listen({ kind: 'state', training, state: { epoch: 1, step: 10, tensors: {} } });
    }
  recorder.listen({ kind: 'trial_settled', trial, fate, epochs: curve.length, best });
}
recorder.listen({
  ...{ kind: 'decision', sequence: 0, at: 0, known: 0, trial: 0, action: 'start', epoch: 2 },
  reason: null,
});
await recorder.finish('paused', 'interrupted');
await store.close();
