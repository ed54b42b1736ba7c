// kill -9 in the middle of writing: what was acknowledged is there, and telling it all again makes it
// whole. The writer is a process of its own, from the sources of its rooms.

import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import type { SweepListener } from '../../src/vocabulary/event.js';
import type { Metrics } from '../../src/vocabulary/metric.js';
import { compiledScript } from './compiled-script.js';
import { keyOf, sweepStart, temporaryDirectory } from './recorded-sweep.js';

/** Curves by trial number; its text is the child's function too. */
const curveOf = (trial: number) =>
  [1, 2, 3, 4, 5].map((e) => ({ val_loss: ((trial * 7919) % 1009) / e, train_loss: trial / e }));

/** Everything of a trial of two replicates that train alike; its text is the child's function too. */
const tellTrial = (
  listen: SweepListener,
  trial: number,
  curve: readonly Metrics[],
  trainings: readonly string[],
): void => {
  const parameters = { lr: 0.1, optimizer: 'adam' };
  const replicates = trainings.map((training, i) => ({ training, seed: 7 + i, fold: 0 }));
  const configuration = { ...parameters, epochs: 27 };
  listen({ kind: 'trial_started', trial, replicates, parameters, configuration });
  const tensors = { w: { shape: [256], data: new Float32Array(256).fill(trial) } };
  for (const training of trainings) {
    curve.forEach((metrics, i) => {
      const epoch = { epoch: i + 1, metrics };
      listen({ kind: 'epoch', trial, training, epoch, source: 'trained' });
      if (training === trainings.at(-1)) listen({ kind: 'trial_epoch', trial, epoch, se: 0 });
    });
    const state = { epoch: 5, step: 5, tensors };
    if (trial % 10 === 0) listen({ kind: 'state', training, state });
  }
  const best = { epoch: 5, value: curve[4]!.val_loss!, se: 0 };
  listen({ kind: 'trial_settled', trial, fate: { state: 'completed' }, epochs: 5, best });
};

const trainingsOf = (trial: number) => [keyOf(trial), keyOf(`${trial}/1`)];

const writerSource = `
import { openStore } from './src/store/store.js';
import { contentHash } from './src/vocabulary/hash.js';
const curveOf = ${curveOf};
const tellTrial = ${tellTrial};
const [directory, start] = process.argv.slice(2);
const recorder = await openStore(directory).beginSweep(JSON.parse(start));
for (let trial = 0; ; trial++) {
  const trainings = [String(trial), trial + '/1'].map((name) => contentHash('training', name));
  tellTrial(recorder.listen, trial, curveOf(trial), trainings);
  if (trial % 50 === 49) {
    await recorder.flush();
    process.stdout.write(trial + '\\n');
  }
}
`;

/** Kills the writer `delay` ms after it acknowledged so many trials. @returns the last acknowledged */
async function killedWriter(writer: string, results: string, after: number, delay: number) {
  const child = spawn(
    process.execPath,
    [writer, results, JSON.stringify(sweepStart({ seeds: 2 }))],
    {
      cwd: dirname(writer),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exit = new Promise((done) => child.once('exit', (_, signal) => done(signal)));
  let acknowledged = -1;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line);
    if (acknowledged >= after) setTimeout(() => child.kill('SIGKILL'), delay);
  }
  expect(await exit).toBe('SIGKILL');
  return acknowledged;
}

test('kill -9: nothing acknowledged is lost, nothing is half there, and a replay completes it', async () => {
  const writer = compiledScript(writerSource);
  for (const [after, delay] of [
    [49, 0],
    [199, 3],
    [599, 11],
    [999, 6],
  ] as const) {
    const results = temporaryDirectory();
    const acknowledged = await killedWriter(writer, results, after, delay);
    const reader = openReader(results);
    const sweep = reader.findSweep();
    expect(sweep.state).toBe('interrupted');
    expect(sweep.trials.completed).toBeGreaterThan(acknowledged);

    const store = openStore(results);
    const recorder = await store.beginSweep(sweepStart({ seeds: 2 }));
    for (let trial = 0; trial < sweep.trialsInAll; trial++) {
      // A trial is never ahead of its replicates.
      expect(reader.curve(sweep, trial)).toHaveLength(reader.trial(sweep, trial).epochs);
      for (const training of trainingsOf(trial)) {
        const { curve, states } = recorder.memo.recall(training);
        if (trial <= acknowledged) expect(curve).toHaveLength(5);
        for (const { epoch, metrics } of curve) expect(metrics).toEqual(curveOf(trial)[epoch - 1]);
        if (trial <= acknowledged && trial % 10 === 0) expect(states).toEqual([5]);
        for (const epoch of states) {
          const state = recorder.memo.loadState(training, epoch);
          expect(state?.tensors.w?.data).toEqual(new Float32Array(256).fill(trial));
        }
      }
    }
    for (let trial = 0; trial < sweep.trialsInAll; trial++) {
      tellTrial(recorder.listen, trial, curveOf(trial), trainingsOf(trial));
    }
    await recorder.finish('completed', null);
    await store.close();
    const rows = reader.leaderboard(reader.findSweep());
    expect(rows).toHaveLength(sweep.trialsInAll);
    expect(rows.every(({ state, epochs }) => state === 'completed' && epochs === 5)).toBe(true);
    expect(rows.every(({ replicates }) => replicates.length === 2)).toBe(true);
    reader.close();
  }
});
