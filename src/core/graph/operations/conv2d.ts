// Two-dimensional convolution as in torch.nn.Conv2d (cross-correlation), channels last: one row of
// height * width * channels floats per picture. Weights are stored (kernelHeight * kernelWidth *
// channels, out), so that forward is a product of what lies under each position with the weights as
// they are. That side is gathered straight from the pictures and never stands in memory.

import { Opcode } from '../../kernels/opcode.js';
import type { TapeWriter } from '../../plan/tape.js';
import { type GraphNode, type Operation, ShapeError } from '../operation.js';
import { elements, type Shape, shapeText } from '../tensor.js';
import {
  checkConvolution,
  convolutionShape,
  depthOf,
  forwardGathering,
  inputGradientPhases,
} from './convolution-shape.js';
import {
  type Gathering,
  type GatheringScratch,
  gatheringArguments,
  gatheringScratch,
  groupPositions,
} from './picture-gathering.js';

/** Of gathered tiles, in bytes: they should stay in the first-level cache beside a panel. */
const NEAR = 16_384;
/** Positions that the weights' gradient gathers at a time. */
const POSITIONS = 128;

/** Bytes of `columns` columns as panels of up to eight. */
function panelBytes(depth: number, columns: number): number {
  const rest = columns % 8;
  const widths = columns - rest + (rest === 0 ? 0 : rest > 4 ? 8 : 4);
  return 4 * depth * widths;
}

function correlation(gathering: Gathering, columns: number) {
  const depth = gathering.runs * gathering.run;
  const tiles = Math.ceil(groupPositions(gathering) / 4);
  const chunk = Math.max(1, Math.min(tiles, Math.floor(NEAR / (16 * depth))));
  // A gathered tile is written up to three lines further than it goes.
  const sizes = { panels: panelBytes(depth, columns), blocks: 16 * chunk * depth + 48 };
  return { sizes, chunk, scratch: gatheringScratch(gathering, sizes) };
}

interface Correlation {
  readonly gathering: Gathering;
  readonly source: number;
  readonly target: number;
  readonly bias: number;
  readonly columns: number;
  /** Where the first run's first place has its weights, and how far to the next run's and place's, in bytes. */
  readonly weights: readonly [address: number, run: number, place: number];
  /** Whether each place's weights are stored (columns, depth) instead of (depth, columns). */
  readonly turned: boolean;
  /** Floats of a line of stored weights. */
  readonly weightLine: number;
  /** Channels of the source. */
  readonly depth: number;
}

function emitCorrelation(tape: TapeWriter, how: Correlation): void {
  const { sizes, chunk } = correlation(how.gathering, how.columns);
  const { words } = gatheringArguments(how.gathering, how.source, tape.scratch, sizes, chunk);
  tape.instruction(Opcode.Correlate, [
    ...words,
    how.target,
    how.bias,
    ...how.weights,
    how.turned ? 1 : 0,
    4 * how.weightLine,
    how.columns,
    how.depth,
  ]);
}

/** Multiplications and additions of forward, and of each of the two gradients. */
function arithmeticOf(node: GraphNode, rows: number, columns: number): number {
  const shape = convolutionShape(node.attributes);
  return 2 * rows * shape.outHeight * shape.outWidth * columns * depthOf(shape);
}

/** upstream: (rows, positions * out), weights -> (rows, height * width * channels) */
export const conv2dInputGradient: Operation = {
  name: 'conv2d_input_gradient',
  outputs([upstream, weight], attributes) {
    const shape = convolutionShape(attributes);
    const picture = [upstream![0]!, shape.height * shape.width * shape.channels];
    checkConvolution('conv2d_input_gradient', shape, [picture, weight!]);
    return [picture];
  },
  scratch({ inputs: [upstream, weight], attributes }) {
    const [columns, channels] = [weight!.shape[1]!, Number(attributes.channels)];
    const phases = inputGradientPhases(convolutionShape(attributes), upstream!.shape[0]!, columns);
    return Math.max(...phases.map(({ gathering }) => correlation(gathering, channels).scratch));
  },
  emit({ inputs: [upstream, weight], outputs: [dx], attributes }, tape) {
    const shape = convolutionShape(attributes);
    const columns = weight!.shape[1]!;
    const { channels, kernelWidth, stride } = shape;
    const place = 4 * channels * columns;
    for (const { gathering, last } of inputGradientPhases(shape, upstream!.shape[0]!, columns)) {
      emitCorrelation(tape, {
        gathering,
        source: tape.address(upstream!),
        target: tape.address(dx!),
        bias: 0,
        columns: channels,
        weights: [
          tape.address(weight!) + (last[0] * kernelWidth + last[1]) * place,
          -stride * kernelWidth * place,
          -stride * place,
        ],
        turned: true,
        weightLine: columns,
        depth: columns,
      });
    }
  },
  arithmetic: (node) => arithmeticOf(node, node.inputs[0]!.shape[0]!, node.inputs[1]!.shape[1]!),
};

