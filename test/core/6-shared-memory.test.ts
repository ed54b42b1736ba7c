// Programs share one arena and find there what earlier ones left, in padding too. None of it may reach a
// result: a graph gives the same bits in memory full of NaN where tensors share places and work in place
// as in clean memory where each has a place of its own; and nothing is written that is not the program's.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendBackward } from '../../src/core/graph/backward.js';
import { Graph } from '../../src/core/graph/graph.js';
import { add } from '../../src/core/graph/operations/add.js';
import { dense } from '../../src/core/graph/operations/dense.js';
import { dropout } from '../../src/core/graph/operations/dropout.js';
import { product } from '../../src/core/graph/operations/product.js';
import { relu } from '../../src/core/graph/operations/relu.js';
import { softmaxCrossEntropy } from '../../src/core/graph/operations/softmax-cross-entropy.js';
import { tanh } from '../../src/core/graph/operations/tanh.js';
import { elements, type TensorRef } from '../../src/core/graph/tensor.js';
import { Engine } from '../../src/core/kernels/engine.js';
import { paddedBytes } from '../../src/core/plan/parameter-layout.js';
import { planProgram } from '../../src/core/plan/plan.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';
import { kernels } from './graph-runner.js';

const layers = ['dense', 'relu', 'tanh', 'dropout', 'add', 'product'] as const;

interface Recipe {
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
  readonly layers: readonly { readonly kind: (typeof layers)[number]; readonly back: number }[];
}

const recipes: fc.Arbitrary<Recipe> = fc.record({
  rows: fc.integer({ min: 1, max: 9 }),
  columns: fc.integer({ min: 1, max: 19 }),
  classes: fc.integer({ min: 2, max: 9 }),
  layers: fc.array(fc.record({ kind: fc.constantFrom(...layers), back: fc.nat(4) }), {
    maxLength: 10,
  }),
});

interface Built {
  readonly graph: Graph;
  readonly labels: TensorRef;
  readonly results: readonly TensorRef[];
}

/** Every layer keeps the shape, so that any two values can be added or multiplied. */
function built({ rows, columns, classes, layers: kinds }: Recipe): Built {
  const graph = new Graph();
  const linear = (x: TensorRef, outputs: number) => {
    const name = `${graph.parameters.length}`;
    const w = graph.parameter(`${name}.weight`, [x.shape[1]!, outputs], { kind: 'zeros' });
    const b = graph.parameter(`${name}.bias`, [outputs], { kind: 'zeros' });
    return graph.apply(dense, [x, w, b]);
  };
  const values = [linear(graph.input('x', [rows, columns]), columns)];
  kinds.forEach(({ kind, back }, layer) => {
    const last = values.at(-1)!;
    const other = values.at(-1 - (back % values.length))!;
    if (kind === 'dense') values.push(linear(last, columns));
    else if (kind === 'dropout') {
      values.push(graph.apply(dropout, [last], { probability: 0.4, layer }));
    } else if (kind === 'add') values.push(graph.apply(add, [last, other]));
    else if (kind === 'product') values.push(graph.apply(product, [last, other]));
    else values.push(graph.apply(kind === 'relu' ? relu : tanh, [last]));
  });
  const outputs = linear(values.at(-1)!, classes);
  const labels = graph.input('labels', [rows]);
  const loss = graph.apply(softmaxCrossEntropy, [outputs, labels]);
  const parameters = graph.parameters.map(({ tensor }) => tensor);
  return { graph, labels, results: [loss, outputs, ...appendBackward(graph, loss, parameters)] };
}

/** A quiet NaN with a payload that no arithmetic makes. */
const LEFTOVER = 0x7fc12345;
const GUARD = 256;

/** @param shared whether the planner places tensors, in memory full of leftovers; else each is alone */
function bitsOf({ graph, labels, results }: Built, classes: number, shared: boolean): Int32Array[] {
  const engine = new Engine(kernels.module);
  const clock = engine.heapStart;
  const one = clock + 64;
  const parameters = graph.parameters.map(({ tensor }) => tensor);
  const inputs = [...graph.inputs, ...parameters];
  const values = graph.nodes.flatMap((node) => node.outputs);
  const tensors = new Map(graph.constants.map(({ tensor }) => [tensor.id, one]));
  let next = one + 64;
  for (const tensor of shared ? parameters : [...inputs, ...values]) {
    tensors.set(tensor.id, next);
    next += paddedBytes(tensor.shape);
  }
  const arena = next + GUARD;
  const program = planProgram(graph, results, { tensors, clock, arena });
  const end = arena + program.arenaBytes;
  engine.reserve(end + GUARD + program.tape.byteLength);
  if (shared) engine.words.fill(LEFTOVER, clock / 4, (end + GUARD) / 4);
  engine.words.set([7, 42, 3], clock / 4);
  engine.floats[one / 4] = 1;
  const stream = new PhiloxStream(5, 99);
  for (const tensor of inputs) {
    const at = program.addressOf(tensor) / 4;
    for (let i = 0; i < elements(tensor.shape); i++) {
      engine.floats[at + i] = tensor === labels ? stream.below(classes) : 2 * stream.uniform() - 1;
    }
  }
  engine.words.set(program.tape, (end + GUARD) / 4);
  engine.run(end + GUARD, program.tape.byteLength);
  if (shared) {
    const guards = [arena - GUARD, end].map((at) => engine.words.slice(at / 4, (at + GUARD) / 4));
    for (const guard of guards) expect(guard.every((word) => word === LEFTOVER)).toBe(true);
  }
  return results.map((tensor) => {
    const at = program.addressOf(tensor) / 4;
    return engine.words.slice(at, at + elements(tensor.shape));
  });
}

describe('what earlier programs left in memory', () => {
  it('reaches no result, and a program writes to no place but its own', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const graph = built(recipe);
        const clean = bitsOf(graph, recipe.classes, false);
        expect(bitsOf(graph, recipe.classes, true)).toEqual(clean);
      }),
      { numRuns: 150 },
    );
  });
});
