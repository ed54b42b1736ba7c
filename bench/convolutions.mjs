// Convolutions, everything that gathers and packs included, as shares of the limit: forward, the
// weights' gradient, the input's gradient; and pooling beside an addition of as many floats.

import { Graph } from '../dist/core/graph/graph.js';
import { add } from '../dist/core/graph/operations/add.js';
import {
  conv2d,
  conv2dInputGradient,
  conv2dWeightsGradient,
} from '../dist/core/graph/operations/conv2d.js';
import {
  averagePool2d,
  averagePool2dGradient,
  maxPool2d,
  maxPool2dGradient,
} from '../dist/core/graph/operations/pool2d.js';
import { Engine } from '../dist/core/kernels/engine.js';
import { loadKernels } from '../dist/core/kernels/kernels.js';
import { planProgram } from '../dist/core/plan/plan.js';
import { gigaflops, microseconds, percent, title } from './measure.mjs';

/** Pictures, side, channels in and out, kernel, stride; the first is the one with an aim. */
const cases = [
  { rows: 32, side: 28, channels: 16, out: 32, kernel: 3, stride: 1 },
  { rows: 32, side: 28, channels: 1, out: 16, kernel: 3, stride: 1 },
  { rows: 32, side: 14, channels: 32, out: 64, kernel: 3, stride: 1 },
  { rows: 32, side: 8, channels: 16, out: 32, kernel: 3, stride: 1 },
  { rows: 32, side: 4, channels: 32, out: 64, kernel: 3, stride: 1 },
  { rows: 32, side: 28, channels: 16, out: 32, kernel: 3, stride: 2 },
  { rows: 32, side: 28, channels: 8, out: 16, kernel: 5, stride: 1 },
  { rows: 32, side: 32, channels: 64, out: 64, kernel: 3, stride: 1 },
];

/** Microseconds of one run, and its useful operations. */
function time(engine, append) {
  const graph = new Graph();
  append(graph);
  const tapeAt = engine.heapStart;
  const places = { tensors: new Map(), clock: 0, arena: tapeAt + 4096 };
  const results = graph.nodes.flatMap((node) => node.outputs);
  const program = planProgram(graph, [...graph.inputs, ...results], places);
  engine.reserve(places.arena + program.arenaBytes);
  engine.words.set(program.tape, tapeAt / 4);
  for (const tensor of graph.inputs) {
    const at = program.addressOf(tensor) / 4;
    const count = tensor.shape.reduce((product, side) => product * side, 1);
    for (let i = 0; i < count; i++) engine.floats[at + i] = ((i * 7919) % 101) / 101;
  }
  const us = microseconds(() => engine.run(tapeAt, program.tape.byteLength), {
    warmUp: 60,
    rounds: 15,
  });
  return { us, operations: program.arithmetic };
}

function convolution(engine, { rows, side, channels, out, kernel, stride }) {
  const padding = (kernel - 1) / 2;
  const attributes = {
    height: side,
    width: side,
    channels,
    kernelHeight: kernel,
    kernelWidth: kernel,
    stride,
    paddingBefore: padding,
    paddingAfter: padding,
  };
  const outSide = Math.floor((side - 1) / stride) + 1;
  const x = [rows, side * side * channels];
  const weight = [kernel * kernel * channels, out];
  const y = [rows, outSide * outSide * out];
  return [
    [conv2d, [x, weight, [out]]],
    [conv2dWeightsGradient, [x, y]],
    [conv2dInputGradient, [y, weight]],
  ].map(([operation, shapes]) =>
    time(engine, (graph) => {
      const inputs = shapes.map((shape, i) => graph.input(`${i}`, shape));
      graph.apply(operation, inputs, attributes);
    }),
  );
}

/** Microseconds of pooling 32 pictures of 28 x 28 x 32 by 2, and floats read and written. */
function pooling(engine) {
  const attributes = { height: 28, width: 28, channels: 32, size: 2 };
  const [x, y] = [28 * 28 * 32, 14 * 14 * 32].map((columns) => [32, columns]);
  return [
    [add, [x, x], 3 * x[1]],
    [maxPool2d, [x], x[1] + y[1]],
    [maxPool2dGradient, [x, y, y], 2 * x[1] + 2 * y[1]],
    [averagePool2d, [x], x[1] + y[1]],
    [averagePool2dGradient, [y], x[1] + y[1]],
  ].map(([operation, shapes, floats]) => {
    const { us } = time(engine, (graph) => {
      const inputs = shapes.map((shape, i) => graph.input(`${i}`, shape));
      graph.apply(operation, inputs, attributes);
    });
    return { name: operation.name, us, rate: (32 * floats * 4) / us / 1000 };
  });
}

export function benchConvolutions(limit) {
  const engine = new Engine(loadKernels().module);
  title('Convolutions (batch 32, padding same), share of the limit; aim of the first forward 60 %');
  console.log(
    `${'side, in -> out, kernel, stride'.padEnd(32)} ${'forward'.padStart(16)} ${'weights'.padStart(16)} ${'input'.padStart(16)}`,
  );
  for (const each of cases) {
    const cells = convolution(engine, each).map(({ us, operations }) => {
      const rate = gigaflops(operations, us);
      return `${rate.toFixed(1).padStart(7)} ${percent(rate / limit)}`.padStart(16);
    });
    const { side, channels, out, kernel, stride } = each;
    const name = `${side}, ${channels} -> ${out}, ${kernel}, ${stride}`;
    console.log(`${name.padEnd(32)} ${cells.join(' ')}`);
  }
  title('Pooling 32 pictures of 28 x 28 x 32 by 2');
  for (const { name, us, rate } of pooling(engine)) {
    console.log(
      `${name.padEnd(24)} ${us.toFixed(0).padStart(6)} µs ${rate.toFixed(1).padStart(7)} GB/s`,
    );
  }
}
