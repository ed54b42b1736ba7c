// What a trainable hands back, checked before it leaves the thread: a module is somebody else's code,
// and a wrong shape is told here, where the trial is known, instead of as a riddle in the store.

import type { Trainable } from '../../trainables/trainable.js';
import type { Metrics } from '../../vocabulary/metric.js';
import type { TrainingState } from '../../vocabulary/segment.js';

/** @param module the namespace of an imported module */
export function checkedTrainable(module: { readonly default?: unknown }, url: string): Trainable {
  const trainable = module.default;
  if (isObject(trainable) && typeof trainable.open === 'function') {
    return trainable as unknown as Trainable;
  }
  throw new TypeError(
    `expected ${url} to have a default export with a method open(setup), found ${nameOf(trainable)}`,
  );
}

/** A copy: a trainable may write the next epoch's metrics into the same object. */
export function checkedMetrics(metrics: unknown, epoch: number): Metrics {
  if (!isObject(metrics)) {
    throw new TypeError(
      `expected an object of metrics of epoch ${epoch}, found ${nameOf(metrics)}`,
    );
  }
  for (const [name, value] of Object.entries(metrics)) {
    if (typeof value === 'number') continue;
    throw new TypeError(
      `expected a number for the metric ${name} of epoch ${epoch}, found ${nameOf(value)}`,
    );
  }
  return { ...metrics } as Metrics;
}

export function checkedState(state: unknown, epoch: number): TrainingState {
  if (!isObject(state) || !isObject(state.tensors) || typeof state.step !== 'number') {
    throw new TypeError(`expected a state {epoch, step, tensors}, found ${nameOf(state)}`);
  }
  if (state.epoch !== epoch) {
    throw new TypeError(`expected the state at epoch ${epoch}, found epoch ${state.epoch}`);
  }
  for (const [name, tensor] of Object.entries(state.tensors)) {
    if (isObject(tensor) && tensor.data instanceof Float32Array && isShape(tensor)) continue;
    throw new TypeError(`expected {shape, data: Float32Array} of one size for the tensor ${name}`);
  }
  return state as unknown as TrainingState;
}

function isShape({ shape, data }: Record<string, unknown>): boolean {
  if (!Array.isArray(shape)) return false;
  const size = shape.reduce((product: number, n: unknown) => product * Number(n), 1);
  return size === (data as Float32Array).length;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === 'object' ? 'an object of another form' : `a ${typeof value}`;
}
