// One network laid out in one memory: the programs for its batches, its weights and moments. This is
// all of the core that a trainable drives. Memory, from low to high:
//
//   | clock | scalars | constants | weights | moments … | gradients | tapes | arena, shared by all programs |

import { philoxKey } from '../vocabulary/philox.js';
import type { Seed } from '../vocabulary/seed.js';
import type { Tensor } from '../vocabulary/segment.js';
import { appendBackward } from './graph/backward.js';
import { Graph } from './graph/graph.js';
import type { Operation } from './graph/operation.js';
import { elements, type TensorRef } from './graph/tensor.js';
import type { Engine } from './kernels/engine.js';
import { initialise } from './models/initialise.js';
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

/** A batch's program in memory: write x and targets, run, read loss and outputs. Indices count floats. */
export interface BatchProgram {
  readonly rows: number;
  readonly x: number;
  readonly targets: number;
  readonly loss: number;
  readonly outputs: number;
  readonly arithmetic: number;
  run(): void;
}

const CLOCK_BYTES = ALIGNMENT;
const SCALARS_BYTES = ALIGNMENT;

export class Session {
  readonly #engine: Engine;
  readonly #spec: SessionSpec;
  readonly #layout: ParameterLayout;
  readonly #blocks: OptimizerBlocks;
  readonly #clock: number;
  readonly #programs = new Map<string, BatchProgram>();

  /** Lays the network out and draws its first weights. Throws RangeError where memory does not suffice. */
  constructor(engine: Engine, spec: SessionSpec) {
    this.#engine = engine;
    this.#spec = spec;
    const probe = buildGraph(spec, 'evaluate', 1).graph;
    this.#layout = layOutParameters(probe.parameters);
    this.#clock = engine.heapStart;
    const scalars = this.#clock + CLOCK_BYTES;
    const constants = scalars + SCALARS_BYTES;
    const weights = constants + ALIGNMENT;
    const block = this.#layout.bytes;
    const moments = spec.optimizer.moments.map((_, i) => weights + block * (i + 1));
    const gradients = weights + block * (moments.length + 1);
    this.#blocks = { weights, gradients, moments, scalars, count: block / 4 };
    this.#layOutPrograms(constants, gradients + block);
    const floats = engine.floats;
    floats[constants / 4] = 1;
    probe.parameters.forEach(({ tensor, initialiser }, i) => {
      const start = (weights + this.#layout.slots[i]!.offset) / 4;
      initialise(floats.subarray(start, start + elements(tensor.shape)), initialiser, spec.seed, i);
    });
    const [low, high] = philoxKey(spec.seed);
    engine.words[this.#clock / 4 + 1] = low | 0;
    engine.words[this.#clock / 4 + 2] = high | 0;
  }

  /** The program for batches of so many rows; one of those the session was made for. */
  program(mode: Mode, rows: number): BatchProgram {
    const program = this.#programs.get(`${mode} ${rows}`);
    if (program === undefined) throw new Error(`no ${mode} program for ${rows} rows`);
    return program;
  }

  /** Sets what the next training run uses. @param step optimizer steps so far, this one included */
  prepareStep(step: number, lr: number): void {
    const { words, floats } = this.#engine;
    words[this.#clock / 4] = step | 0;
    const scalars = this.#spec.optimizer.scalars(this.#spec.spec.settings, lr, step);
    floats.set(scalars, this.#blocks.scalars / 4);
  }

  /** Copies of weights and moments: 0.weight, 0.bias …, then optimizer.mean.0.weight … */
  save(): Record<string, Tensor> {
    const tensors: Record<string, Tensor> = {};
    this.#eachTensor((name, shape, view) => {
      tensors[name] = { shape, data: view.slice() };
    });
    return tensors;
  }

  /** Takes over what `save` gave. Throws where a tensor is missing or has another shape. */
  load(tensors: Readonly<Record<string, Tensor>>): void {
    this.#eachTensor((name, shape, view) => {
      const tensor = tensors[name];
      if (tensor === undefined || tensor.data.length !== view.length) {
        throw new Error(`the state has no tensor ${name} of shape (${shape.join(', ')})`);
      }
      view.set(tensor.data);
    });
  }

  #eachTensor(visit: (name: string, shape: readonly number[], view: Float32Array) => void): void {
    const { weights, moments } = this.#blocks;
    const blocks = [weights, ...moments];
    blocks.forEach((block, b) => {
      const prefix = b === 0 ? '' : `optimizer.${this.#spec.optimizer.moments[b - 1]}.`;
      for (const { name, shape, offset } of this.#layout.slots) {
        const start = (block + offset) / 4;
        visit(
          `${prefix}${name}`,
          shape,
          this.#engine.floats.subarray(start, start + elements(shape)),
        );
      }
    });
  }

