// The distributions of a parameter by the words of W&B sweeps, and the maps that describe those of them whose
// keys are not values of the setting: exponents, means and shapes.

import * as z from 'zod';
import { listOf, oneOf, realNumber, strictMap } from './leaf-schema.js';
import { whenSchema } from './rule-schema.js';

/** `min` and `max` are values of the setting. */
export const RANGE_DISTRIBUTIONS = [
  'int_uniform',
  'uniform',
  'q_uniform',
  'log_uniform_values',
  'q_log_uniform_values',
  'inv_log_uniform_values',
] as const;

/** `min` and `max` are exponents of e, of 1 / X for the inverse one. */
const EXPONENT_DISTRIBUTIONS = ['log_uniform', 'q_log_uniform', 'inv_log_uniform'] as const;

const NORMAL_DISTRIBUTIONS = ['normal', 'q_normal', 'log_normal', 'q_log_normal'] as const;

const BETA_DISTRIBUTIONS = ['beta', 'q_beta'] as const;

const CATEGORICAL_DISTRIBUTIONS = [
  'categorical',
  'categorical_w_probabilities',
  'ordinal',
] as const;

export type RangeDistribution = (typeof RANGE_DISTRIBUTIONS)[number];

export const DISTRIBUTIONS = [
  'constant',
  ...CATEGORICAL_DISTRIBUTIONS,
  ...RANGE_DISTRIBUTIONS,
  ...EXPONENT_DISTRIBUTIONS,
  ...NORMAL_DISTRIBUTIONS,
  ...BETA_DISTRIBUTIONS,
] as const;

export type Form = 'constant' | 'categorical' | 'range' | 'exponents' | 'normal' | 'beta';

const distributions: Readonly<Record<Form, readonly string[]>> = {
  constant: ['constant'],
  categorical: CATEGORICAL_DISTRIBUTIONS,
  range: RANGE_DISTRIBUTIONS,
  exponents: EXPONENT_DISTRIBUTIONS,
  normal: NORMAL_DISTRIBUTIONS,
  beta: BETA_DISTRIBUTIONS,
};

const forms = Object.keys(distributions) as readonly Form[];

export function formOfDistribution(name: (typeof DISTRIBUTIONS)[number]): Form {
  return forms.find((form) => distributions[form].includes(name))!;
}

export const distributionSchema = oneOf(
  DISTRIBUTIONS,
  'How values are drawn. Left out: whole min and max give int_uniform, a step q q_uniform, else uniform.',
);

export const categoricalWord = oneOf(
  CATEGORICAL_DISTRIBUTIONS,
  'One of a list, each as likely as the others; or by `probabilities`; or of a list in order.',
)
  .meta({ id: 'distribution_of_values' })
  .optional();

export const probabilitiesSchema = listOf(
  realNumber({ min: 0, max: 1 }, 'A probability.'),
  'a list of numbers from 0 to 1',
).meta({
  id: 'probabilities',
  description: 'How likely each alternative is; left out: all alike.',
});

export const orderedSchema = z.boolean({ error: 'true or false' }).meta({
  id: 'ordered',
  description: 'Whether the alternatives are in order, so that neighbours are alike.',
});

const number = (about: string) => realNumber({}, about);
const positive = (about: string) => realNumber({ min: 0, aboveMin: true }, about);
const shape = (about: string) => realNumber({ min: 0.01, max: 10_000 }, about);

export const stepSchema = positive('').meta({
  id: 'step',
  description: 'Step: values are whole multiples of it; 1 by default.',
});

/** Where a distribution without ends is cut off. */
const cut = {
  min: number('Nothing below is drawn; left out: there is no such end.').optional(),
  max: number('Nothing above is drawn; left out: there is no such end.').optional(),
};

export const exponentsForm = strictMap(
  {
    distribution: oneOf(EXPONENT_DISTRIBUTIONS, 'How values are drawn from the range.'),
    min: number('The exponent of e that gives the smallest value (inv_: the largest).'),
    max: number('The exponent of e that gives the largest value (inv_: the smallest).'),
    q: stepSchema.optional(),
    when: whenSchema.optional(),
  },
  'a map with `distribution`, `min` and `max`',
).meta({ id: 'distribution_exponents' });

export const normalForm = strictMap(
  {
    distribution: oneOf(NORMAL_DISTRIBUTIONS, 'How values are drawn.'),
    mu: number('Mean, of log_normal that of the logarithm; 0 by default.').optional(),
    sigma: positive('Standard deviation, likewise; 1 by default.').optional(),
    ...cut,
    q: stepSchema.optional(),
    when: whenSchema.optional(),
  },
  'a map with `distribution`, `mu` and `sigma`',
).meta({ id: 'distribution_normal' });

export const betaForm = strictMap(
  {
    distribution: oneOf(BETA_DISTRIBUTIONS, 'How values between 0 and 1 are drawn.'),
    a: shape('The first shape; 1 by default.').optional(),
    b: shape('The second shape; 1 by default.').optional(),
    ...cut,
    q: stepSchema.optional(),
    when: whenSchema.optional(),
  },
  'a map with `distribution`, `a` and `b`',
).meta({ id: 'distribution_beta' });
