// Parameters lie in one block, one behind the other, so that an optimizer updates all of them in one
// sweep; gradients and moments are blocks of the same layout.

import { elements, type Shape, type TensorRef } from '../graph/tensor.js';

/** Tensors start on and are padded to 64 bytes: kernels take sixteen floats at a time. */
export const ALIGNMENT = 64;

export function paddedBytes(shape: Shape): number {
  return Math.ceil((elements(shape) * 4) / ALIGNMENT) * ALIGNMENT;
}

export interface ParameterSlot {
  readonly name: string;
  readonly shape: Shape;
  /** Bytes from the start of a block. */
  readonly offset: number;
}

export interface ParameterLayout {
  readonly slots: readonly ParameterSlot[];
  /** Of one block. The padding between slots is zero in every block and stays zero. */
  readonly bytes: number;
}

/** Parameters or buffers, in their order. */
export function layOutParameters(
  parameters: readonly { readonly tensor: TensorRef }[],
): ParameterLayout {
  let offset = 0;
  const slots = parameters.map(({ tensor }) => {
    const slot = { name: tensor.name, shape: tensor.shape, offset };
    offset += paddedBytes(tensor.shape);
    return slot;
  });
  return { slots, bytes: offset };
}
