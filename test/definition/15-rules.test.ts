// Conditions, formulas and constraints in a definition: what is refused before anything runs (the rest of it is
// in bad/), what is warned of, and what becomes of them.

import { describe, expect, it } from 'vitest';
import { definitionIdentity } from '../../src/definition/definition-identity.js';
import { definitionOf, lines, parsed, textWith } from './definition-of.js';

const parameters =
  'parameters: {optimizer: [sgd, adam], lr: {min: 0.001, max: 0.1}, layers: {min: 1, max: 3}}';

function warningsOf(changes: Readonly<Record<string, string | null>>) {
  const { errors, warnings } = parsed(textWith(changes));
  expect(lines(errors)).toEqual([]);
  return lines(warnings);
}

describe('rules that hardly make sense', () => {
  it('are told of with the share that they leave', () => {
    const constraints = 'constraints: ["lr < 0.001 + 0.099 / 200"]';
    expect(warningsOf({ parameters, constraints })).toEqual([
      expect.stringMatching(
        /^7:15 {2}expected rules that leave more than 1 % of what is drawn, found 0\.\d+ %: `lr < 0\.001 \+ 0\.099 \/ 200` forbids most of 10000 draws, narrow the ranges$/,
      ),
    ]);
  });

  it('are told of where a condition never holds', () => {
    const never = 'parameters: {lr: [0.1, 0.2], dropout: {values: [0.1, 0.2], when: lr > 1}}';
    expect(warningsOf({ parameters: never, trials: 'trials: 2' })).toEqual([
      '6:66  expected a condition that can hold for `dropout`, found one that holds for none of all 4 points: remove the parameter, or change its condition',
    ]);
  });

  it('that leave more are not told of', () => {
    expect(warningsOf({ parameters, constraints: 'constraints: ["lr < 0.003"]' })).toEqual([]);
  });
});

describe('rules', () => {
  const ruled = definitionOf(
    textWith({
      parameters:
        'parameters: {optimizer: [sgd, adam], momentum: {values: [0.5, 0.9], when: " lr < 0.05 "}, lr: {min: 0.001, max: 0.1}, layers: {min: 1, max: 3}, width: "= layers * 8", dropout: {derive: lr, when: width > 8}}',
      constraints: 'constraints: ["lr * layers < 0.2"]',
    }),
  );

  it('are kept as they were written, derived parameters apart from those that are drawn', () => {
    expect(ruled.parameters.map(({ name, when }) => [name, when])).toEqual([
      ['optimizer', undefined],
      ['momentum', 'lr < 0.05'],
      ['lr', undefined],
      ['layers', undefined],
    ]);
    expect(ruled.derived).toEqual([
      { name: 'width', formula: 'layers * 8' },
      { name: 'dropout', formula: 'lr', when: 'width > 8' },
    ]);
    expect(ruled.constraints).toEqual(['lr * layers < 0.2']);
  });

  it('are part of what a sweep is; without them it is what it was', () => {
    const identity = definitionIdentity(ruled);
    expect(identity).toMatchObject({ constraints: ruled.constraints, derived: ruled.derived });
    const keys = Object.keys(definitionIdentity(definitionOf(textWith({}))));
    expect(keys.filter((key) => key === 'constraints' || key === 'derived')).toEqual([]);
  });

  it('are counted in a grid', () => {
    const grid = {
      method: 'method: grid',
      trials: 'trials: 4',
      parameters:
        'parameters: {batch_size: [8, 16, 64], layers: {values: [1, 2, 4], when: batch_size < 64}}',
      constraints: 'constraints: ["batch_size * layers <= 32"]',
    };
    expect(warningsOf(grid)).toEqual([
      '2:9  expected trials for a grid of 6 points, found 4: the alternatives of the last 2 are never used, use method: random for a sample of all',
    ]);
  });
});