function channelsOf({ inputs: [, upstream], attributes }: GraphNode): number {
  const { outHeight, outWidth } = convolutionShape(attributes);
  return upstream!.shape[1]! / (outHeight * outWidth);
}

function weightsGradientSizes(
  gathering: Gathering,
  columns: number,
): Required<GatheringScratch> & { chunk: number } {
  const chunk = Math.min(POSITIONS, groupPositions(gathering));
  const panels = Math.ceil(columns / 8);
  return {
    chunk,
    panels: 32 * chunk * panels,
    blocks: 16 * chunk,
    rest: 128 * gathering.runs * Math.ceil(gathering.run / 4) * panels,
  };
}

/** x: (rows, height * width * channels), upstream: (rows, positions * out) -> the weights' shape */
export const conv2dWeightsGradient: Operation = {
  name: 'conv2d_weights_gradient',
  outputs([x, upstream], attributes) {
    const shape = convolutionShape(attributes);
    const columns = upstream![1]! / (shape.outHeight * shape.outWidth);
    const weight: Shape = [depthOf(shape), columns];
    checkConvolution('conv2d_weights_gradient', shape, [x!, weight]);
    if (!Number.isInteger(columns) || upstream![0] !== x![0]) {
      throw new ShapeError(
        'conv2d_weights_gradient',
        'an upstream of its result',
        shapeText(upstream!),
      );
    }
    return [weight];
  },
  scratch(node) {
    const columns = channelsOf(node);
    const shape = convolutionShape(node.attributes);
    const gathering = forwardGathering(shape, node.inputs[0]!.shape[0]!, columns);
    return gatheringScratch(gathering, weightsGradientSizes(gathering, columns));
  },
  emit(node, tape) {
    const [x, upstream] = node.inputs;
    const columns = channelsOf(node);
    const shape = convolutionShape(node.attributes);
    const gathering = forwardGathering(shape, x!.shape[0]!, columns);
    const { chunk, ...sizes } = weightsGradientSizes(gathering, columns);
    const { words, rest } = gatheringArguments(
      gathering,
      tape.address(x!),
      tape.scratch,
      sizes,
      chunk,
    );
    tape.instruction(Opcode.CorrelateWeightsGradient, [
      ...words,
      tape.address(node.outputs[0]!),
      tape.address(upstream!),
      columns,
      rest,
    ]);
  },
  arithmetic: (node) => arithmeticOf(node, node.inputs[0]!.shape[0]!, channelsOf(node)),
};

/** x: (rows, positions * channels), attribute channels -> (channels): the bias's gradient */
export const sumPositions: Operation = {
  name: 'sum_positions',
  outputs: (_inputs, { channels }) => [[Number(channels)]],
  emit({ inputs: [x], outputs: [y], attributes }, tape) {
    const channels = Number(attributes.channels);
    const rows = elements(x!.shape) / channels;
    tape.instruction(Opcode.SumRows, [tape.address(x!), tape.address(y!), rows, channels]);
  },
  arithmetic: ({ inputs: [x] }) => elements(x!.shape),
};

/** x: (rows, height * width * channels), weights, bias (out) -> (rows, positions * out). Attributes: ConvolutionShape. */
export const conv2d: Operation = {
  name: 'conv2d',
  outputs(inputs, attributes) {
    const shape = convolutionShape(attributes);
    checkConvolution('conv2d', shape, inputs);
    return [[inputs[0]![0]!, shape.outHeight * shape.outWidth * inputs[1]![1]!]];
  },
  gradient(graph, { inputs: [x, weight], attributes }, upstream, wanted) {
    const channels = weight!.shape[1]!;
    return [
      wanted[0] ? graph.apply(conv2dInputGradient, [upstream, weight!], attributes) : null,
      wanted[1] ? graph.apply(conv2dWeightsGradient, [x!, upstream], attributes) : null,
      wanted[2] ? graph.apply(sumPositions, [upstream], { channels }) : null,
    ];
  },
  scratch({ inputs: [x, weight], attributes }) {
    const columns = weight!.shape[1]!;
    const gathering = forwardGathering(convolutionShape(attributes), x!.shape[0]!, columns);
    return correlation(gathering, columns).scratch;
  },
  emit({ inputs: [x, weight, bias], outputs: [y], attributes }, tape) {
    const shape = convolutionShape(attributes);
    const columns = weight!.shape[1]!;
    const place = 4 * shape.channels * columns;
    emitCorrelation(tape, {
      gathering: forwardGathering(shape, x!.shape[0]!, columns),
      source: tape.address(x!),
      target: tape.address(y!),
      bias: bias === undefined ? 0 : tape.address(bias),
      columns,
      weights: [tape.address(weight!), shape.kernelWidth * place, place],
      turned: false,
      weightLine: columns,
      depth: shape.channels,
    });
  },
  arithmetic: (node) => arithmeticOf(node, node.inputs[0]!.shape[0]!, node.inputs[1]!.shape[1]!),
};
