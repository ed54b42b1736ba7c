// Whole networks small enough to be differenced: a session of a model under sgd, one step of it at given
// weights, and how far the loss really climbs along its gradient.

import { softmaxCrossEntropy } from '../../src/core/graph/operations/softmax-cross-entropy.js';
import type { Engine } from '../../src/core/kernels/engine.js';
import type { Model, ModelSpec } from '../../src/core/models/model.js';
import { optimizerNamed } from '../../src/core/optimizers/optimizer-registry.js';
import { Session } from '../../src/core/session.js';
import type { Tensor } from '../../src/vocabulary/segment.js';

type Weights = Readonly<Record<string, Tensor>>;

/** Three classes, cross-entropy, sgd. */
export function sessionOfModel(
  engine: Engine,
  model: Model,
  spec: Omit<ModelSpec, 'outputs'>,
  rows: number,
): Session {
  return new Session(engine, {
    model,
    spec: { ...spec, outputs: 3 },
    loss: (graph, outputs, targets) => graph.apply(softmaxCrossEntropy, [outputs, targets]),
    targets: 'labels',
    optimizer: optimizerNamed('sgd'),
    seed: 3,
    trainRows: [rows],
    evaluateRows: [rows],
  });
}

export interface SmallBatch {
  readonly engine: Engine;
  readonly session: Session;
  /** (rows, inputs) */
  readonly inputs: ArrayLike<number>;
  /** (rows) */
  readonly labels: readonly number[];
}

/** Loss and gradients at given weights: one step of sgd with lr 1 subtracts the gradients. */
export function through({ engine, session, inputs, labels }: SmallBatch, weights: Weights) {
  const program = session.program('train', labels.length);
  session.load(weights);
  engine.floats.set(inputs, program.x);
  engine.floats.set(labels, program.targets);
  session.prepareStep(4, 1);
  program.run();
  return { loss: engine.floats[program.loss]!, after: session.save() };
}

/** Only what is trained: no moments, no running figures. */
export function trained(name: string): boolean {
  return /\.(weight|bias)$/.test(name) && !name.startsWith('optimizer.');
}

/** weights + by * along */
export function moved(
  weights: Weights,
  along: Readonly<Record<string, Float32Array>>,
  by: number,
): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => {
      const way = along[name];
      return [
        name,
        { shape, data: way === undefined ? data : data.map((x, i) => x + by * way[i]!) },
      ];
    }),
  );
}

/**
 * How far the loss climbs along its gradient, by central differences over h, in lengths of the gradient:
 * 1 where the gradient is right.
 */
export function climbAlongGradient(batch: SmallBatch, start: Weights, h: number): number {
  const { after } = through(batch, start);
  const names = Object.keys(start).filter(trained);
  const gradient = Object.fromEntries(
    names.map((name) => {
      const { data } = start[name]!;
      return [name, data.map((x, i) => x - after[name]!.data[i]!)];
    }),
  );
  const size = Math.sqrt(
    names.reduce((sum, name) => sum + gradient[name]!.reduce((s, g) => s + g * g, 0), 0),
  );
  const up = through(batch, moved(start, gradient, h / size)).loss;
  const down = through(batch, moved(start, gradient, -h / size)).loss;
  return (up - down) / (2 * h) / size;
}
