// Trains the small network of PyTorch's recorded runs: linear(6,8) relu linear(8,8) tanh linear(8,out),
// full batch, loss before each step.

import type { Operation } from '../../src/core/graph/operation.js';
import { dense } from '../../src/core/graph/operations/dense.js';
import { relu } from '../../src/core/graph/operations/relu.js';
import { tanh } from '../../src/core/graph/operations/tanh.js';
import { Engine } from '../../src/core/kernels/engine.js';
import type { Model } from '../../src/core/models/model.js';
import { optimizerNamed } from '../../src/core/optimizers/optimizer-registry.js';
import { Session } from '../../src/core/session.js';
import type { Configuration } from '../../src/vocabulary/configuration.js';
import type { Tensor } from '../../src/vocabulary/segment.js';
import { kernels } from './graph-runner.js';

export interface RecordedTensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const recordedModel: Model = {
  name: 'recorded',
  build(graph, x, { outputs }) {
    const layers: [number, Operation | null][] = [
      [8, relu],
      [8, tanh],
      [outputs, null],
    ];
    return layers.reduce((value, [units, activation], i) => {
      const weight = graph.parameter(`${2 * i}.weight`, [value.shape[1]!, units], {
        kind: 'zeros',
      });
      const bias = graph.parameter(`${2 * i}.bias`, [units], { kind: 'zeros' });
      const linear = graph.apply(dense, [value, weight, bias]);
      return activation === null ? linear : graph.apply(activation, [linear]);
    }, x);
  },
};

/** torch's (out, in) weights as ours (in, out); biases as they are. */
function ours({ shape, values }: RecordedTensor): Tensor {
  if (shape.length === 1) return { shape, data: Float32Array.from(values) };
  const [out, inputs] = shape as [number, number];
  const data = Float32Array.from(
    values,
    (_, i) => values[(i % out) * inputs + Math.floor(i / out)]!,
  );
  return { shape: [inputs, out], data };
}

export function replayRun(run: {
  readonly x: RecordedTensor;
  readonly targets: readonly number[];
  readonly outputs: number;
  readonly initial: Readonly<Record<string, RecordedTensor>>;
  readonly loss: Operation;
  /** A canonical configuration. */
  readonly settings: Configuration;
  readonly steps: number;
}): number[] {
  const [rows, inputs] = run.x.shape as [number, number];
  const engine = new Engine(kernels.module);
  const session = new Session(engine, {
    model: recordedModel,
    spec: { inputs, categories: [], image: null, outputs: run.outputs, settings: run.settings },
    loss: (graph, outputs, targets) => graph.apply(run.loss, [outputs, targets]),
    targets: run.outputs > 1 ? 'labels' : 'values',
    optimizer: optimizerNamed(String(run.settings.optimizer)),
    seed: 0,
    trainRows: [rows],
    evaluateRows: [rows],
  });
  const weights = Object.entries(run.initial).map(
    ([name, tensor]) => [name, ours(tensor)] as const,
  );
  session.load({ ...session.save(), ...Object.fromEntries(weights) });
  const program = session.program('train', rows);
  const losses: number[] = [];
  for (let step = 1; step <= run.steps; step++) {
    engine.floats.set(run.x.values, program.x);
    engine.floats.set(run.targets, program.targets);
    session.prepareStep(step, Number(run.settings.lr));
    program.run();
    losses.push(engine.floats[program.loss]!);
  }
  return losses;
}
