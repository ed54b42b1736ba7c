// Writes a sweep into a store and promises what the store has promised: after each flush one line of the
// file of promises says which epochs and states must be there from then on, whatever happens to the
// machine. Words: results, file of promises, trials, and NORMAL for a control that must lose some.

import { openSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { openStore } from '../../dist/store/store.js';
import { contentHash } from '../../dist/vocabulary/hash.js';
import { powerSweep } from './power-sweep.mjs';

const [results, promisesFile, trials, synchronous] = process.argv.slice(2);

if (synchronous === 'NORMAL') weaken();

/** The product has no such knob: its connections are given another pragma behind its back. */
function weaken() {
  const require = createRequire(import.meta.url);
  const { prototype } = require('better-sqlite3');
  const { pragma } = prototype;
  prototype.pragma = function weakened(text, ...more) {
    return pragma.call(this, text.replace('synchronous = FULL', 'synchronous = NORMAL'), ...more);
  };
}

const EPOCHS = 6;
const promises = openSync(promisesFile, 'a');
const promise = (what) => writeSync(promises, `${JSON.stringify(what)}\n`);

function metricsOf(trial, epoch) {
  const metrics = { val_loss: trial + 1 / epoch };
  for (let i = 0; i < 8; i++) metrics[`val_metric_${i}`] = trial * i + epoch / 7;
  return metrics;
}

/** @returns what is promised of it */
function tellTrial(listen, trial) {
  const training = contentHash('power', String(trial));
  const parameters = { lr: trial };
  const replicates = [{ training, seed: 1, fold: 0 }];
  listen({ kind: 'trial_started', trial, replicates, parameters, configuration: parameters });
  listen({ kind: 'segment_started', trial, replicate: 0, from: 0, to: EPOCHS });
  for (let number = 1; number <= EPOCHS; number++) {
    const epoch = { epoch: number, metrics: metricsOf(trial, number) };
    listen({ kind: 'epoch', trial, training, epoch, source: 'trained' });
    listen({ kind: 'trial_epoch', trial, epoch, se: null });
  }
  const keeps = trial % 2 === 0;
  if (keeps) {
    const data = new Float32Array(700 + (trial % 5) * 400).fill(trial);
    const tensors = { weight: { shape: [data.length], data } };
    listen({ kind: 'state', training, state: { epoch: EPOCHS, step: EPOCHS, tensors } });
  }
  const best = { epoch: EPOCHS, value: metricsOf(trial, EPOCHS).val_loss };
  const fate = { state: 'completed' };
  listen({ kind: 'trial_settled', trial, fate, epochs: EPOCHS, best: { ...best, se: null } });
  return { trial, training, epochs: EPOCHS, state: keeps ? EPOCHS : null };
}

const count = Number(trials);
let store = openStore(results);
let recorder = await store.beginSweep(powerSweep);
for (let trial = 0; trial < count; ) {
  const told = [];
  const together = 1 + (trial % 3);
  for (let i = 0; i < together && trial < count; i++)
    told.push(tellTrial(recorder.listen, trial++));
  await recorder.flush();
  for (const what of told) promise(what);
  if (trial % 150 < together) {
    await store.close();
    store = openStore(results);
    recorder = await store.beginSweep(powerSweep);
  }
}
await recorder.finish('completed', null);
promise({ finished: true });
await store.close();
