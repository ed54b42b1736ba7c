// What may stand between a layer with weights and its activation, by the name that a configuration calls
// it. Gains begin at 1, biases at 0; names are those of PyTorch's modules.

import type { Graph } from '../graph/graph.js';
import { batchNorm } from '../graph/operations/batch-norm.js';
import { layerNorm } from '../graph/operations/layer-norm.js';
import type { TensorRef } from '../graph/tensor.js';
import type { Mode } from './model.js';

export interface Norm {
  readonly name: string;
  /** x: (…, a multiple of columns) -> the same shape. @param module the name that its parameters begin with */
  append(graph: Graph, x: TensorRef, columns: number, module: string, mode: Mode): TensorRef;
}

function gainAndBias(graph: Graph, columns: number, module: string): readonly TensorRef[] {
  return [
    graph.parameter(`${module}.weight`, [columns], { kind: 'ones' }, 'gain'),
    graph.parameter(`${module}.bias`, [columns], { kind: 'zeros' }, 'bias'),
  ];
}

export const norms: readonly Norm[] = Object.freeze([
  {
    name: 'batch_norm',
    append(graph: Graph, x: TensorRef, columns: number, module: string, mode: Mode) {
      const own = gainAndBias(graph, columns, module);
      const mean = graph.buffer(`${module}.running_mean`, [columns], 0);
      const variance = graph.buffer(`${module}.running_var`, [columns], 1);
      return graph.apply(batchNorm, [x, ...own, mean, variance], { training: mode === 'train' });
    },
  },
  {
    name: 'layer_norm',
    append(graph: Graph, x: TensorRef, columns: number, module: string) {
      return graph.apply(layerNorm, [x, ...gainAndBias(graph, columns, module)]);
    },
  },
]);

/** null for none. */
export function normNamed(name: string): Norm | null {
  if (name === 'none') return null;
  const found = norms.find((norm) => norm.name === name);
  if (found === undefined) throw new TypeError(`there is no norm ${name}`);
  return found;
}
