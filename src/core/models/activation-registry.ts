// All activations by the name that a configuration calls them: what each is told by the settings, and
// by how much it shrinks what goes through it, which initialisers make up for.

import type { Configuration } from '../../vocabulary/configuration.js';
import type { Attributes, Operation } from '../graph/operation.js';
import { relu } from '../graph/operations/relu.js';
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

export const activations: readonly Activation[] = Object.freeze([
  { name: 'relu', operation: relu, gain: reluGain },
  { name: 'tanh', operation: tanh, gain: () => 5 / 3 },
]);

export function activationNamed(name: string): Activation {
  const found = activations.find((activation) => activation.name === name);
  if (found === undefined) throw new TypeError(`there is no activation ${name}`);
  return found;
}
