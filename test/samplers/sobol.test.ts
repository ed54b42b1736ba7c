// Sobol' points: the published ones where nothing is scrambled, and scrambled ones that are as even.

import { describe, expect, it } from 'vitest';
import { unitStream } from '../../src/samplers/independent-draws.js';
import { owenScrambling } from '../../src/samplers/sobol/owen-scrambling.js';
import {
  directionNumbers,
  SOBOL_DIMENSIONS,
  sobolWord,
} from '../../src/samplers/sobol/sobol-sequence.js';
import { sobolDraws, sobolSampler } from '../../src/samplers/sobol.js';
import type { Parameter } from '../../src/space/parameter.js';
import { freeSpace } from './free-space.js';

const dimensions = (count: number) => Array.from({ length: count }, (_, d) => d);
const published = (index: number, of: readonly number[]) =>
  of.map((dimension) => sobolWord(index, directionNumbers(dimension)) / 2 ** 32);
const unit = (dimension: number): Parameter => ({
  name: `x${dimension}`,
  domain: { kind: 'uniform', min: 0, max: 1 },
});

/** (points, dimensions) */
function scrambled(seed: number, points: number, count: number): number[][] {
  const draws = sobolDraws(dimensions(count).map(unit), seed);
  return Array.from({ length: points }, (_, index) => Object.values(draws(index)).map(Number));
}

/** (points, dimensions) */
function random(seed: number, points: number, count: number): number[][] {
  const streams = dimensions(count).map((dimension) => unitStream(`x${dimension}`, seed));
  return Array.from({ length: points }, (_, index) => streams.map((draw) => draw(index, 0)));
}

/** The square of the L2-star discrepancy (Warnock 1972). */
function discrepancy(points: readonly (readonly number[])[]): number {
  const n = points.length;
  const d = points[0]!.length;
  let single = 0;
  let double = 0;
  for (const x of points) {
    single += x.reduce((product, value) => product * (1 - value * value), 1);
    for (const y of points) {
      double += x.reduce((product, value, i) => product * (1 - Math.max(value, y[i]!)), 1);
    }
  }
  return 3 ** -d - (2 ** (1 - d) / n) * single + double / (n * n);
}

describe('the sequence without scrambling', () => {
  it('has no direction numbers beyond 256 dimensions', () => {
    expect(SOBOL_DIMENSIONS).toBe(256);
    expect(() => directionNumbers(256)).toThrow(RangeError);
  });

  it('is that of Joe and Kuo’s program: ten points in three dimensions', () => {
    const points = Array.from({ length: 10 }, (_, index) => published(index, [0, 1, 2]));
    expect(points).toEqual([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
      [0.1875, 0.3125, 0.9375],
      [0.6875, 0.8125, 0.4375],
    ]);
  });

  it('is SciPy’s in many dimensions (qmc.Sobol, scramble=False)', () => {
    expect(published(7, dimensions(16))).toEqual([
      0.125, 0.625, 0.375, 0.125, 0.125, 0.375, 0.625, 0.625, 0.625, 0.875, 0.625, 0.125, 0.625,
      0.375, 0.125, 0.125,
    ]);
    expect(published(999, [0, 1, 9, 63, 127, 255])).toEqual([
      0.1572265625, 0.9091796875, 0.6318359375, 0.6337890625, 0.9814453125, 0.4365234375,
    ]);
    expect(published(100, [0, 5, 40, 200])).toEqual([0.4140625, 0.7421875, 0.7109375, 0.8515625]);
  });
});

describe('scrambling', () => {
  it('leaves as many digits alike as there were: two points part where they parted', () => {
    const scramble = owenScrambling(7, 3);
    const words = [0, 1, 0x80000000, 0x80000001, 0xdeadbeef, 0xdeadbeee, 0xffffffff, 0x12345678];
    for (const a of words) {
      for (const b of words) {
        expect(Math.clz32(scramble(a) ^ scramble(b))).toBe(Math.clz32(a ^ b));
      }
    }
  });

  it('flips a digit by a bit of its own for all that may stand before it', () => {
    const scramble = owenScrambling(1, 0);
    // The digit of weight 2^-k of the words p·2^(33-k), over all p: about half of them are flipped.
    for (const before of [6, 7, 10, 14]) {
      let flipped = 0;
      for (let p = 0; p < 2 ** before; p++) {
        flipped += (scramble((p << (32 - before)) >>> 0) >>> (31 - before)) & 1;
      }
      const count = 2 ** before;
      expect(Math.abs(flipped - count / 2)).toBeLessThan(2.5 * Math.sqrt(count));
    }
  });

  it('keeps every dimension stratified: of 2^m points each 2^-m has one', () => {
    for (const m of [3, 6, 8]) {
      const points = scrambled(m, 2 ** m, 256);
      for (const dimension of dimensions(256)) {
        const strata = points.map((point) => Math.floor(point[dimension]! * 2 ** m));
        expect(new Set(strata).size).toBe(2 ** m);
      }
    }
  });

  it('keeps the net of the first two dimensions, which has t = 0', () => {
    const points = scrambled(5, 64, 2);
    for (let a = 0; a <= 6; a++) {
      const boxes = points.map(
        ([x, y]) => Math.floor(x! * 2 ** a) * 2 ** (6 - a) + Math.floor(y! * 2 ** (6 - a)),
      );
      expect(new Set(boxes).size).toBe(64);
    }
  });

  it('is less discrepant than random points, for 30 seeds', () => {
    for (let seed = 0; seed < 30; seed++) {
      const even = discrepancy(scrambled(seed, 128, 4));
      expect(even).toBeLessThan(discrepancy(random(seed, 128, 4)) / 2);
    }
  });

  it('is another one for every seed and dimension', () => {
    const of = (seed: number, dimension: number) => owenScrambling(seed, dimension)(0);
    expect(new Set([of(1, 0), of(2, 0), of(1, 1), of(2 ** 33 + 1, 0)]).size).toBe(4);
  });
});

describe('the sobol sampler', () => {
  const draw = (parameters: readonly Parameter[], trial: number) =>
    sobolSampler({ space: freeSpace(parameters), seed: 7 }).suggest(trial);

  it('proposes these values from seed 7 today and in ten years', () => {
    expect([draw([unit(0), unit(1)], 0), draw([unit(0), unit(1)], 5)]).toMatchInlineSnapshot(`
      [
        {
          "x0": 0.45917359623126686,
          "x1": 0.2748556707520038,
        },
        {
          "x0": 0.5111659178510308,
          "x1": 0.7539750058203936,
        },
      ]
    `);
  });

  it('gives no dimension to a constant', () => {
    const constant: Parameter = { name: 'c', domain: { kind: 'constant', value: 1 } };
    expect(draw([constant, unit(0), unit(1)], 4)).toEqual({
      c: 1,
      ...draw([unit(0), unit(1)], 4),
    });
  });

  it('draws independently beyond the last dimension', () => {
    const proposal = draw(dimensions(258).map(unit), 3)!;
    expect(proposal.x257).toBe(unitStream('x257', 7)(3, 0));
  });
});
