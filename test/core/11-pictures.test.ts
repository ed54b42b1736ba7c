// Pictures through convolutions, pools and whole networks: what is refused, what PyTorch does with equal
// values, that a batch is its pictures one by one, and that leftovers in memory reach no result.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/core/graph/graph.js';
import { type Attributes, type Operation, ShapeError } from '../../src/core/graph/operation.js';
import {
  conv2d,
  conv2dInputGradient,
  conv2dWeightsGradient,
} from '../../src/core/graph/operations/conv2d.js';
import {
  averagePool2d,
  averagePool2dGradient,
  maxPool2d,
  maxPool2dGradient,
} from '../../src/core/graph/operations/pool2d.js';
import { softmaxCrossEntropy } from '../../src/core/graph/operations/softmax-cross-entropy.js';
import { elements, type Shape } from '../../src/core/graph/tensor.js';
import { Engine } from '../../src/core/kernels/engine.js';
import { cnn } from '../../src/core/models/cnn.js';
import type { PictureShape } from '../../src/core/models/picture-layers.js';
import { optimizerNamed } from '../../src/core/optimizers/optimizer-registry.js';
import { planProgram } from '../../src/core/plan/plan.js';
import { Session } from '../../src/core/session.js';
import type { Configuration } from '../../src/vocabulary/configuration.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';
import { kernels, runGraph } from './graph-runner.js';

const square = { height: 4, width: 4, channels: 1 };
const kernel3 = { kernelHeight: 3, kernelWidth: 3, stride: 1, paddingBefore: 0, paddingAfter: 0 };

describe('an operation refuses', () => {
  const graph = new Graph();
  const pictures = graph.input('x', [2, 16]);

  it('a convolution of pictures of another size', () => {
    const attributes = { ...square, ...kernel3, channels: 2 };
    const weight = graph.input('w', [18, 5]);
    expect(() => graph.apply(conv2d, [pictures, weight], attributes)).toThrow(ShapeError);
  });
  it('weights of another kernel, and a bias of other channels', () => {
    const attributes = { ...square, ...kernel3 };
    const [weight, bias] = [graph.input('w', [9, 5]), graph.input('b', [4])];
    expect(() => graph.apply(conv2d, [pictures, graph.input('v', [8, 5])], attributes)).toThrow(
      'weights (9, out)',
    );
    expect(() => graph.apply(conv2d, [pictures, weight, bias], attributes)).toThrow(
      'a bias of shape (5)',
    );
  });
  it('a kernel or a window that is larger than the picture', () => {
    const large = { ...square, ...kernel3, kernelHeight: 5 };
    const weight = graph.input('w', [15, 5]);
    expect(() => graph.apply(conv2d, [pictures, weight], large)).toThrow('fits the picture');
    expect(() => graph.apply(maxPool2d, [pictures], { ...square, size: 5 })).toThrow(ShapeError);
  });
});

describe('max pooling', () => {
  const attributes = { ...square, size: 2 };
  const pooled = (values: readonly number[], upstream: readonly number[]) =>
    runGraph((graph, give) => {
      const x = give(graph.input('x', [1, 16]), values);
      const y = graph.apply(maxPool2d, [x], attributes);
      const dy = give(graph.input('dy', [1, 4]), upstream);
      return [y, graph.apply(maxPool2dGradient, [x, y, dy], attributes)];
    });

  it('gives the gradient to the first of equals, as PyTorch', () => {
    const [y, dx] = pooled([1, 1, 0, 2, 1, 0, 2, 2, -1, -1, 3, 0, -1, -1, 0, 3], [1, 2, 3, 4]);
    expect([...y!]).toEqual([1, 2, -1, 3]);
    expect([...dx!]).toEqual([1, 0, 0, 2, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0]);
  });
  it('keeps a NaN wherever it stands in a window', () => {
    for (const place of [0, 1, 4, 5]) {
      const values = Array.from({ length: 16 }, (_, i) => (i === place ? Number.NaN : i));
      const [y, dx] = pooled(values, [7, 0, 0, 0]);
      expect([...y!]).toEqual([Number.NaN, 7, 13, 15]);
      expect(dx![place]).toBe(7);
    }
  });
});

