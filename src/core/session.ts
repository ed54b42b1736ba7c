// One network in the memory of one engine: its programs, weights and moments. This is all of the core
// that a trainable drives.

import { philoxKey } from '../vocabulary/philox.js';
import type { Tensor } from '../vocabulary/segment.js';
import { elements, sameShape, shapeText, type TensorRef } from './graph/tensor.js';
import type { Engine } from './kernels/engine.js';
import { initialise } from './models/initialise.js';
import type { Mode } from './models/model.js';
import type { ParameterLayout } from './plan/parameter-layout.js';
import { planSession, type SessionPlan, type SessionSpec } from './session-plan.js';

/** A batch's program in memory: write x and targets, run, read loss and outputs. Places count floats. */
export interface BatchProgram {
  readonly rows: number;
  /** (rows, inputs) */
  readonly x: number;
  /** (rows) */
  readonly targets: number;
  /** (1) */
  readonly loss: number;
  /** (rows, outputs) */
  readonly outputs: number;
  /** Useful floating-point operations of one run. */
  readonly arithmetic: number;
  run(): void;
}

export class Session {
  readonly #engine: Engine;
  readonly #spec: SessionSpec;
  readonly #plan: SessionPlan;
  readonly #programs = new Map<string, BatchProgram>();

  /**
   * Lays the network out, and goes on from `state` or draws first weights, which can take seconds.
   * @param state what `save` gave; null at the start of a training
   * @throws RangeError where memory does not suffice, Error where the state is of another network
   */
  constructor(
    engine: Engine,
    spec: SessionSpec,
    state: Readonly<Record<string, Tensor>> | null = null,
  ) {
    this.#engine = engine;
    this.#spec = spec;
    this.#plan = planSession(spec, engine.heapStart);
    engine.reserve(this.#plan.end);
    this.#writePrograms();
    for (const { values, address } of this.#plan.constants) engine.floats.set(values, address / 4);
    const [low, high] = philoxKey(spec.seed);
    engine.words.set([0, low | 0, high | 0], this.#plan.clock / 4);
    if (state === null) this.#begin();
    else this.load(state);
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
    words[this.#plan.clock / 4] = step | 0;
    const scalars = this.#spec.optimizer.scalars(this.#spec.spec.settings, lr, step);
    floats.set(scalars, this.#plan.blocks.scalars / 4);
  }

  /** L2 norm of the last training run's gradients before clipping; 0 where the settings clip nothing. */
  get gradientNorm(): number {
    return this.#engine.floats[this.#plan.norm / 4]!;
  }

  /** Copies of weights, buffers and moments: 0.weight, 1.running_mean …, then optimizer.mean.0.weight … */
  save(): Record<string, Tensor> {
    const entries = this.#stateViews().map(({ name, shape, view }) => [
      name,
      { shape, data: view.slice() },
    ]);
    return Object.fromEntries(entries);
  }

  /** Takes over what `save` gave. Throws where a tensor is missing or has another shape. */
  load(tensors: Readonly<Record<string, Tensor>>): void {
    for (const { name, shape, view } of this.#stateViews()) {
      const tensor = tensors[name];
      if (tensor === undefined || !sameShape(tensor.shape, shape)) {
        throw new Error(`the state has no tensor ${name} of shape ${shapeText(shape)}`);
      }
      view.set(tensor.data);
    }
  }

  /** Draws first weights and sets buffers; moments are zero already. */
  #begin(): void {
    const { parameters, layout, blocks, buffers, bufferLayout, buffersAt } = this.#plan;
    const views = this.#views(layout, blocks.weights);
    parameters.forEach(({ initialiser }, i) => {
      initialise(views[i]!.view, initialiser, this.#spec.seed, i);
    });
    const bufferViews = this.#views(bufferLayout, buffersAt);
    buffers.forEach(({ value }, i) => {
      bufferViews[i]!.view.fill(value);
    });
  }

  #stateViews() {
    const { layout, blocks, bufferLayout, buffersAt, moments } = this.#plan;
    return [
      ...this.#views(layout, blocks.weights),
      ...this.#views(bufferLayout, buffersAt),
      ...moments.flatMap(({ name, block }) => this.#views(layout, block, `optimizer.${name}.`)),
    ];
  }

  /** The tensors of one block, as they lie in memory. */
  #views(layout: ParameterLayout, block: number, prefix = '') {
    return layout.slots.map(({ name, shape, offset }) => {
      const start = (block + offset) / 4;
      const view = this.#engine.floats.subarray(start, start + elements(shape));
      return { name: `${prefix}${name}`, shape, view };
    });
  }

  #writePrograms(): void {
    for (const { mode, rows, program, tapeAt, ...ends } of this.#plan.batches) {
      const { tape, arithmetic } = program;
      this.#engine.words.set(tape, tapeAt / 4);
      const place = (tensor: TensorRef) => program.addressOf(tensor) / 4;
      this.#programs.set(`${mode} ${rows}`, {
        rows,
        x: place(ends.x),
        targets: place(ends.targets),
        loss: place(ends.loss),
        outputs: place(ends.outputs),
        arithmetic,
        run: () => this.#engine.run(tapeAt, tape.byteLength),
      });
    }
  }
}
