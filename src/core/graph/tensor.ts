// Tensors of a graph: names for values that do not exist yet. Where they lie is the planner's affair.

export type Shape = readonly number[];

export type TensorRole =
  /** Written before each run: a batch, its targets. */
  | 'input'
  /** Trained; lives as long as the training. */
  | 'parameter'
  /** Changed in place by training, and kept with its state. */
  | 'buffer'
  /** Numbers that never change. */
  | 'constant'
  /** Made by a node. */
  | 'value';

export interface TensorRef {
  readonly id: number;
  readonly role: TensorRole;
  /** Row-major, 32-bit floats. */
  readonly shape: Shape;
  readonly name: string;
}

/** How many elements a shape has; 1 for a scalar []. */
export function elements(shape: Shape): number {
  return shape.reduce((product, side) => product * side, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((side, i) => side === b[i]);
}

export function shapeText(shape: Shape): string {
  return `(${shape.join(', ')})`;
}
