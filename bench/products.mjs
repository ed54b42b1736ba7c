// Matrix products, packing included, as shares of the limit: forward (as stored), the weights'
// gradient (A transposed), the input's gradient (B transposed).

import { Graph } from '../dist/core/graph/graph.js';
import { multiply } from '../dist/core/graph/operations/multiply.js';
import { Engine } from '../dist/core/kernels/engine.js';
import { loadKernels } from '../dist/core/kernels/kernels.js';
import { planProgram } from '../dist/core/plan/plan.js';
import { gigaflops, microseconds, percent, title } from './measure.mjs';

const cubes = [16, 32, 64, 128, 256, 512].map((n) => [n, n, n]);
/** (m, n, k) of layers: batch, out, in. */
const layers = [
  [32, 64, 64],
  [32, 10, 64],
  [64, 128, 128],
  [64, 10, 128],
  [64, 128, 784],
  [128, 256, 256],
  [128, 256, 784],
];

function rate(engine, m, n, k, transposeA, transposeB) {
  const graph = new Graph();
  const a = graph.input('a', transposeA ? [k, m] : [m, k]);
  const b = graph.input('b', transposeB ? [n, k] : [k, n]);
  const c = graph.apply(multiply, [a, b], { transposeA, transposeB });
  const tapeAt = engine.heapStart;
  const places = { tensors: new Map(), clock: 0, arena: tapeAt + 128 };
  const program = planProgram(graph, [a, b, c], places);
  engine.reserve(places.arena + program.arenaBytes);
  engine.words.set(program.tape, tapeAt / 4);
  for (const tensor of [a, b]) {
    const at = program.addressOf(tensor) / 4;
    for (let i = 0; i < tensor.shape[0] * tensor.shape[1]; i++)
      engine.floats[at + i] = ((i * 7919) % 101) / 101;
  }
  const us = microseconds(() => engine.run(tapeAt, program.tape.byteLength), {
    warmUp: 60,
    rounds: 15,
  });
  return gigaflops(2 * m * n * k, us);
}

export function benchProducts(limit) {
  const engine = new Engine(loadKernels().module);
  title('Matrix products (m x k · k x n), share of the limit');
  console.log(
    `${'m x n x k'.padEnd(16)} ${'forward'.padStart(16)} ${'Aᵀ (weights)'.padStart(16)} ${'Bᵀ (input)'.padStart(16)}`,
  );
  for (const [m, n, k] of [...cubes, ...layers]) {
    const cells = [
      [false, false],
      [true, false],
      [false, true],
    ].map(([ta, tb]) => {
      const found = rate(engine, m, n, k, ta, tb);
      return `${found.toFixed(1).padStart(7)} ${percent(found / limit)}`.padStart(16);
    });
    console.log(`${`${m} x ${n} x ${k}`.padEnd(16)} ${cells.join(' ')}`);
  }
}
