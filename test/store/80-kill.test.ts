// kill -9 in the middle of writing: what was acknowledged is there, and telling it all again makes it
// whole. The writer is a process of its own, from the sources of its rooms.

import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import { keyOf, sweepStart, tellTrial, temporaryDirectory } from './recorded-sweep.js';

/** Curves by trial number; its text is the child's function too. */
const curveOf = (trial: number) =>
  [1, 2, 3, 4, 5].map((e) => ({ val_loss: ((trial * 7919) % 1009) / e, train_loss: trial / e }));

const writerSource = `
import { openStore } from './src/store/store.js';
import { contentHash } from './src/vocabulary/hash.js';
const curveOf = ${curveOf};
const [directory, start] = process.argv.slice(2);
const recorder = openStore(directory).beginSweep(JSON.parse(start));
for (let trial = 0; ; trial++) {
  const training = contentHash('training', String(trial));
  const parameters = { lr: 0.1, optimizer: 'adam' };
  recorder.listen({ kind: 'trial_started', trial, replicates: [{ training, seed: 7, fold: 0 }], parameters, configuration: { ...parameters, epochs: 27 } });
  curveOf(trial).forEach((metrics, i) => {
    const epoch = { epoch: i + 1, metrics };
    recorder.listen({ kind: 'epoch', trial, training, epoch, source: 'trained' });
    recorder.listen({ kind: 'trial_epoch', trial, epoch, se: null });
  });
  const tensors = { w: { shape: [256], data: new Float32Array(256).fill(trial) } };
  if (trial % 10 === 0) recorder.listen({ kind: 'state', training, state: { epoch: 5, step: 5, tensors } });
  recorder.listen({ kind: 'trial_settled', trial, fate: { state: 'completed' }, epochs: 5,
    best: { epoch: 5, value: curveOf(trial)[4].val_loss } });
  if (trial % 50 === 49) {
    await recorder.flush();
    process.stdout.write(trial + '\\n');
  }
}
`;

/** The writer and the rooms it needs, as plain JavaScript. */
function compiledWriter(): string {
  const directory = temporaryDirectory();
  for (const room of ['store', 'store/migrations', 'vocabulary']) {
    mkdirSync(join(directory, 'src', room), { recursive: true });
    for (const file of readdirSync(join('src', room)).filter((name) => name.endsWith('.ts'))) {
      const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
      const source = readFileSync(join('src', room, file), 'utf8');
      const { outputText } = ts.transpileModule(source, { compilerOptions: options });
      writeFileSync(join(directory, 'src', room, file.replace('.ts', '.js')), outputText);
    }
  }
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'writer.js'), writerSource);
  return join(directory, 'writer.js');
}

/** Kills the writer `delay` ms after it acknowledged so many trials. @returns the last acknowledged */
async function killedWriter(writer: string, results: string, after: number, delay: number) {
  const child = spawn(process.execPath, [writer, results, JSON.stringify(sweepStart())], {
    cwd: dirname(writer),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
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
  const writer = compiledWriter();
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
    const recorder = store.beginSweep(sweepStart());
    for (let trial = 0; trial < sweep.trialsInAll; trial++) {
      const { curve, states } = recorder.memo.recall(keyOf(trial));
      if (trial <= acknowledged) expect(curve).toHaveLength(5);
      for (const { epoch, metrics } of curve) expect(metrics).toEqual(curveOf(trial)[epoch - 1]);
      if (trial <= acknowledged && trial % 10 === 0) expect(states).toEqual([5]);
      for (const epoch of states) {
        const state = recorder.memo.loadState(keyOf(trial), epoch);
        expect(state?.tensors.w?.data).toEqual(new Float32Array(256).fill(trial));
      }
    }
    for (let number = 0; number < sweep.trialsInAll; number++) {
      tellTrial(recorder, { number, curve: curveOf(number) });
    }
    await recorder.finish('completed', null);
    await store.close();
    const rows = reader.leaderboard(reader.findSweep());
    expect(rows).toHaveLength(sweep.trialsInAll);
    expect(rows.every(({ state, epochs }) => state === 'completed' && epochs === 5)).toBe(true);
    reader.close();
  }
});
