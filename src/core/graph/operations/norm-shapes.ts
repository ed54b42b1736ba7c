// What batch and layer normalisation have in common: x (…, columns), or pictures of so many channels, and
// vectors (columns) that go with it.

import { type GraphNode, ShapeError } from '../operation.js';
import { elements, type Shape, shapeText } from '../tensor.js';

/** Of the first input, by where the gain is among the inputs. */
export function normSides(
  { inputs }: GraphNode,
  gain: number,
): { readonly rows: number; readonly columns: number } {
  const columns = inputs[gain]!.shape[0]!;
  return { rows: elements(inputs[0]!.shape) / columns, columns };
}

/**
 * Shapes of the inputs of a norm, checked.
 * @param count how many vectors go with x
 * @throws ShapeError
 */
export function checkedNorm(
  name: string,
  [x, ...vectors]: readonly Shape[],
  count: number,
): { readonly x: Shape; readonly columns: number } {
  const columns = vectors[0]?.[0];
  const fit = vectors.every((shape) => shape.length === 1 && shape[0] === columns);
  if (
    x === undefined ||
    columns === undefined ||
    x.length < 2 ||
    x.at(-1)! % columns !== 0 ||
    vectors.length !== count ||
    !fit
  ) {
    throw new ShapeError(
      name,
      `x (…, a multiple of columns) and ${count} vectors (columns)`,
      [x ?? [], ...vectors].map(shapeText).join(', '),
    );
  }
  return { x, columns };
}
