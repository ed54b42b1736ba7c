// Every distribution of W&B, as its public documentation describes it, becomes the domain that draws like it.

import { describe, expect, it } from 'vitest';
import { DISTRIBUTIONS } from '../../src/definition/schema/distribution-schema.js';
import { valueAt } from '../../src/space/draw.js';
import type { Domain } from '../../src/space/parameter.js';
import { definitionOf, lines, parsed, textWith } from './definition-of.js';

function domainOf(parameter: string): Domain {
  const { parameters } = definitionOf(textWith({ parameters: `parameters: {${parameter}}` }));
  return parameters[0]!.domain;
}

const e = (exponent: number) => expect.closeTo(Math.exp(exponent), 12) as number;

const read: readonly [string, Domain][] = [
  ['lr: {distribution: constant, value: 0.1}', { kind: 'constant', value: 0.1 }],
  ['lr: {distribution: categorical, values: [0.1, 1]}', { kind: 'categorical', values: [0.1, 1] }],
  [
    'lr: {distribution: categorical_w_probabilities, values: [0.1, 1], probabilities: [0.75, 0.25]}',
    { kind: 'categorical', values: [0.1, 1], probabilities: [0.75, 0.25] },
  ],
  [
    'lr: {values: [0.1, 1], probabilities: [0.75, 0.25]}',
    { kind: 'categorical', values: [0.1, 1], probabilities: [0.75, 0.25] },
  ],
  [
    'batch_size: {distribution: ordinal, values: [8, 16, 64]}',
    { kind: 'categorical', values: [8, 16, 64], ordered: true },
  ],
  [
    'batch_size: {values: [8, 16, 64], ordered: true}',
    { kind: 'categorical', values: [8, 16, 64], ordered: true },
  ],
  [
    'batch_size: {values: [8, 16, 64], ordered: false}',
    { kind: 'categorical', values: [8, 16, 64] },
  ],
  ['batch_size: {min: 8, max: 64}', { kind: 'int_uniform', min: 8, max: 64 }],
  [
    'batch_size: {distribution: int_uniform, min: 8, max: 64}',
    { kind: 'int_uniform', min: 8, max: 64 },
  ],
  ['lr: {distribution: uniform, min: 1, max: 2}', { kind: 'uniform', min: 1, max: 2 }],
  // A step that is not said is 1.
  ['lr: {distribution: q_uniform, min: 1, max: 9}', { kind: 'q_uniform', min: 1, max: 9, q: 1 }],
  [
    'lr: {distribution: log_uniform_values, min: 0.01, max: 1}',
    { kind: 'log_uniform_values', min: 0.01, max: 1 },
  ],
  [
    'lr: {distribution: inv_log_uniform_values, min: 0.01, max: 1}',
    { kind: 'log_uniform_values', min: 0.01, max: 1 },
  ],
  [
    'batch_size: {distribution: q_log_uniform_values, min: 8, max: 64}',
    { kind: 'q_log_uniform_values', min: 8, max: 64, q: 1 },
  ],
  [
    'lr: {distribution: log_uniform, min: -9, max: -2}',
    { kind: 'log_uniform_values', min: e(-9), max: e(-2) },
  ],
  [
    'lr: {distribution: inv_log_uniform, min: 2, max: 9}',
    { kind: 'log_uniform_values', min: e(-9), max: e(-2) },
  ],
  [
    'batch_size: {distribution: q_log_uniform, min: 2, max: 4, q: 4}',
    { kind: 'q_log_uniform_values', min: e(2), max: e(4), q: 4 },
  ],
  ['lr: {distribution: normal, mu: 1, sigma: 0.1}', { kind: 'normal', mu: 1, sigma: 0.1 }],
  [
    'dropout: {distribution: normal, min: 0, max: 0.9}',
    { kind: 'normal', mu: 0, sigma: 1, min: 0, max: 0.9 },
  ],
  [
    'batch_size: {distribution: q_normal, mu: 32, sigma: 8, min: 1}',
    { kind: 'q_normal', mu: 32, sigma: 8, min: 1, q: 1 },
  ],
  ['weight_decay: {distribution: log_normal, mu: -7}', { kind: 'log_normal', mu: -7, sigma: 1 }],
  [
    'width: {distribution: q_log_normal, mu: 4, sigma: 0.5, q: 8, min: 8, max: 512}',
    { kind: 'q_log_normal', mu: 4, sigma: 0.5, q: 8, min: 8, max: 512 },
  ],
  ['dropout: {distribution: beta, a: 2, b: 5}', { kind: 'beta', a: 2, b: 5 }],
  [
    'dropout: {distribution: q_beta, q: 0.1, max: 0.9}',
    { kind: 'q_beta', a: 1, b: 1, q: 0.1, max: 0.9 },
  ],
];

describe('a distribution', () => {
  it('that can draw what its setting does not take is refused, with both ends of its draws', () => {
    const parameters = 'parameters: {lr: {distribution: normal, mu: 0.1, sigma: 0.1}}';
    expect(lines(parsed(textWith({ parameters })).errors)).toEqual([
      '6:33  expected a number above 0, up to 1000 for `lr`, found normal, which draws from -0.7292 to 0.921: cut it off with min and max',
    ]);
  });

  it.each(read)('%s', (parameter, domain) => {
    const layered = /^width/.test(parameter) ? `layers: 1, ${parameter}` : parameter;
    const { parameters } = definitionOf(textWith({ parameters: `parameters: {${layered}}` }));
    expect(parameters.at(-1)!.domain).toEqual(domain);
  });

  it('of every name is among these', () => {
    const all = read.map(([parameter]) => parameter).join();
    const named = DISTRIBUTIONS.filter((name) => all.includes(`distribution: ${name},`));
    expect(named).toEqual(DISTRIBUTIONS);
  });

  it('of exponents has its median at the power of their middle', () => {
    const median = valueAt(domainOf('lr: {distribution: log_uniform, min: -9, max: -2}'), 0.5);
    expect(median).toBeCloseTo(Math.exp(-5.5), 14);
  });

  it('with probabilities is no different in a grid, which says so', () => {
    const { definition, warnings } = parsed(
      textWith({
        method: 'method: grid',
        trials: null,
        parameters: 'parameters: {lr: {values: [0.1, 1], probabilities: [0.75, 0.25]}}',
      }),
    );
    expect(definition).not.toBeNull();
    expect(lines(warnings)).toEqual([
      '5:14  expected alternatives without `probabilities` in a grid, found `lr` with them: each is tried as often, use method: random',
    ]);
  });
});
