// How weights begin, by the name that a configuration calls it: the formulas of torch.nn.init, with
// mode fan_in. Only the default draws biases; under the others they begin at zero.

import type { Initialiser } from '../graph/graph.js';

/** What an initialiser looks at. */
export interface WeightPlace {
  /** Inputs that one output sums over. */
  readonly fanIn: number;
  /** Outputs that one input reaches. */
  readonly fanOut: number;
  /** By how much the activation behind shrinks; 1 where none follows. */
  readonly gain: number;
  /** The first side of the weight as a matrix. */
  readonly rows: number;
}

export interface WeightInitialiser {
  readonly name: string;
  weight(place: WeightPlace): Initialiser;
  bias(place: WeightPlace): Initialiser;
}

const zeros = (): Initialiser => ({ kind: 'zeros' });

/** torch.nn.Linear's and torch.nn.Conv2d's: uniform within 1 / sqrt(inputs), whatever follows. */
const withinRoot = ({ fanIn }: WeightPlace): Initialiser => ({
  kind: 'uniform',
  bound: 1 / Math.sqrt(fanIn),
});

export const initialisers: readonly WeightInitialiser[] = Object.freeze([
  { name: 'default', weight: withinRoot, bias: withinRoot },
  {
    // Glorot & Bengio 2010
    name: 'xavier_uniform',
    weight: ({ fanIn, fanOut, gain }: WeightPlace): Initialiser => ({
      kind: 'uniform',
      bound: gain * Math.sqrt(6 / (fanIn + fanOut)),
    }),
    bias: zeros,
  },
  {
    name: 'xavier_normal',
    weight: ({ fanIn, fanOut, gain }: WeightPlace): Initialiser => ({
      kind: 'normal',
      deviation: gain * Math.sqrt(2 / (fanIn + fanOut)),
    }),
    bias: zeros,
  },
  {
    // He et al. 2015
    name: 'kaiming_uniform',
    weight: ({ fanIn, gain }: WeightPlace): Initialiser => ({
      kind: 'uniform',
      bound: gain * Math.sqrt(3 / fanIn),
    }),
    bias: zeros,
  },
  {
    name: 'kaiming_normal',
    weight: ({ fanIn, gain }: WeightPlace): Initialiser => ({
      kind: 'normal',
      deviation: gain / Math.sqrt(fanIn),
    }),
    bias: zeros,
  },
  {
    // Saxe et al. 2014
    name: 'orthogonal',
    weight: ({ gain, rows }: WeightPlace): Initialiser => ({ kind: 'orthogonal', gain, rows }),
    bias: zeros,
  },
]);

export function initialiserNamed(name: string): WeightInitialiser {
  const found = initialisers.find((initialiser) => initialiser.name === name);
  if (found === undefined) throw new TypeError(`there is no initialiser ${name}`);
  return found;
}