interface Case {
  readonly operation: Operation;
  readonly shapes: readonly Shape[];
  readonly attributes: Attributes;
}

/** Sizes that no block, tile or vector fits; kernels of 1 to 5; any stride. */
const convolutions = fc
  .record({
    rows: fc.integer({ min: 1, max: 6 }),
    height: fc.integer({ min: 1, max: 9 }),
    width: fc.integer({ min: 1, max: 9 }),
    channels: fc.integer({ min: 1, max: 9 }),
    kernelHeight: fc.integer({ min: 1, max: 5 }),
    kernelWidth: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 3 }),
    paddingBefore: fc.integer({ min: 0, max: 2 }),
    paddingAfter: fc.integer({ min: 0, max: 2 }),
    out: fc.integer({ min: 1, max: 18 }),
  })
  .filter(({ height, width, kernelHeight, kernelWidth, paddingBefore, paddingAfter }) => {
    const padding = paddingBefore + paddingAfter;
    return height + padding >= kernelHeight && width + padding >= kernelWidth;
  })
  .map(({ rows, out, ...attributes }) => {
    const { height, width, channels, kernelHeight, kernelWidth, stride } = attributes;
    const padding = attributes.paddingBefore + attributes.paddingAfter;
    const side = (of: number, size: number) => Math.floor((of + padding - size) / stride) + 1;
    const x = [rows, height * width * channels];
    const weight = [kernelHeight * kernelWidth * channels, out];
    const y = [rows, side(height, kernelHeight) * side(width, kernelWidth) * out];
    return { attributes, x, weight, y, bias: [out] };
  });

const convolutionCases = convolutions.map(({ attributes, x, weight, y, bias }): readonly Case[] => [
  { operation: conv2d, shapes: [x, weight, bias], attributes },
  { operation: conv2dInputGradient, shapes: [y, weight], attributes },
  { operation: conv2dWeightsGradient, shapes: [x, y], attributes },
]);

const poolCases = fc
  .record({
    rows: fc.integer({ min: 1, max: 4 }),
    height: fc.integer({ min: 1, max: 7 }),
    width: fc.integer({ min: 1, max: 7 }),
    channels: fc.integer({ min: 1, max: 9 }),
    size: fc.integer({ min: 1, max: 3 }),
  })
  .filter(({ height, width, size }) => height >= size && width >= size)
  .map(({ rows, ...attributes }): readonly Case[] => {
    const { height, width, channels, size } = attributes;
    const x = [rows, height * width * channels];
    const y = [rows, Math.floor(height / size) * Math.floor(width / size) * channels];
    return [
      { operation: maxPool2d, shapes: [x], attributes },
      { operation: maxPool2dGradient, shapes: [x, y, y], attributes },
      { operation: averagePool2d, shapes: [x], attributes },
      { operation: averagePool2dGradient, shapes: [y], attributes },
    ];
  });

function drawn(shapes: readonly Shape[]): Float32Array[] {
  const stream = new PhiloxStream(5, 99);
  return shapes.map((shape) =>
    Float32Array.from({ length: elements(shape) }, () => 2 * stream.uniform() - 1),
  );
}

