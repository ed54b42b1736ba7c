// A graph of tensor operations, in the order in which they were appended, which is an order in which
// they can run. Shapes are checked as it is built.

import type { Attributes, GraphNode, Operation } from './operation.js';
import type { Shape, TensorRef, TensorRole } from './tensor.js';

/** How a parameter's first values are drawn. */
export type Initialiser =
  | { readonly kind: 'zeros' | 'ones' }
  /** Uniform in [-bound, bound). */
  | { readonly kind: 'uniform'; readonly bound: number }
  /** Of mean 0, but for the first `blank` elements, which are 0. */
  | { readonly kind: 'normal'; readonly deviation: number; readonly blank?: number }
  /** As a matrix of so many rows: its rows or its columns, whichever are fewer, are orthogonal and `gain` long. */
  | { readonly kind: 'orthogonal'; readonly gain: number; readonly rows: number };

/** weight: what a layer multiplies by; penalties on the size of weights spare the others. */
export type ParameterRole = 'weight' | 'bias' | 'gain';

export interface ParameterRef {
  readonly tensor: TensorRef;
  readonly initialiser: Initialiser;
  readonly role: ParameterRole;
}

/** Not trained, but changed by training in place and part of its state: running means. */
export interface BufferRef {
  readonly tensor: TensorRef;
  /** What every element is at the start. */
  readonly value: number;
}

/** Constants of one name are one constant, in all the programs of a training. */
export interface ConstantRef {
  readonly tensor: TensorRef;
  readonly values: readonly number[];
}

export class Graph {
  readonly nodes: GraphNode[] = [];
  readonly parameters: ParameterRef[] = [];
  readonly buffers: BufferRef[] = [];
  readonly constants: ConstantRef[] = [];
  readonly inputs: TensorRef[] = [];
  #tensors = 0;

  input(name: string, shape: Shape): TensorRef {
    const tensor = this.#tensor('input', name, shape);
    this.inputs.push(tensor);
    return tensor;
  }

  parameter(
    name: string,
    shape: Shape,
    initialiser: Initialiser,
    role: ParameterRole = 'weight',
  ): TensorRef {
    const tensor = this.#tensor('parameter', name, shape);
    this.parameters.push({ tensor, initialiser, role });
    return tensor;
  }

  buffer(name: string, shape: Shape, value: number): TensorRef {
    const tensor = this.#tensor('buffer', name, shape);
    this.buffers.push({ tensor, value });
    return tensor;
  }

  /** A vector that never changes; a name stands for the same values in all programs of a training. */
  constant(name: string, values: readonly number[]): TensorRef {
    const tensor = this.#tensor('constant', name, [values.length]);
    this.constants.push({ tensor, values });
    return tensor;
  }

  /** Appends a node and returns its outputs. Throws ShapeError. */
  append(
    operation: Operation,
    inputs: readonly TensorRef[],
    attributes: Attributes = {},
  ): readonly TensorRef[] {
    const shapes = operation.outputs(
      inputs.map((input) => input.shape),
      attributes,
    );
    const outputs = shapes.map((shape, i) =>
      this.#tensor('value', `${operation.name}:${this.nodes.length}.${i}`, shape),
    );
    this.nodes.push(Object.freeze({ operation, inputs, outputs, attributes }));
    return outputs;
  }

  /** `append` for operations whose first output is the only one that a model goes on with. */
  apply(
    operation: Operation,
    inputs: readonly TensorRef[],
    attributes: Attributes = {},
  ): TensorRef {
    return this.append(operation, inputs, attributes)[0]!;
  }

  #tensor(role: TensorRole, name: string, shape: Shape): TensorRef {
    return Object.freeze({ id: this.#tensors++, role, name, shape: Object.freeze([...shape]) });
  }
}
