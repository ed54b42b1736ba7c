// Moves a state out of its thread without copying it, where that is possible.

import type { Tensor, TrainingState } from '../../vocabulary/segment.js';

export interface MovableState {
  readonly state: TrainingState;
  /** Each once, and none that belongs to anything but the state. */
  readonly buffers: readonly ArrayBuffer[];
}

/**
 * A tensor that is a part of a larger buffer (a WebAssembly memory, say, which cannot be moved) is
 * copied first, so that moving it takes nothing else away.
 */
export function movableState(state: TrainingState): MovableState {
  const buffers = new Set<ArrayBuffer>();
  const tensors: Record<string, Tensor> = {};
  for (const [name, { shape, data }] of Object.entries(state.tensors)) {
    const whole = data.buffer instanceof ArrayBuffer && data.byteLength === data.buffer.byteLength;
    const own = whole ? data : Float32Array.from(data);
    buffers.add(own.buffer as ArrayBuffer);
    tensors[name] = { shape, data: own };
  }
  return { state: { ...state, tensors }, buffers: [...buffers] };
}
