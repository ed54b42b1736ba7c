// Pooling as torch.nn.MaxPool2d and AvgPool2d of one size and stride, channels last: one row of
// height * width * channels floats per picture. The gradient of a largest value goes to the first of
// equals, in the order of lines and columns.

import { Opcode } from '../../kernels/opcode.js';
import type { TapeWriter } from '../../plan/tape.js';
import { type Attributes, type Operation, ShapeError } from '../operation.js';
import { elements, type Shape, shapeText } from '../tensor.js';

function sides({ height, width, channels, size }: Attributes): readonly number[] {
  return [height, width, channels, size].map(Number);
}

function pooled(name: string, x: Shape | undefined, attributes: Attributes): Shape {
  const [height, width, channels, size] = sides(attributes) as [number, number, number, number];
  if (x?.length !== 2 || x[1] !== height * width * channels) {
    const expected = `pictures (rows, ${height} * ${width} * ${channels})`;
    throw new ShapeError(name, expected, shapeText(x ?? []));
  }
  const windows = Math.floor(height / size) * Math.floor(width / size);
  if (windows === 0) {
    throw new ShapeError(name, `a window that fits ${height} x ${width}`, `${size} x ${size}`);
  }
  return [x[0]!, windows * channels];
}

function emitPool(
  tape: TapeWriter,
  opcode: Opcode,
  rows: number,
  attributes: Attributes,
  addresses: readonly number[],
): void {
  tape.instruction(opcode, [rows, ...sides(attributes), ...addresses]);
}

/** x: (rows, height * width * channels), its pooled y, upstream like y -> like x */
export const maxPool2dGradient: Operation = {
  name: 'max_pool2d_gradient',
  outputs: ([x]) => [x!],
  emit({ inputs, outputs, attributes }, tape) {
    const addresses = [...inputs, outputs[0]!].map((t) => tape.address(t));
    emitPool(tape, Opcode.MaxPoolGradient, inputs[0]!.shape[0]!, attributes, addresses);
  },
  arithmetic: ({ inputs: [x] }) => elements(x!.shape),
};

/** upstream: (rows, windows * channels) -> (rows, height * width * channels) */
export const averagePool2dGradient: Operation = {
  name: 'avg_pool2d_gradient',
  outputs([upstream], attributes) {
    const [height, width, channels] = sides(attributes) as [number, number, number];
    return [[upstream![0]!, height * width * channels]];
  },
  emit({ inputs: [upstream], outputs: [dx], attributes }, tape) {
    const addresses = [0, 0, tape.address(upstream!), tape.address(dx!)];
    emitPool(tape, Opcode.AveragePoolGradient, upstream!.shape[0]!, attributes, addresses);
  },
  arithmetic: ({ inputs: [upstream] }) => elements(upstream!.shape),
};

function pooling(
  name: string,
  opcode: Opcode,
  gradient: NonNullable<Operation['gradient']>,
): Operation {
  return {
    name,
    gradient,
    outputs: ([x], attributes) => [pooled(name, x, attributes)],
    emit({ inputs: [x], outputs: [y], attributes }, tape) {
      const addresses = [x!, y!].map((t) => tape.address(t));
      emitPool(tape, opcode, x!.shape[0]!, attributes, addresses);
    },
    arithmetic: ({ inputs: [x] }) => elements(x!.shape),
  };
}

/** Attributes: height, width, channels of a picture; size, of a window and from one to the next. */
export const maxPool2d = pooling('max_pool2d', Opcode.MaxPool, (graph, node, upstream) => [
  graph.apply(maxPool2dGradient, [node.inputs[0]!, node.outputs[0]!, upstream], node.attributes),
]);

/** As maxPool2d, the mean of a window. */
export const averagePool2d = pooling('avg_pool2d', Opcode.AveragePool, (graph, node, upstream) => [
  graph.apply(averagePool2dGradient, [upstream], node.attributes),
]);
