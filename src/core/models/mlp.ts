// Multi-layer perceptron: dense, activation and dropout for each hidden layer, dense at the end.
// Names are those of a torch.nn.Sequential of the same layers without dropout: 0.weight, 2.weight …

import type { Graph } from '../graph/graph.js';
import type { Operation } from '../graph/operation.js';
import { dense } from '../graph/operations/dense.js';
import { dropout } from '../graph/operations/dropout.js';
import { relu } from '../graph/operations/relu.js';
import { tanh } from '../graph/operations/tanh.js';
import type { TensorRef } from '../graph/tensor.js';
import type { Model } from './model.js';

/** By the name that a configuration calls them. */
export const activations: Readonly<Record<string, Operation>> = Object.freeze({ relu, tanh });

/** torch.nn.Linear's default: weights and biases uniform within 1 / sqrt(inputs of the layer). */
function appendDense(graph: Graph, x: TensorRef, outputs: number, name: string): TensorRef {
  const inputs = x.shape[1]!;
  const initialiser = { kind: 'uniform', bound: 1 / Math.sqrt(inputs) } as const;
  const weight = graph.parameter(`${name}.weight`, [inputs, outputs], initialiser);
  const bias = graph.parameter(`${name}.bias`, [outputs], initialiser, 'bias');
  return graph.apply(dense, [x, weight, bias]);
}

export const mlp: Model = {
  name: 'mlp',
  build(graph, x, { outputs, settings }, mode) {
    const hidden = settings.hidden as readonly number[];
    const activation = activations[String(settings.activation)];
    if (activation === undefined) {
      throw new TypeError(`there is no activation ${String(settings.activation)}`);
    }
    const probability = Number(settings.dropout);
    let value = x;
    hidden.forEach((units, layer) => {
      value = appendDense(graph, value, units, String(2 * layer));
      value = graph.apply(activation, [value]);
      if (mode === 'train' && probability > 0) {
        value = graph.apply(dropout, [value], { probability, layer });
      }
    });
    return appendDense(graph, value, outputs, String(2 * hidden.length));
  },
};
