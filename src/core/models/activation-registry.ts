// All activations by the name that a configuration calls them: what each is told by the settings, and
// by how much it shrinks what goes through it, which initialisers make up for.

import type { Configuration } from '../../vocabulary/configuration.js';
import type { Attributes, Operation } from '../graph/operation.js';
import { elu } from '../graph/operations/elu.js';
import { gelu } from '../graph/operations/gelu.js';
import { geluTanh } from '../graph/operations/gelu-tanh.js';
import { leakyRelu } from '../graph/operations/leaky-relu.js';
import { relu } from '../graph/operations/relu.js';
import { sigmoid } from '../graph/operations/sigmoid.js';
import { silu } from '../graph/operations/silu.js';
import { tanh } from '../graph/operations/tanh.js';

export interface Activation {
  readonly name: string;
  readonly operation: Operation;
  attributes?(settings: Configuration): Attributes;
  /**
   * The recommended gain of weights that it follows, as torch.nn.init.calculate_gain; for those that
   * PyTorch gives none (elu, gelu, silu) that of relu, whose shape they share.
   */
  gain(settings: Configuration): number;
}

const reluGain = () => Math.SQRT2;

/** A setting that a configuration leaves out where it has no effect. */
function slopeOf({ negative_slope: slope }: Configuration): number {
  return Number(slope ?? 0.01);
}

export const activations: readonly Activation[] = Object.freeze([
  { name: 'relu', operation: relu, gain: reluGain },
  {
    name: 'leaky_relu',
    operation: leakyRelu,
    attributes: (settings: Configuration) => ({ slope: slopeOf(settings) }),
    gain: (settings: Configuration) => Math.sqrt(2 / (1 + slopeOf(settings) * slopeOf(settings))),
  },
  {
    name: 'elu',
    operation: elu,
    attributes: ({ elu_alpha: alpha }: Configuration) => ({ alpha: Number(alpha ?? 1) }),
    gain: reluGain,
  },
  { name: 'gelu', operation: gelu, gain: reluGain },
  { name: 'gelu_tanh', operation: geluTanh, gain: reluGain },
  { name: 'silu', operation: silu, gain: reluGain },
  { name: 'tanh', operation: tanh, gain: () => 5 / 3 },
  { name: 'sigmoid', operation: sigmoid, gain: () => 1 },
]);

export function activationNamed(name: string): Activation {
  const found = activations.find((activation) => activation.name === name);
  if (found === undefined) throw new TypeError(`there is no activation ${name}`);
  return found;
}
