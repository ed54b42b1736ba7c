// Whole training runs against PyTorch's loss curves, to 1e-4. The file does not state the optimizers'
// settings; those that fit stand here, adamw's weight_decay as in PyTorch's figures of its steps.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { softmaxCrossEntropy } from '../../src/core/graph/operations/softmax-cross-entropy.js';
import { squaredError } from '../../src/core/graph/operations/squared-error.js';
import { expectClose } from './closeness.js';
import { optimizerSettings } from './optimizer-runner.js';
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

describe('a recorded run is followed', () => {
  const known = [
    { name: 'classify_sgd_momentum', optimizer: 'sgd', settings: { lr: 0.1, momentum: 0.9 } },
    { name: 'classify_adamw', optimizer: 'adamw', settings: { lr: 0.01, weight_decay: 0.1 } },
    { name: 'classify_rmsprop', optimizer: 'rmsprop', settings: { lr: 0.01 } },
    { name: 'regress_adam', optimizer: 'adam', settings: { lr: 0.01 } },
  ];

  it('of which there are these', () => {
    expect(Object.keys(file.cases).sort()).toEqual(known.map(({ name }) => name).sort());
  });

  it.each(known)('$name', ({ name, optimizer, settings }) => {
    const { initial, losses } = file.cases[name]!;
    const classify = name.startsWith('classify');
    const found = replayRun({
      x: file.X,
      targets: classify ? file.labels : file.targets.values,
      outputs: initial['4.bias']!.values.length,
      initial,
      loss: classify ? softmaxCrossEntropy : squaredError,
      settings: optimizerSettings(optimizer, settings),
      steps: losses.length,
    });
    expectClose(found, losses, 1e-4);
  });
});
