// A graph of tensor operations, in the order in which they were appended, which is an order in which
// they can run. Shapes are checked as it is built.

import type { Attributes, GraphNode, Operation } from './operation.js';
import type { Shape, TensorRef, TensorRole } from './tensor.js';

/** How a parameter's first values are drawn. */
export type Initialiser =
  | { readonly kind: 'zeros' }
  /** Uniform in [-bound, bound). */
  | { readonly kind: 'uniform'; readonly bound: number };

export interface ParameterRef {
  readonly tensor: TensorRef;
  readonly initialiser: Initialiser;
}

export interface ConstantRef {
  readonly tensor: TensorRef;
  readonly value: number;
}

export class Graph {
  readonly nodes: GraphNode[] = [];
  readonly parameters: ParameterRef[] = [];
  readonly constants: ConstantRef[] = [];
  readonly inputs: TensorRef[] = [];
  #tensors = 0;

  input(name: string, shape: Shape): TensorRef {
    const tensor = this.#tensor('input', name, shape);
    this.inputs.push(tensor);
    return tensor;
  }

  parameter(name: string, shape: Shape, initialiser: Initialiser): TensorRef {
    const tensor = this.#tensor('parameter', name, shape);
    this.parameters.push({ tensor, initialiser });
    return tensor;
  }

  constant(name: string, value: number): TensorRef {
    const tensor = this.#tensor('constant', name, [1]);
    this.constants.push({ tensor, value });
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
