// Runs a graph on the real kernels: places inputs, plans, executes, reads tensors back.

import { Graph } from '../../src/core/graph/graph.js';
import { elements, type TensorRef } from '../../src/core/graph/tensor.js';
import { Engine } from '../../src/core/kernels/engine.js';
import { loadKernels } from '../../src/core/kernels/kernels.js';
import { paddedBytes } from '../../src/core/plan/parameter-layout.js';
import { planProgram } from '../../src/core/plan/plan.js';

export const kernels = loadKernels();

export type Values = ArrayLike<number>;

/** Step and seed of everything random. */
export interface Clock {
  readonly step: number;
  readonly key: readonly [number, number];
}

/**
 * @param build appends nodes and names the inputs' values; returns the tensors to read
 * @returns the values of those tensors, in their order
 */
export function runGraph(
  build: (
    graph: Graph,
    give: (tensor: TensorRef, values: Values) => TensorRef,
  ) => readonly TensorRef[],
  clock: Clock = { step: 1, key: [0, 0] },
): readonly Float32Array[] {
  const graph = new Graph();
  const given = new Map<TensorRef, Values>();
  const results = build(graph, (tensor, values) => {
    given.set(tensor, values);
    return tensor;
  });
  const engine = new Engine(kernels.module);
  const clockAt = engine.heapStart;
  let next = clockAt + 64;
  const tensors = new Map<number, number>();
  for (const { tensor } of [...graph.parameters, ...graph.buffers, ...graph.constants]) {
    tensors.set(tensor.id, next);
    next += paddedBytes(tensor.shape);
  }
  const program = planProgram(graph, results, { tensors, clock: clockAt, arena: next });
  const tapeAt = next + program.arenaBytes;
  engine.reserve(tapeAt + program.tape.byteLength);
  engine.words.set([clock.step, clock.key[0] | 0, clock.key[1] | 0], clockAt / 4);
  engine.words.set(program.tape, tapeAt / 4);
  for (const { tensor, values } of graph.constants)
    engine.floats.set(values, program.addressOf(tensor) / 4);
  for (const [tensor, values] of given)
    engine.floats.set(Array.from(values), program.addressOf(tensor) / 4);
  engine.run(tapeAt, program.tape.byteLength);
  return results.map((tensor) => {
    const at = program.addressOf(tensor) / 4;
    return engine.floats.slice(at, at + elements(tensor.shape));
  });
}
