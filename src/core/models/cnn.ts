// Convolutional network for pictures: convolution, norm, activation and dropout for each number of
// `convolutions`, pooling for each `pool`, then the hidden layers of a perceptron and dense at the end.

import { Slip } from '../../vocabulary/errors.js';
import type { Graph } from '../graph/graph.js';
import { conv2d } from '../graph/operations/conv2d.js';
import { averagePool2d, maxPool2d } from '../graph/operations/pool2d.js';
import type { TensorRef } from '../graph/tensor.js';
import { hiddenLayers } from './hidden-layers.js';
import { type Layers, layers } from './layers.js';
import type { Model } from './model.js';
import { type PictureLayer, pictureLayers, pictureRefusal } from './picture-layers.js';

/** By the word that a configuration calls them. */
export const poolings = Object.freeze({ max: maxPool2d, avg: averagePool2d });

/** Weights (kernel places * channels, out), begun as torch.nn.Conv2d's. */
function appendConvolution(
  graph: Graph,
  append: Layers,
  x: TensorRef,
  { attributes, output: [, , out] }: PictureLayer,
): TensorRef {
  const places = Number(attributes.kernelHeight) * Number(attributes.kernelWidth);
  const inputs = places * Number(attributes.channels);
  const name = append.module();
  const fans = { fanIn: inputs, fanOut: places * out, rows: inputs };
  const first = append.initialisers(fans, 'activation');
  const weight = graph.parameter(`${name}.weight`, [inputs, out], first.weight);
  const bias = graph.parameter(`${name}.bias`, [out], first.bias, 'bias');
  return graph.apply(conv2d, [x, weight, bias], attributes);
}

export const cnn: Model = {
  name: 'cnn',
  build(graph, x, { image, outputs, settings }, mode) {
    const refusal = pictureRefusal(image, settings);
    if (refusal !== null) throw new Slip(refusal);
    const append = layers(graph, settings, mode);
    const pooling = poolings[settings.pooling as keyof typeof poolings];
    let value = append.noise(x);
    for (const layer of pictureLayers(image!, settings)) {
      if (layer.kind === 'pool') {
        append.module();
        value = graph.apply(pooling, [value], layer.attributes);
        continue;
      }
      value = appendConvolution(graph, append, value, layer);
      value = append.norm(value, layer.output[2]);
      value = append.activation(value);
      value = append.dropout(value, Number(settings.conv_dropout));
    }
    append.module(); // torch.nn.Flatten, which is nothing here: a picture is one row already
    value = hiddenLayers(graph, value, settings, append);
    return append.dense(value, outputs, 'nothing');
  },
};
