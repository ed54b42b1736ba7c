// What kernels.mjs runs: rows of the registry that have a `timing`, each beside the limit that binds it.

import { test } from 'vitest';
import { Graph } from '../src/core/graph/graph.ts';
import { elements } from '../src/core/graph/tensor.ts';
import { Engine } from '../src/core/kernels/engine.ts';
import { loadKernels } from '../src/core/kernels/kernels.ts';
import { optimizerNamed } from '../src/core/optimizers/optimizer-registry.ts';
import { planProgram } from '../src/core/plan/plan.ts';
import { TapeWriter } from '../src/core/plan/tape.ts';
import { optimizerSettings } from '../test/core/optimizer-runner.ts';
import { operationRows, optimizerRows } from '../test/core/registry/registry.ts';
import { InstructionCounter } from './instruction-counter.mjs';
import { binding, KernelLimits, SHORT } from './kernel-limits.mjs';
import { microseconds, percent, title } from './measure.mjs';

const AIM = 0.7;
/** Weights of a small network, and bytes of a working set that no cache near the processor holds. */
const SMALL = 4096;
const LARGE = 8 << 20;

const engine = new Engine(loadKernels().module);
const limits = new KernelLimits();
const counter = new InstructionCounter();

/** @param aim 0 where there is none */
function report(name, n, time, bounds, aim = AIM) {
  const limit = binding(bounds);
  const share = limit.time / time;
  const cells = [
    name.padEnd(28),
    n.toLocaleString('en').padStart(10),
    `${time.toFixed(3)} ns`.padStart(10),
    `${limit.time.toFixed(3)} ns`.padStart(10),
    percent(share),
    `${limit.name}${share < aim ? '  below the aim' : ''}`,
  ];
  console.log(cells.join(' '));
}

function heading(text, element) {
  title(`${text} (aim ${percent(AIM).trim()} of the limit that binds)`);
  console.log(
    `${''.padEnd(28)} ${'elements'.padStart(10)} ${`a ${element}`.padStart(10)} ${'limit'.padStart(10)}  share`,
  );
}

/** The time of each of n elements of a tape that does them all `times` over, and its limits but memory's. */
function timeTape(tapeAt, bytes, n, times = 1) {
  const us = microseconds(() => engine.run(tapeAt, bytes), SHORT);
  const bounds = limits.instructions(counter.count(engine.floats, tapeAt, bytes), n * times);
  return { time: (1000 * us) / (n * times), bounds };
}

/**
 * Nanoseconds for each weight of an update of n weights, and its limits. Two steps a run, with gradients of opposite
 * signs: moments neither settle nor grow, as under gradients that never change.
 */
function timeOptimizer(optimizer, settings, moments, n) {
  const scalars = engine.heapStart;
  const block = (i) => scalars + 64 + 4 * n * i;
  const tape = new TapeWriter(new Map(), 0, 0);
  for (const gradients of [1, 2]) {
    optimizer.emit(tape, {
      weights: block(0),
      gradients: block(gradients),
      moment: (name) => (moments.includes(name) ? block(moments.indexOf(name) + 3) : 0),
      scalars,
      count: n,
    });
  }
  const words = tape.finish();
  const tapeAt = block(moments.length + 3);
  engine.reserve(tapeAt + words.byteLength);
  engine.words.set(words, tapeAt / 4);
  // A late step, when every rule does all that it does.
  engine.floats.set(optimizer.scalars(settings, 1e-6, 1000), scalars / 4);
  for (let i = 0; i < n; i++) {
    const gradient = ((i * 104_729) % 89) / 44 - 1;
    engine.floats[block(0) / 4 + i] = ((i * 7919) % 101) / 101;
    engine.floats[block(1) / 4 + i] = gradient;
    engine.floats[block(2) / 4 + i] = -gradient;
  }
  return timeTape(tapeAt, words.byteLength, n, 2);
}

/** Nanoseconds for each element of the largest tensor of one operation, its limits, and how many results it has. */
function timeOperation({ operation, attributes, labels, timing }) {
  const graph = new Graph();
  const inputs = timing.shapes.map((shape, i) => graph.input(`i${i}`, shape));
  const result = graph.apply(operation, inputs, timing.attributes ?? attributes);
  const clock = engine.heapStart;
  const arena = clock + 64;
  const tensors = new Map();
  const program = planProgram(graph, [...inputs, result], { tensors, clock, arena });
  const tapeAt = arena + program.arenaBytes;
  engine.reserve(tapeAt + program.tape.byteLength);
  engine.words.set(program.tape, tapeAt / 4);
  inputs.forEach((input, which) => {
    const at = program.addressOf(input) / 4;
    for (let i = 0; i < elements(input.shape); i++) {
      const label = labels?.input === which;
      engine.floats[at + i] = label ? i % labels.classes : ((i * 7919) % 101) / 25 - 2;
    }
  });
  const results = elements(result.shape);
  const n = Math.max(results, ...inputs.map(({ shape }) => elements(shape)));
  return { n, results, ...timeTape(tapeAt, program.tape.byteLength, n) };
}

test('optimizers', () => {
  heading('Optimizers', 'weight');
  for (const row of optimizerRows) {
    if (row.timed === undefined) continue;
    const optimizer = optimizerNamed(row.optimizer);
    const settings = optimizerSettings(row.optimizer, row.settings);
    const moments = optimizer.moments(settings);
    const arrays = 2 + moments.length;
    const large = Math.floor(LARGE / (4 * arrays * 16)) * 16;
    for (const n of [SMALL, large]) {
      const { time, bounds } = timeOptimizer(optimizer, settings, moments, n);
      report(row.case, n, time, { memory: limits.update(arrays, n), ...bounds });
    }
  }
});

test('operations', () => {
  const timed = new Map();
  for (const row of operationRows) {
    if (row.timing === undefined) continue;
    const sides = row.timing.shapes[0].join(' x ');
    const name = `${row.operation.name} ${sides}`;
    // Cases that differ by an attribute alone run one loop.
    if (!timed.has(name)) timed.set(name, row);
  }
  if (timed.size === 0) return;
  heading('Operations, forwards', 'element');
  for (const [name, row] of timed) {
    const { n, results, time, bounds } = timeOperation(row);
    const memory = limits.map((row.timing.floatsMoved * results) / n, n);
    // The aim is that of elementwise work: a loss ends in one number, and its batches are small.
    report(name, n, time, { memory, ...bounds }, results === n ? AIM : 0);
  }
});
