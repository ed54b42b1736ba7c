// Runs an update on parameters and gradients that are given: penalties, clipping, plain descent with
// lr 1, and bounded norms.

import { Graph, type ParameterRole } from '../../src/core/graph/graph.js';
import { elements } from '../../src/core/graph/tensor.js';
import { Engine } from '../../src/core/kernels/engine.js';
import { sgd } from '../../src/core/optimizers/sgd.js';
import { emitUpdate } from '../../src/core/optimizers/update.js';
import { layOutParameters } from '../../src/core/plan/parameter-layout.js';
import { TapeWriter } from '../../src/core/plan/tape.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import { kernels } from './graph-runner.js';
import { optimizerSettings } from './optimizer-runner.js';

export interface GivenParameter {
  readonly shape: readonly number[];
  readonly weights: ArrayLike<number>;
  readonly gradients: ArrayLike<number>;
  readonly role?: ParameterRole;
}

export interface UpdateRun {
  /** Of each parameter, after the step. */
  readonly weights: readonly Float32Array[];
  readonly gradients: readonly Float32Array[];
  readonly norm: number;
  /** Instructions' opcodes, in their order. */
  readonly opcodes: readonly number[];
}

/** What lies in the padding of gradients: operations may leave anything there. */
const LEFTOVER = 1e6;

export function runUpdate(settings: Assignment, given: readonly GivenParameter[]): UpdateRun {
  const graph = new Graph();
  for (const [i, { shape, role }] of given.entries()) {
    graph.parameter(`p${i}`, shape, { kind: 'zeros' }, role);
  }
  const layout = layOutParameters(graph.parameters);
  const engine = new Engine(kernels.module);
  const scalars = engine.heapStart;
  const norm = scalars + 64;
  const weights = norm + 64;
  const gradients = weights + layout.bytes;
  const tapeAt = gradients + layout.bytes;
  const canonical = optimizerSettings('sgd', { lr: 1, ...settings });
  const tape = new TapeWriter(new Map(), 0, 0);
  emitUpdate(tape, {
    optimizer: sgd,
    settings: canonical,
    parameters: graph.parameters,
    layout,
    blocks: { weights, gradients, moment: () => 0, scalars, count: layout.bytes / 4 },
    norm,
  });
  const words = tape.finish();
  engine.reserve(tapeAt + words.byteLength);
  engine.floats.fill(LEFTOVER, gradients / 4, tapeAt / 4);
  engine.words.set(words, tapeAt / 4);
  engine.floats.set(sgd.scalars(canonical, 1, 1), scalars / 4);
  layout.slots.forEach(({ offset }, i) => {
    engine.floats.set(Array.from(given[i]!.weights), (weights + offset) / 4);
    engine.floats.set(Array.from(given[i]!.gradients), (gradients + offset) / 4);
  });
  engine.run(tapeAt, words.byteLength);
  const read = (block: number) =>
    layout.slots.map(({ shape, offset }) => {
      const at = (block + offset) / 4;
      return engine.floats.slice(at, at + elements(shape));
    });
  return {
    weights: read(weights),
    gradients: read(gradients),
    norm: engine.floats[norm / 4]!,
    opcodes: opcodesOf(words),
  };
}

function opcodesOf(words: Int32Array): number[] {
  const opcodes: number[] = [];
  for (let at = 0; at < words.length; at += 2 + words[at + 1]!) opcodes.push(words[at]!);
  return opcodes;
}

/** The gradients as the optimizer sees them, and their norm before. */
export function clippedGradients(
  settings: Assignment,
  tensors: readonly { readonly shape: readonly number[]; readonly values: ArrayLike<number> }[],
): UpdateRun {
  return runUpdate(
    settings,
    tensors.map(({ shape, values }) => ({
      shape,
      weights: Array.from(values, () => 0),
      gradients: values,
    })),
  );
}
