// Whole training runs against PyTorch's loss curves, to 1e-4. The file does not state the learning
// rates; they are torch's usual ones for these optimizers and stand here.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { softmaxCrossEntropy } from '../../src/core/graph/operations/softmax-cross-entropy.js';
import { squaredError } from '../../src/core/graph/operations/squared-error.js';
import { expectClose } from './closeness.js';
import { type RecordedTensor, replayRun } from './torch-run.js';

interface RunsFile {
  readonly X: RecordedTensor;
  readonly labels: readonly number[];
  readonly targets: RecordedTensor;
  readonly cases: Record<
    string,
    { readonly initial: Record<string, RecordedTensor>; readonly losses: readonly number[] }
  >;
}

const file: RunsFile = JSON.parse(
  readFileSync(new URL('../golden/torch/runs.json', import.meta.url), 'utf8'),
);

const settings = {
  momentum: 0.9,
  nesterov: false,
  beta1: 0.9,
  beta2: 0.999,
  alpha: 0.99,
  eps: 1e-8,
  weight_decay: 0,
};

describe('a recorded run is followed', () => {
  const known = [
    { name: 'classify_sgd_momentum', optimizer: 'sgd', lr: 0.1 },
    { name: 'classify_rmsprop', optimizer: 'rmsprop', lr: 0.01 },
    { name: 'regress_adam', optimizer: 'adam', lr: 0.01 },
  ];

  it('of which there are these, and one whose optimizer (adamw) comes later', () => {
    const names = [...known.map(({ name }) => name), 'classify_adamw'];
    expect(Object.keys(file.cases).sort()).toEqual(names.sort());
  });

  it.each(known)('$name', ({ name, optimizer, lr }) => {
    const { initial, losses } = file.cases[name]!;
    const classify = name.startsWith('classify');
    const found = replayRun({
      x: file.X,
      targets: classify ? file.labels : file.targets.values,
      outputs: initial['4.bias']!.values.length,
      initial,
      loss: classify ? softmaxCrossEntropy : squaredError,
      optimizer,
      settings,
      lr,
      steps: losses.length,
    });
    expectClose(found, losses, 1e-4);
  });
});
