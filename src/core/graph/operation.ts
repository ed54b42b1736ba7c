// What an operation is. One file per operation says everything about it: the shapes it accepts, its
// gradient, the instruction it becomes and the arithmetic it does; nothing outside asks which it is.
//
// An implementer guarantees: `outputs` throws a ShapeError for shapes it cannot take; `gradient` appends
// nodes and returns one tensor per input, or null where none is wanted; `emit` writes exactly the
// instructions whose result the kernels' oracle in the tests also computes.

import type { TapeWriter } from '../plan/tape.js';
import type { Graph } from './graph.js';
import type { Shape, TensorRef } from './tensor.js';

export type Attributes = Readonly<Record<string, number | boolean>>;

export interface GraphNode {
  readonly operation: Operation;
  readonly inputs: readonly TensorRef[];
  readonly outputs: readonly TensorRef[];
  readonly attributes: Attributes;
}

export interface Operation {
  readonly name: string;
  /** Shapes of the outputs. Throws ShapeError. */
  outputs(inputs: readonly Shape[], attributes: Attributes): readonly Shape[];
  /**
   * Appends the backward nodes. `upstream` is the gradient of output 0; `wanted[i]` says whether the
   * gradient of input i is needed. Absent: no gradient flows through (gradients themselves).
   */
  gradient?(
    graph: Graph,
    node: GraphNode,
    upstream: TensorRef,
    wanted: readonly boolean[],
  ): readonly (TensorRef | null)[];
  /** Output 0 may take the place of this input where nobody needs the input afterwards. */
  readonly inPlace?: number;
  /** Scratch memory it needs while it runs, in bytes. */
  scratch?(node: GraphNode): number;
  emit(node: GraphNode, tape: TapeWriter): void;
  /**
   * Useful floating-point operations on data: one per addition, multiplication, division, root or
   * comparison of elements. Random numbers and the insides of exp are not counted.
   */
  arithmetic(node: GraphNode): number;
}

/** A graph was built with shapes that do not fit: a defect of a model, not a person's slip. */
export class ShapeError extends Error {
  constructor(operation: string, expected: string, found: string) {
    super(`${operation}: expected ${expected}, found ${found}`);
    this.name = 'ShapeError';
  }
}
