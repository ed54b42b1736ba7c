// The random sampler: a draw is a function of (sweep seed, trial, parameter) and of nothing else.

import { describe, expect, it } from 'vitest';
import { randomSampler } from '../../src/samplers/random.js';
import type { Parameter, Space } from '../../src/space/parameter.js';
import { canonicalJson } from '../../src/vocabulary/hash.js';
import { freeSpace } from './free-space.js';

const lr: Parameter = { name: 'lr', domain: { kind: 'log_uniform_values', min: 1e-4, max: 0.1 } };
const dropout: Parameter = { name: 'dropout', domain: { kind: 'uniform', min: 0, max: 0.5 } };
const batch: Parameter = {
  name: 'batch_size',
  domain: { kind: 'categorical', values: [16, 32, 64] },
};

const drawn = (space: Space, seed: number, trials: number) => {
  const sampler = randomSampler({ space: freeSpace(space), seed, duplicates: true });
  return Array.from({ length: trials }, (_, trial) => sampler.suggest(trial)!);
};
const column = (parameter: Parameter, seed: number, trials: number) =>
  drawn([parameter], seed, trials).map((assignment) => Number(assignment[parameter.name]));

describe('the random sampler', () => {
  it('draws these values from seed 7 today and in ten years', () => {
    expect(drawn([lr, dropout, batch], 7, 2)).toMatchInlineSnapshot(`
      [
        {
          "batch_size": 32,
          "dropout": 0.44324379371741995,
          "lr": 0.0027690619353838222,
        },
        {
          "batch_size": 64,
          "dropout": 0.23559996148424478,
          "lr": 0.07594547292011575,
        },
      ]
    `);
  });

  it('leaves the other parameters alone where one is added, left out or moved', () => {
    const alone = column(lr, 7, 20);
    const among = drawn([batch, dropout, lr], 7, 20).map((assignment) => assignment.lr);
    expect(among).toEqual(alone);
  });

  it('gives every seed its own sweep, also seeds that repeat each other as text', () => {
    const sweeps = [1, 11, 111, 1111, 0, 10, Number.MAX_SAFE_INTEGER].map((seed) =>
      canonicalJson(drawn([lr, batch], seed, 3)),
    );
    expect(new Set(sweeps).size).toBe(sweeps.length);
  });

  it('never confuses a parameter and a trial: a1 of trial 1 is not a of trial 11', () => {
    const uniform = (name: string): Parameter => ({ ...dropout, name });
    const short = column(uniform('a'), 7, 120);
    const long = column(uniform('a1'), 7, 120);
    expect(new Set([...short, ...long]).size).toBe(240);
  });

  it('covers a range evenly: 4000 draws in 8 equal parts, each within 5 standard deviations', () => {
    const counts = new Array<number>(8).fill(0);
    for (const value of column(dropout, 3, 4000)) counts[Math.floor(value * 16)]!++;
    const deviation = Math.sqrt(4000 * (1 / 8) * (7 / 8));
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(5 * deviation);
  });

  it('draws neighbours independently: trials, seeds and names', () => {
    const trials = column(dropout, 3, 2000);
    const seeds = column(dropout, 4, 2000);
    const names = column({ ...dropout, name: 'dropouu' }, 3, 2000);
    const limit = 5 / Math.sqrt(2000);
    expect(Math.abs(correlation(trials.slice(1), trials.slice(0, -1)))).toBeLessThan(limit);
    expect(Math.abs(correlation(trials, seeds))).toBeLessThan(limit);
    expect(Math.abs(correlation(trials, names))).toBeLessThan(limit);
  });
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = mean(a.map((value, i) => (value - meanA) * (b[i]! - meanB)));
  const variance = (values: readonly number[], of: number) =>
    mean(values.map((v) => (v - of) ** 2));
  return product / Math.sqrt(variance(a, meanA) * variance(b, meanB));
}
