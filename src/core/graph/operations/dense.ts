// A fully connected layer, y = x · W + b. W is stored (in, out): forward then reads it as it lies, and
// only layers that pass a gradient on to their input ever need it transposed.

import type { Operation } from '../operation.js';
import { multiply, sumRows } from './multiply.js';

/** x: (batch, in), W: (in, out), b: (out) -> (batch, out) */
export const dense: Operation = {
  ...multiply,
  name: 'dense',
  gradient(graph, node, upstream, wanted) {
    const [x, w] = node.inputs;
    return [
      wanted[0] ? graph.apply(multiply, [upstream, w!], { transposeB: true }) : null,
      wanted[1] ? graph.apply(multiply, [x!, upstream], { transposeA: true }) : null,
      wanted[2] ? graph.apply(sumRows, [upstream]) : null,
    ];
  },
};