describe('a batch', () => {
  it('is its pictures one by one, to the bit', () => {
    const run = ({ operation, attributes }: Case, inputs: [Shape, Float32Array][]) =>
      runGraph((graph, give) => {
        const tensors = inputs.map(([shape, values], i) =>
          give(graph.input(`${i}`, shape), values),
        );
        return [graph.apply(operation, tensors, attributes)];
      })[0]!;
    fc.assert(
      fc.property(convolutionCases, (cases) => {
        for (const each of cases.slice(0, 2)) {
          const values = drawn(each.shapes);
          const whole = run(
            each,
            each.shapes.map((shape, i) => [shape, values[i]!]),
          );
          const [rows, size] = each.shapes[0] as [number, number];
          const alone = Array.from({ length: rows }, (_, n) =>
            run(each, [
              [[1, size], values[0]!.subarray(n * size, (n + 1) * size)],
              ...each.shapes.slice(1).map((s, i): [Shape, Float32Array] => [s, values[i + 1]!]),
            ]),
          );
          expect(alone.flatMap((picture) => [...picture])).toEqual([...whole]);
        }
      }),
      { numRuns: 150 },
    );
  });
});

/** A quiet NaN with a payload that no arithmetic makes. */
const LEFTOVER = 0x7fc12345;
const GUARD = 256;

/** Runs one operation in memory that was filled with `leftover` before its inputs were written. */
function bitsAmong(leftover: number, { operation, shapes, attributes }: Case): Int32Array {
  const engine = new Engine(kernels.module);
  const graph = new Graph();
  const inputs = shapes.map((shape, i) => graph.input(`${i}`, shape));
  const output = graph.apply(operation, inputs, attributes);
  const arena = engine.heapStart + GUARD;
  const program = planProgram(graph, [...inputs, output], { tensors: new Map(), clock: 0, arena });
  const end = arena + program.arenaBytes;
  engine.reserve(end + GUARD + program.tape.byteLength);
  engine.words.fill(leftover, engine.heapStart / 4, (end + GUARD) / 4);
  const values = drawn(shapes);
  inputs.forEach((input, i) => {
    engine.floats.set(values[i]!, program.addressOf(input) / 4);
  });
  engine.words.set(program.tape, (end + GUARD) / 4);
  engine.run(end + GUARD, program.tape.byteLength);
  for (const at of [arena - GUARD, end]) {
    expect(engine.words.slice(at / 4, (at + GUARD) / 4).every((word) => word === leftover)).toBe(
      true,
    );
  }
  const at = program.addressOf(output) / 4;
  return engine.words.slice(at, at + elements(output.shape));
}

describe('what earlier programs left in memory', () => {
  it('reaches no result, and nothing is written beside the arena', () => {
    fc.assert(
      fc.property(fc.oneof(convolutionCases, poolCases), (cases) => {
        for (const each of cases) {
          expect(bitsAmong(LEFTOVER, each)).toEqual(bitsAmong(0, each));
        }
      }),
      { numRuns: 150 },
    );
  });
});

const plain: Configuration = {
  convolutions: [3, 'pool', 5],
  kernel_size: 3,
  conv_stride: 1,
  padding: 'same',
  pooling: 'max',
  pool_size: 2,
  conv_dropout: 0,
  hidden: [4],
  layers: 0,
  activation: 'relu',
  norm: 'none',
  dropout: 0,
  momentum: 0,
  dampening: 0,
  nesterov: false,
  weight_decay: 0,
};

function sessionOf(settings: Configuration, image: PictureShape | null = [6, 7, 2], rows = 5) {
  const engine = new Engine(kernels.module);
  const inputs = image === null ? 3 : elements(image);
  const session = new Session(engine, {
    model: cnn,
    spec: { inputs, categories: [], image, outputs: 3, settings: { ...plain, ...settings } },
    loss: (graph, outputs, targets) => graph.apply(softmaxCrossEntropy, [outputs, targets]),
    targets: 'labels',
    optimizer: optimizerNamed('sgd'),
    seed: 3,
    trainRows: [rows],
    evaluateRows: [rows],
  });
  return { engine, session };
}

