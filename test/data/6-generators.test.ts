// The generators: pure functions of their orders, with the shapes and the spreads that they promise.

import { describe, expect, it } from 'vitest';
import { generateTable } from '../../src/data/generators/generate-table.js';
import type { GeneratorName } from '../../src/definition/sweep-definition.js';
import { standardNormal } from '../../src/vocabulary/normal.js';
import { PhiloxStream, Purpose } from '../../src/vocabulary/philox.js';
import { generatorSpec } from './specs.js';

const NAMES: readonly GeneratorName[] = ['spirals', 'moons', 'blobs', 'friedman', 'glyphs'];

function meanAndDeviation(values: Float64Array): readonly [number, number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return [mean, Math.sqrt(square / values.length)];
}

describe('misuse', () => {
  it.each([
    [{ samples: 0 }, /data.samples to be a whole number from 2 to \d+, found 0/],
    [{ samples: 2.5 }, /found 2.5/],
    [{ samples: 1e12 }, /found 1000000000000/],
    [{ noise: -1 }, /data.noise from 0 to a million, found -1/],
    [{ noise: Number.NaN }, /found NaN/],
    [{ classes: 1 }, /data.classes of blobs to be a whole number from 2 to 100, found 1/],
    [{ generator: 'glyphs' as const, classes: 3 }, /no data.classes for glyphs.*leave it out/],
  ])('%j', (changes, message) => {
    expect(() => generateTable(generatorSpec(changes))).toThrow(message);
  });
});

it('normal numbers: mean, deviation and tails of 100,000', () => {
  const normal = standardNormal(new PhiloxStream(1, Purpose.generate));
  const draws = Float64Array.from({ length: 100_000 }, normal);
  const [mean, deviation] = meanAndDeviation(draws);
  expect(Math.abs(mean)).toBeLessThan(0.01);
  expect(Math.abs(deviation - 1)).toBeLessThan(0.01);
  const beyond = (limit: number) => draws.filter((x) => Math.abs(x) > limit).length / draws.length;
  expect(beyond(1)).toBeCloseTo(0.3173, 2);
  expect(beyond(3)).toBeCloseTo(0.0027, 3);
});

describe.each(NAMES)('%s', (generator) => {
  const spec = generatorSpec({ generator });

  it('is the same for the same order, and other for another seed', () => {
    const table = generateTable(spec);
    expect(generateTable(spec)).toEqual(table);
    expect(generateTable({ ...spec, seed: 2 }).inputs).not.toEqual(table.inputs);
  });

  it('begins with the same samples when more are asked for', () => {
    const [few, many] = [generateTable(spec), generateTable({ ...spec, samples: 130 })];
    expect(many.inputs.subarray(0, few.inputs.length)).toEqual(few.inputs);
    expect(many.target.values.subarray(0, 100)).toEqual(few.target.values);
  });

  it('fills every row and column with finite numbers', () => {
    const { rows, features, inputs, target } = generateTable(spec);
    expect([inputs.length, target.values.length]).toEqual([rows * features.length, rows]);
    expect(inputs.every(Number.isFinite) && target.values.every(Number.isFinite)).toBe(true);
    expect(new Set(features).size).toBe(features.length);
  });

  it('has noise only where it is asked for', () => {
    const [quiet, loud] = [0, 0.5].map((noise) => generateTable({ ...spec, noise }));
    expect(loud).not.toEqual(quiet);
  });
});

it('classes take turns', () => {
  const { target } = generateTable(generatorSpec({ generator: 'spirals', samples: 7, classes: 3 }));
  expect(target).toEqual({
    kind: 'classification',
    classes: ['0', '1', '2'],
    values: Float64Array.of(0, 1, 2, 0, 1, 2, 0),
  });
});

it('spirals without noise lie on their arms', () => {
  const { inputs } = generateTable(generatorSpec({ generator: 'spirals', noise: 0, classes: 2 }));
  for (let i = 0; i < 100; i++) {
    const [x, y] = [inputs[2 * i]!, inputs[2 * i + 1]!];
    const radius = Math.sqrt(x * x + y * y);
    const angle = 2 * Math.PI * (1.5 * radius + (i % 2) / 2);
    expect([x, y]).toEqual([
      expect.closeTo(radius * Math.cos(angle), 9),
      expect.closeTo(radius * Math.sin(angle), 9),
    ]);
  }
});

it('moons without noise lie on two half circles', () => {
  const { inputs } = generateTable(generatorSpec({ generator: 'moons', noise: 0 }));
  for (let i = 0; i < 100; i++) {
    const upper = i % 2 === 0;
    const x = inputs[2 * i]! - (upper ? 0 : 1);
    const y = upper ? inputs[2 * i + 1]! : 0.5 - inputs[2 * i + 1]!;
    expect(x * x + y * y).toBeCloseTo(1, 9);
    expect(y).toBeGreaterThanOrEqual(0);
  }
});

it('blobs spread by their noise about their centres', () => {
  const table = generateTable(generatorSpec({ samples: 20_000, noise: 2, classes: 2 }));
  const first = table.inputs.filter((_, i) => i % 4 === 0);
  expect(meanAndDeviation(first)[1]).toBeCloseTo(2, 1);
});

it("Friedman's function has the mean and the deviation that its integrals give", () => {
  const spec = generatorSpec({ generator: 'friedman', samples: 50_000, noise: 0 });
  const [mean, deviation] = meanAndDeviation(generateTable(spec).target.values);
  // E[10 sin(pi x1 x2)] = 5.2465 by quadrature, 20/12, 5 and 2.5; the variance is 23.8.
  expect(Math.abs(mean - 14.413)).toBeLessThan(0.1);
  expect(Math.abs(deviation - 4.88)).toBeLessThan(0.1);
});

it('glyphs are grey: paper 0, ink 1, and as many of each digit', () => {
  const { inputs, target } = generateTable(generatorSpec({ generator: 'glyphs', noise: 0 }));
  expect(inputs.every((grey) => grey >= 0 && grey <= 1)).toBe(true);
  const inkOf = (sample: number) => inputs.subarray(sample * 144, (sample + 1) * 144);
  for (let i = 0; i < 100; i++) {
    const ink = inkOf(i).reduce((sum, grey) => sum + grey, 0);
    expect(ink).toBeGreaterThan(5);
    expect(ink).toBeLessThan(72);
    expect(target.values[i]).toBe(i % 10);
  }
});

it('a glyph looks like its digit', () => {
  const { inputs } = generateTable(generatorSpec({ generator: 'glyphs', noise: 0 }));
  const picture = (sample: number) =>
    Array.from({ length: 12 }, (_, row) => {
      const greys = [...inputs.subarray(sample * 144 + row * 12, sample * 144 + row * 12 + 12)];
      return greys.map((grey) => ' .:-=+*#%@'[Math.min(9, Math.floor(grey * 10))]).join('');
    }).join('|\n');
  expect(picture(13)).toMatchInlineSnapshot(`
    "            |
        .--     |
       +@@@@=   |
       @+.:*@=  |
       -    #%  |
          %#@=  |
          %#@%  |
       .    :@- |
      .@=  .*@. |
       *@@@@@=  |
        :++-.   |
                "
  `);
});
