// What a row of the registry is: an operation, how to call it, a slow and obvious oracle in double
// precision, where PyTorch's figures for it are, and how fast its kernel should be.

import type { Attributes, Operation } from '../../../src/core/graph/operation.js';
import type { Shape } from '../../../src/core/graph/tensor.js';

/** Flat, row-major, in double precision. */
export type Matrix = readonly number[];

export interface OperationRow {
  readonly operation: Operation;
  readonly case: string;
  readonly shapes: readonly Shape[];
  readonly attributes?: Attributes;
  /** Inputs that are class indices below this number instead of real values. */
  readonly labels?: { readonly input: number; readonly classes: number };
  /** Inputs through which no gradient flows, beside labels (targets, running means). */
  readonly constants?: readonly number[];
  /** Inputs that are above 0 (variances, weights of classes). */
  readonly positive?: readonly number[];
  /** Output 0. */
  oracle(inputs: readonly Matrix[], shapes: readonly Shape[]): Matrix;
  /** Relative to the largest element; 0 where every bit must agree. */
  readonly tolerance: number;
  /** PyTorch's figures for it. */
  readonly torch?: TorchFigures;
  /** What the timing of its kernel takes; rows without it are not timed. */
  readonly timing?: Timing;
}

/** A case of golden/torch/layers.json and how to call the operation for it. */
export interface TorchFigures {
  /** Where it stands in the file: linear; activations, gelu. */
  readonly path: readonly string[];
  /** By the shape of the case's input where they follow from it. */
  readonly attributes?: Attributes | ((input: Shape) => Attributes);
  /** torch's layout of the first input, its gradient, the output and the probe as ours, where they differ. */
  readonly ours?: (values: Recorded) => Recorded;
  /** The operation's inputs behind the first: parameters of the case by name, or values by its input's shape. */
  readonly others?: readonly (TorchParameter | ((input: Shape) => Recorded))[];
}

export interface TorchParameter {
  readonly name: string;
  /** torch's layout as ours, where they differ; the same for its gradient. */
  readonly ours?: (values: Recorded) => Recorded;
}

/** A tensor of a fixture. */
export interface Recorded {
  readonly shape: Shape;
  readonly values: Matrix;
}

export interface Timing {
  /** As `shapes`, of a size that people train. */
  readonly shapes: readonly Shape[];
  /** Where they are others than the row's. */
  readonly attributes?: Attributes;
  /** Floats read and written for each element of output 0. */
  readonly floatsMoved: number;
}

/** The step and seed of everything random. */
export const registryClock = { step: 7, key: [42, 3] as const };

/** An oracle that works element by element. */
export function each(f: (...x: number[]) => number) {
  return (inputs: readonly Matrix[]): Matrix =>
    inputs[0]!.map((_, i) => f(...inputs.map((input) => input[i]!)));
}
