// How one network lies in one memory, before there is any memory: a pure function of what is to be
// trained, so that a network that cannot fit is refused before a sweep starts. From low to high:
//
//   | clock | scalars | norm | constants | buffers | weights | moments … | gradients | arena | tapes |
//
// All programs share the arena: it is as large as the largest needs, and nothing in it outlives a run.

import type { Seed } from '../vocabulary/seed.js';
import { appendBackward } from './graph/backward.js';
import { type BufferRef, type ConstantRef, Graph, type ParameterRef } from './graph/graph.js';
import type { TensorRef } from './graph/tensor.js';
import type { Mode, Model, ModelSpec } from './models/model.js';
import type { Optimizer, OptimizerBlocks } from './optimizers/optimizer.js';
import { emitUpdate, updateArithmetic } from './optimizers/update.js';
import {
  ALIGNMENT,
  layOutParameters,
  type ParameterLayout,
  paddedBytes,
} from './plan/parameter-layout.js';
import { type Program, planProgram } from './plan/plan.js';

/** Appends what makes a loss (1) of a network's outputs (rows, outputs) and their targets. */
export type AppendLoss = (graph: Graph, outputs: TensorRef, targets: TensorRef) => TensorRef;

export interface SessionSpec {
  readonly model: Model;
  readonly spec: ModelSpec;
  readonly loss: AppendLoss;
  /** labels: one index of a class per row; values: as many numbers per row as the model has outputs. */
  readonly targets: 'labels' | 'values';
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
  /** Of the buffers, in a block of their own at `buffersAt`. */
  readonly buffers: readonly BufferRef[];
  readonly bufferLayout: ParameterLayout;
  readonly buffersAt: number;
  /** Names of the optimizer's moments, and their blocks, in the same order. */
  readonly moments: readonly { readonly name: string; readonly block: number }[];
  readonly blocks: OptimizerBlocks;
  readonly clock: number;
  /** Of one float: the norm of the last step's gradients before they were clipped. */
  readonly norm: number;
  readonly constants: readonly PlacedConstant[];
  readonly batches: readonly PlannedBatch[];
  /** The first address behind everything. */
  readonly end: number;
}

interface PlacedConstant {
  readonly values: readonly number[];
  readonly address: number;
}

/** Addresses that do not depend on the batches. */
type Places = Pick<
  SessionPlan,
  'layout' | 'bufferLayout' | 'buffersAt' | 'blocks' | 'clock' | 'norm'
> & {
  readonly constants: ReadonlyMap<string, PlacedConstant>;
  readonly arena: number;
};

type Batch = Omit<PlannedBatch, 'tapeAt'>;

/** @param start the first free address, on 64 bytes */
export function planSession(spec: SessionSpec, start: number): SessionPlan {
  const { graph } = buildTrainingGraph(spec, 1);
  const { parameters, buffers } = graph;
  const layout = layOutParameters(parameters);
  const bufferLayout = layOutParameters(buffers);
  const clock = start;
  const scalars = clock + ALIGNMENT;
  const norm = scalars + ALIGNMENT;
  const constants = placeConstants(graph.constants, norm + ALIGNMENT);
  const buffersAt = constants.end;
  const weights = buffersAt + bufferLayout.bytes;
  const names = spec.optimizer.moments(spec.spec.settings);
  const moments = names.map((name, i) => ({ name, block: weights + layout.bytes * (i + 1) }));
  const gradients = weights + layout.bytes * (moments.length + 1);
  const moment = (name: string) => moments.find((known) => known.name === name)?.block ?? 0;
  const blocks = { weights, gradients, moment, scalars, count: layout.bytes / 4 };
  const arena = gradients + layout.bytes;
  const places = {
    layout,
    bufferLayout,
    buffersAt,
    blocks,
    clock,
    norm,
    constants: constants.placed,
    arena,
  };
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
  return {
    parameters,
    layout,
    buffers,
    bufferLayout,
    buffersAt,
    moments,
    blocks,
    clock,
    norm,
    constants: [...constants.placed.values()],
    batches,
    end,
  };
}

/** Every program's constants are among those of the training graph. */
function placeConstants(constants: readonly ConstantRef[], start: number) {
  const placed = new Map<string, PlacedConstant>();
  let end = start;
  for (const { tensor, values } of constants) {
    if (placed.has(tensor.name)) continue;
    placed.set(tensor.name, { values, address: end });
    end += paddedBytes(tensor.shape);
  }
  return { placed, end };
}

function buildGraph({ model, spec, loss, targets }: SessionSpec, mode: Mode, rows: number) {
  const graph = new Graph();
  const x = graph.input('x', [rows, spec.inputs]);
  const outputs = model.build(graph, x, spec, mode);
  const y = graph.input('targets', targets === 'labels' ? [rows] : [rows, spec.outputs]);
  return { graph, x, targets: y, outputs, loss: loss(graph, outputs, y) };
}

/** Forwards and backwards; the gradients are those of the parameters, in their order. */
function buildTrainingGraph(spec: SessionSpec, rows: number) {
  const built = buildGraph(spec, 'train', rows);
  const parameters = built.graph.parameters.map(({ tensor }) => tensor);
  return { ...built, gradients: appendBackward(built.graph, built.loss, parameters) };
}

function planBatch(spec: SessionSpec, places: Places, mode: Mode, rows: number): Batch {
  const { graph, gradients, ...ends } =
    mode === 'train'
      ? buildTrainingGraph(spec, rows)
      : { ...buildGraph(spec, mode, rows), gradients: [] };
  const { layout, bufferLayout, buffersAt, blocks, clock, norm, constants, arena } = places;
  const tensors = new Map<number, number>();
  graph.parameters.forEach(({ tensor }, i) => {
    tensors.set(tensor.id, blocks.weights + layout.slots[i]!.offset);
  });
  graph.buffers.forEach(({ tensor }, i) => {
    tensors.set(tensor.id, buffersAt + bufferLayout.slots[i]!.offset);
  });
  gradients.forEach((gradient, i) => {
    // One tensor cannot lie in two places: a model that meets this needs a copy between.
    if (tensors.has(gradient.id))
      throw new Error(`${gradient.name} is the gradient of two tensors`);
    tensors.set(gradient.id, blocks.gradients + layout.slots[i]!.offset);
  });
  for (const { tensor } of graph.constants) {
    const place = constants.get(tensor.name);
    if (place === undefined) throw new Error(`the training program has no constant ${tensor.name}`);
    tensors.set(tensor.id, place.address);
  }
  const results = [ends.loss, ends.outputs];
  const fixed = { tensors, clock, arena };
  if (mode === 'evaluate')
    return { ...ends, mode, rows, program: planProgram(graph, results, fixed) };
  const { settings } = spec.spec;
  const { parameters } = graph;
  const update = { optimizer: spec.optimizer, settings, parameters, layout, blocks, norm };
  const program = planProgram(graph, results, fixed, (tape) => emitUpdate(tape, update));
  const arithmetic = program.arithmetic + updateArithmetic(update);
  return { ...ends, mode, rows, program: { ...program, arithmetic } };
}