describe('a convolutional network', () => {
  it('refuses a table, and pictures of which nothing is left', () => {
    expect(() => sessionOf({}, null)).toThrow('write data.image: [height, width]');
    expect(() => sessionOf({ convolutions: [2, 'pool', 'pool', 'pool'] })).toThrow(
      'before entry 4 of convolutions: [2, pool, pool, pool], found 1 x 1',
    );
    expect(() => sessionOf({ kernel_size: 7, padding: 'valid' })).toThrow('smaller kernel_size');
  });

  const shapes = (settings: Configuration) =>
    Object.entries(sessionOf(settings).session.save())
      .filter(([name]) => !name.startsWith('optimizer.'))
      .map(([name, { shape }]) => `${name} ${shape.join(' ')}`);

  it('has the names of a torch.nn.Sequential of its layers', () => {
    expect(shapes({})).toEqual([
      '0.weight 18 3',
      '0.bias 3',
      '3.weight 27 5',
      '3.bias 5',
      '6.weight 45 4',
      '6.bias 4',
      '8.weight 4 3',
      '8.bias 3',
    ]);
  });
  it('has them with norms, whose columns are channels', () => {
    expect(shapes({ convolutions: [3, 'pool'], hidden: [], norm: 'batch_norm' })).toEqual([
      '0.weight 18 3',
      '0.bias 3',
      '1.weight 3',
      '1.bias 3',
      '5.weight 27 3',
      '5.bias 3',
      '1.running_mean 3',
      '1.running_var 3',
    ]);
  });
  it('may have no convolution at all', () => {
    expect(shapes({ convolutions: [], hidden: [] })).toEqual(['1.weight 84 3', '1.bias 3']);
  });
  it.each([
    ['valid padding', { padding: 'valid', convolutions: [3] }, 4 * 5 * 3],
    ['a stride', { conv_stride: 2, convolutions: [3] }, 3 * 4 * 3],
    ['an even kernel', { kernel_size: 4, convolutions: [3] }, 6 * 7 * 3],
    ['a larger pool', { pool_size: 3, convolutions: ['pool'] }, 2 * 2 * 2],
  ])('gives its dense part what is left behind %s', (_, settings, inputs) => {
    expect(shapes({ ...settings, hidden: [] }).at(-2)).toContain(`weight ${inputs} 3`);
  });

  it.each([
    ['none', 'max'],
    ['none', 'avg'],
    ['batch_norm', 'avg'],
    ['layer_norm', 'max'],
  ])(
    'has the gradient that differences of its loss have, norm %s and pooling %s',
    (norm, pooling) => {
      const { engine, session } = sessionOf({ norm, pooling, activation: 'tanh' });
      const program = session.program('train', 5);
      const stream = new PhiloxStream(4, 99);
      const x = Float32Array.from({ length: 5 * 84 }, () => 4 * stream.uniform() - 2);
      const start = structuredClone(session.save());
      const lossAt = (weights: typeof start) => {
        session.load(weights);
        engine.floats.set(x, program.x);
        engine.floats.set([0, 2, 1, 1, 0], program.targets);
        session.prepareStep(1, 1);
        program.run();
        return engine.floats[program.loss]!;
      };
      lossAt(start);
      const after = structuredClone(session.save());
      const trained = Object.keys(start).filter((name) => /^\d+\.(weight|bias)$/.test(name));
      // At learning rate 1 a step of sgd is the gradient.
      const gradient = (name: string, i: number) => start[name]!.data[i]! - after[name]!.data[i]!;
      const size = Math.sqrt(
        trained.reduce(
          (sum, name) => start[name]!.data.reduce((s, _, i) => s + gradient(name, i) ** 2, sum),
          0,
        ),
      );
      const moved = (by: number) =>
        Object.fromEntries(
          Object.entries(start).map(([name, { shape, data }]) => [
            name,
            trained.includes(name)
              ? { shape, data: data.map((w, i) => w + (by * gradient(name, i)) / size) }
              : { shape, data },
          ]),
        );
      const h = 2e-3;
      const climbed = (lossAt(moved(h)) - lossAt(moved(-h))) / (2 * h);
      expect(climbed / size).toBeCloseTo(1, 1.7);
    },
  );
});
