// How one network lies in one memory, before there is any memory: a pure function of what is to be
// trained, so that a network that cannot fit is refused before a sweep starts. From low to high:
//
//   | clock | scalars | the constant 1 | weights | moments … | gradients | arena | tapes |
//
// All programs share the arena: it is as large as the largest needs, and nothing in it outlives a run.

import type { Seed } from '../vocabulary/seed.js';
import { appendBackward } from './graph/backward.js';
import { Graph, type ParameterRef } from './graph/graph.js';
import type { Operation } from './graph/operation.js';
import type { TensorRef } from './graph/tensor.js';
import type { Mode, Model, ModelSpec } from './models/model.js';
import type { Optimizer, OptimizerBlocks } from './optimizers/optimizer.js';
import { ALIGNMENT, layOutParameters, type ParameterLayout } from './plan/parameter-layout.js';
import { type Program, planProgram } from './plan/plan.js';

export interface SessionSpec {
  readonly model: Model;
  readonly spec: ModelSpec;
  /** Takes (outputs, targets) and has the loss (1) as its first output. */
  readonly loss: Operation;
  readonly optimizer: Optimizer;
  readonly seed: Seed;
  /** The numbers of rows that batches will have. */
  readonly trainRows: readonly number[];
  readonly evaluateRows: readonly number[];
}

/** A program for batches of so many rows, and where its tape lies. */
export interface PlannedBatch {
  readonly mode: Mode;
  readonly rows: number;
  readonly x: TensorRef;
  readonly targets: TensorRef;
  readonly outputs: TensorRef;
  readonly loss: TensorRef;
  readonly program: Program;
  /** Bytes. */
  readonly tapeAt: number;
}

export interface SessionPlan {
  readonly parameters: readonly ParameterRef[];
  readonly layout: ParameterLayout;
  readonly blocks: OptimizerBlocks;
  readonly clock: number;
  /** Address of the constant 1. */
  readonly one: number;
  readonly batches: readonly PlannedBatch[];
  /** The first address behind everything. */
  readonly end: number;
}

/** Addresses that do not depend on the batches. */
type Places = Pick<SessionPlan, 'layout' | 'blocks' | 'clock' | 'one'> & { readonly arena: number };

type Batch = Omit<PlannedBatch, 'tapeAt'>;

/** @param start the first free address, on 64 bytes */
export function planSession(spec: SessionSpec, start: number): SessionPlan {
  const { parameters } = buildGraph(spec, 'evaluate', 1).graph;
  const layout = layOutParameters(parameters);
  const clock = start;
  const scalars = clock + ALIGNMENT;
  const one = scalars + ALIGNMENT;
  const weights = one + ALIGNMENT;
  const moments = spec.optimizer.moments.map((_, i) => weights + layout.bytes * (i + 1));
  const gradients = weights + layout.bytes * (moments.length + 1);
  const blocks = { weights, gradients, moments, scalars, count: layout.bytes / 4 };
  const arena = gradients + layout.bytes;
  const places = { layout, blocks, clock, one, arena };
  const planned = [
    ...spec.trainRows.map((rows) => planBatch(spec, places, 'train', rows)),
    ...spec.evaluateRows.map((rows) => planBatch(spec, places, 'evaluate', rows)),
  ];
  let end = arena + Math.max(...planned.map(({ program }) => program.arenaBytes));
  const batches = planned.map((batch) => {
    const tapeAt = end;
    end += batch.program.tape.byteLength;
    return { ...batch, tapeAt };
  });
  return { parameters, layout, blocks, clock, one, batches, end };
}

function buildGraph({ model, spec, loss: lossOperation }: SessionSpec, mode: Mode, rows: number) {
  const graph = new Graph();
  const x = graph.input('x', [rows, spec.inputs]);
  const outputs = model.build(graph, x, spec, mode);
  // Classes are one index per row, regression targets one column.
  const targets = graph.input('targets', spec.outputs > 1 ? [rows] : [rows, 1]);
  const loss = graph.apply(lossOperation, [outputs, targets]);
  return { graph, x, targets, outputs, loss };
}

function planBatch(spec: SessionSpec, places: Places, mode: Mode, rows: number): Batch {
  const { graph, ...ends } = buildGraph(spec, mode, rows);
  const { layout, blocks, clock, one, arena } = places;
  const tensors = new Map<number, number>();
  graph.parameters.forEach(({ tensor }, i) => {
    tensors.set(tensor.id, blocks.weights + layout.slots[i]!.offset);
  });
  if (mode === 'train') {
    const parameters = graph.parameters.map(({ tensor }) => tensor);
    appendBackward(graph, ends.loss, parameters).forEach((gradient, i) => {
      // One tensor cannot lie in two places: a model that meets this needs a copy between.
      if (tensors.has(gradient.id))
        throw new Error(`${gradient.name} is the gradient of two tensors`);
      tensors.set(gradient.id, blocks.gradients + layout.slots[i]!.offset);
    });
  }
  for (const { tensor, value } of graph.constants) {
    if (value !== 1) throw new Error(`${tensor.name} is ${value}, and only 1 has a place`);
    tensors.set(tensor.id, one);
  }
  const results = [ends.loss, ends.outputs];
  const fixed = { tensors, clock, arena };
  if (mode === 'evaluate')
    return { ...ends, mode, rows, program: planProgram(graph, results, fixed) };
  const program = planProgram(graph, results, fixed, (tape) => spec.optimizer.emit(tape, blocks));
  const arithmetic = program.arithmetic + spec.optimizer.arithmeticPerWeight * blocks.count;
  return { ...ends, mode, rows, program: { ...program, arithmetic } };
}
