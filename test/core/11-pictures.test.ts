// Pictures through convolutions and pools: what is refused, what PyTorch does with equal values, that a
// batch is its pictures one by one, and that leftovers in memory reach no result.

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
import { elements, type Shape } from '../../src/core/graph/tensor.js';
import { Engine } from '../../src/core/kernels/engine.js';
import { planProgram } from '../../src/core/plan/plan.js';
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