  /** Two passes: tapes have the same length wherever the arena starts, so the first one measures. */
  #layOutPrograms(constants: number, start: number): void {
    const wanted = [
      ...this.#spec.trainRows.map((rows) => ({ mode: 'train' as const, rows })),
      ...this.#spec.evaluateRows.map((rows) => ({ mode: 'evaluate' as const, rows })),
    ];
    const plan = (arena: number) =>
      wanted.map(({ mode, rows }) =>
        planBatch(
          this.#spec,
          mode,
          rows,
          this.#layout,
          this.#blocks,
          this.#clock,
          constants,
          arena,
        ),
      );
    const tapeBytes = plan(0).reduce((sum, { program }) => sum + program.tape.byteLength, 0);
    const arena = Math.ceil((start + tapeBytes) / ALIGNMENT) * ALIGNMENT;
    const planned = plan(arena);
    const arenaBytes = Math.max(...planned.map(({ program }) => program.arenaBytes));
    this.#engine.reserve(arena + arenaBytes);
    let tapeAt = start;
    for (const batch of planned) {
      const { tape } = batch.program;
      const at = tapeAt;
      this.#engine.words.set(tape, at / 4);
      tapeAt += tape.byteLength;
      const place = (tensor: TensorRef) => batch.program.addressOf(tensor) / 4;
      this.#programs.set(`${batch.mode} ${batch.rows}`, {
        rows: batch.rows,
        x: place(batch.x),
        targets: place(batch.targets),
        loss: place(batch.loss),
        outputs: place(batch.outputs),
        arithmetic: batch.program.arithmetic,
        run: () => this.#engine.run(at, tape.byteLength),
      });
    }
  }
}

interface BatchGraph {
  readonly graph: Graph;
  readonly x: TensorRef;
  readonly targets: TensorRef;
  readonly outputs: TensorRef;
  readonly loss: TensorRef;
}

function buildGraph(
  { model, spec, loss: lossOperation }: SessionSpec,
  mode: Mode,
  rows: number,
): BatchGraph {
  const graph = new Graph();
  const x = graph.input('x', [rows, spec.inputs]);
  const outputs = model.build(graph, x, spec, mode);
  // Classes are one index per row, regression targets one column.
  const classes = spec.outputs > 1;
  const targets = graph.input('targets', classes ? [rows] : [rows, 1]);
  const loss = graph.apply(lossOperation, [outputs, targets]);
  return { graph, x, targets, outputs, loss };
}

function planBatch(
  spec: SessionSpec,
  mode: Mode,
  rows: number,
  layout: ParameterLayout,
  blocks: OptimizerBlocks,
  clock: number,
  constants: number,
  arena: number,
): BatchGraph & { readonly mode: Mode; readonly rows: number; readonly program: Program } {
  const batch = buildGraph(spec, mode, rows);
  const { graph } = batch;
  const fixed = new Map<number, number>();
  graph.parameters.forEach(({ tensor }, i) => {
    fixed.set(tensor.id, blocks.weights + layout.slots[i]!.offset);
  });
  if (mode === 'train') {
    const parameters = graph.parameters.map(({ tensor }) => tensor);
    appendBackward(graph, batch.loss, parameters).forEach((gradient, i) => {
      // One tensor cannot lie in two places: a model that meets this needs a copy between.
      if (fixed.has(gradient.id))
        throw new Error(`${gradient.name} is the gradient of two tensors`);
      fixed.set(gradient.id, blocks.gradients + layout.slots[i]!.offset);
    });
  }
  for (const { tensor } of graph.constants) fixed.set(tensor.id, constants);
  const program = planProgram(
    graph,
    [batch.loss, batch.outputs],
    { tensors: fixed, clock, arena },
    mode === 'train' ? (tape) => spec.optimizer.emit(tape, blocks) : undefined,
  );
  const update = mode === 'train' ? spec.optimizer.arithmeticPerWeight * blocks.count : 0;
  return { ...batch, mode, rows, program: { ...program, arithmetic: program.arithmetic + update } };
}
