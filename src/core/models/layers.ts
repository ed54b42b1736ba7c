// Layers as models append them, each as the settings say: noise, dense, norm, activation, dropout. Names are
// those of a torch.nn.Sequential of the same layers: a module that PyTorch would count takes the next
// index, dropout and noise do not, so that a state has the same names with and without them.

import type { Configuration } from '../../vocabulary/configuration.js';
import type { Graph, Initialiser } from '../graph/graph.js';
import { dense } from '../graph/operations/dense.js';
import { dropout } from '../graph/operations/dropout.js';
import { gaussianNoise } from '../graph/operations/gaussian-noise.js';
import type { TensorRef } from '../graph/tensor.js';
import { activationNamed } from './activation-registry.js';
import { initialiserNamed, type WeightPlace } from './initialiser-registry.js';
import type { Mode } from './model.js';
import { normNamed } from './norm-registry.js';

/** What follows a layer with weights: its first weights make up for what an activation takes away. */
export type Follower = 'activation' | 'nothing';

export interface Layers {
  /** The index of the next module as its name: for layers that a model appends itself. */
  module(): string;
  /** How weights of these fans and their biases begin under `init`. */
  initialisers(
    place: Omit<WeightPlace, 'gain'>,
    follower: Follower,
  ): { readonly weight: Initialiser; readonly bias: Initialiser };
  /** x: (rows, inputs) -> (rows, units) */
  dense(x: TensorRef, units: number, follower: Follower): TensorRef;
  /**
   * The norm that the settings name; x itself where there is none. Elements of x that are `columns` apart
   * belong to one column: units (the last side of x, unless said) or a picture's channels.
   */
  norm(x: TensorRef, columns?: number): TensorRef;
  /** The activation that the settings name, element by element. */
  activation(x: TensorRef): TensorRef;
  /** x with the noise that the settings ask for where training; x itself in evaluation. */
  noise(x: TensorRef): TensorRef;
  /** Drops elements where training; x itself in evaluation and at probability 0. */
  dropout(x: TensorRef, probability: number): TensorRef;
}

export function layers(graph: Graph, settings: Configuration, mode: Mode): Layers {
  const activation = activationNamed(String(settings.activation));
  const norm = settings.norm === undefined ? null : normNamed(String(settings.norm));
  const initialiser = initialiserNamed(String(settings.init ?? 'default'));
  let modules = 0;
  let dropouts = 0;

  function moduleName(): string {
    return String(modules++);
  }

  function initialisers(place: Omit<WeightPlace, 'gain'>, follower: Follower) {
    const gain = follower === 'activation' ? activation.gain(settings) : 1;
    const whole = { ...place, gain };
    return { weight: initialiser.weight(whole), bias: initialiser.bias(whole) };
  }

  return {
    module: moduleName,
    initialisers,
    dense(x, units, follower) {
      const inputs = x.shape[1]!;
      const name = moduleName();
      const first = initialisers({ fanIn: inputs, fanOut: units, rows: inputs }, follower);
      const weight = graph.parameter(`${name}.weight`, [inputs, units], first.weight);
      const bias = graph.parameter(`${name}.bias`, [units], first.bias, 'bias');
      return graph.apply(dense, [x, weight, bias]);
    },
    norm(x, columns = x.shape.at(-1)!) {
      if (norm === null) return x;
      return norm.append(graph, x, columns, moduleName(), mode);
    },
    activation(x) {
      moduleName();
      return graph.apply(activation.operation, [x], activation.attributes?.(settings));
    },
    noise(x) {
      const deviation = Number(settings.input_noise ?? 0);
      if (mode === 'evaluate' || !(deviation > 0)) return x;
      return graph.apply(gaussianNoise, [x], { deviation });
    },
    dropout(x, probability) {
      const layer = dropouts++;
      if (mode === 'evaluate' || !(probability > 0)) return x;
      return graph.apply(dropout, [x], { probability, layer });
    },
  };
}
