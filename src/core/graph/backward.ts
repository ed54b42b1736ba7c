// Reverse-mode differentiation: walks the nodes backwards and appends to the same graph the nodes that
// compute the gradient of a scalar with respect to every parameter (and every input that is asked for).

import type { Graph } from './graph.js';
import { add } from './operations/add.js';
import type { TensorRef } from './tensor.js';

/** The gradient's tensor for each tensor of `of`, in their order. Throws where a tensor does not decide the loss. */
export function appendBackward(
  graph: Graph,
  loss: TensorRef,
  of: readonly TensorRef[],
): readonly TensorRef[] {
  const forward = [...graph.nodes];
  const needed = dependents(graph, of);
  const gradients = new Map<number, TensorRef>();
  gradients.set(loss.id, graph.constant('upstream', [1]));

  for (const node of forward.reverse()) {
    const upstream = gradients.get(node.outputs[0]!.id);
    const wanted = node.inputs.map((input) => needed.has(input.id));
    if (upstream === undefined || !wanted.includes(true)) continue;
    if (node.operation.gradient === undefined) {
      throw new Error(`${node.operation.name} has no gradient, but a parameter depends on it`);
    }
    const contributions = node.operation.gradient(graph, node, upstream, wanted);
    node.inputs.forEach((input, i) => {
      const contribution = contributions[i];
      if (contribution == null) return;
      const known = gradients.get(input.id);
      gradients.set(
        input.id,
        known === undefined ? contribution : graph.apply(add, [known, contribution]),
      );
    });
  }

  return of.map((tensor) => {
    const gradient = gradients.get(tensor.id);
    if (gradient === undefined) throw new Error(`the loss does not depend on ${tensor.name}`);
    return gradient;
  });
}

/** Ids of the tensors through which one of `of` reaches the loss. */
function dependents(graph: Graph, of: readonly TensorRef[]): Set<number> {
  const ids = new Set(of.map((tensor) => tensor.id));
  for (const node of graph.nodes) {
    if (node.inputs.some((input) => ids.has(input.id))) {
      for (const output of node.outputs) ids.add(output.id);
    }
  }
  return ids;
}
