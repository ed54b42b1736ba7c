// What a network costs whoever uses it, by its graph alone: how many numbers it holds, and the arithmetic
// of a prediction. No loss, no gradients and no memory: nothing is laid out.

import { Graph } from './graph/graph.js';
import { elements } from './graph/tensor.js';
import type { Model, ModelSpec } from './models/model.js';

export interface ForwardCost {
  /** Numbers that training changes. */
  readonly parameters: number;
  /** Numbers that it keeps beside them: running means. */
  readonly buffers: number;
  /** Floating-point operations for one row, as operations count them. */
  readonly arithmetic: number;
}

export function forwardCost(model: Model, spec: ModelSpec): ForwardCost {
  const graph = new Graph();
  const x = graph.input('x', [1, spec.inputs]);
  model.build(graph, x, spec, 'evaluate');
  const count = (kept: Graph['parameters'] | Graph['buffers']) =>
    kept.reduce((sum, { tensor }) => sum + elements(tensor.shape), 0);
  return {
    parameters: count(graph.parameters),
    buffers: count(graph.buffers),
    arithmetic: graph.nodes.reduce((sum, node) => sum + node.operation.arithmetic(node), 0),
  };
}
