// What happens around the optimizer's step: penalties, clipping, bounded norms, in this order, each
// against its definition; and nothing at all where they are off.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Opcode } from '../../src/core/kernels/opcode.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';
import { expectClose } from './closeness.js';
import { type GivenParameter, runUpdate } from './update-runner.js';

const stream = new PhiloxStream(23, 99);
const draw = (n: number) => Array.from({ length: n }, () => Math.fround(4 * stream.uniform() - 2));

function parameter(shape: readonly number[], role?: GivenParameter['role']): GivenParameter {
  const n = shape.reduce((product, side) => product * side, 1);
  const given = { shape, weights: draw(n), gradients: draw(n) };
  return role === undefined ? given : { ...given, role };
}

/** A layer of 21 inputs and 7 units, a convolution into 5 channels, and what stands beside them. */
const network = [
  parameter([21, 7]),
  parameter([7], 'bias'),
  parameter([3, 3, 2, 5]),
  parameter([5], 'gain'),
];

const norm = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));

const gradientsOf = (given: readonly GivenParameter[]) =>
  given.flatMap(({ gradients }) => Array.from(gradients));

const together = (tensors: readonly ArrayLike<number>[]) =>
  tensors.flatMap((tensor) => Array.from(tensor));

describe('where nothing is asked for', () => {
  it('a step is the optimizer alone', () => {
    const { opcodes, gradients } = runUpdate({}, network);
    expect(opcodes).toEqual([Opcode.Sgd]);
    expect(together(gradients)).toEqual(gradientsOf(network));
  });
});

describe('penalties', () => {
  const [l1, l2] = [0.03, 0.07];

  it('add the slopes of l1 · sum |w| and l2 · sum w² to the gradients of weights', () => {
    const { gradients } = runUpdate({ l1, l2 }, network);
    for (const which of [0, 2]) {
      const { weights, gradients: before } = network[which]!;
      const slope = (w: number) => l1 * Math.sign(w) + 2 * l2 * w;
      const expected = Array.from(before, (g, i) => g + slope(weights[i]!));
      expectClose(gradients[which]!, expected, 1e-6);
    }
  });
  it('spare biases and gains', () => {
    const { gradients } = runUpdate({ l1, l2 }, network);
    for (const which of [1, 3]) expect([...gradients[which]!]).toEqual(network[which]!.gradients);
  });
  it('leave a weight of 0 at its gradient, and a NaN as it is', () => {
    const given = { shape: [3, 1], weights: [0, Number.NaN, -0], gradients: [1, 2, 3] };
    const [gradients] = runUpdate({ l1 }, [given]).gradients;
    expect([...gradients!]).toEqual([1, Number.NaN, 3]);
  });
});

describe('clipping by norm', () => {
  const total = norm(gradientsOf(network));

  it('scales all gradients down to the limit, and tells the norm before', () => {
    const { gradients, norm: told } = runUpdate({ clip_norm: 0.25 }, network);
    expectClose([told], [total], 1e-6);
    expectClose(
      together(gradients),
      gradientsOf(network).map((g) => (0.25 * g) / total),
      1e-6,
    );
  });
  it('leaves every bit of gradients within the limit', () => {
    const { gradients } = runUpdate({ clip_norm: total * 1.01 }, network);
    expect(together(gradients)).toEqual(gradientsOf(network));
  });
  it('comes after penalties', () => {
    const penalised = runUpdate({ l1: 0.5, l2: 0.5 }, network).gradients;
    const { norm: told } = runUpdate({ l1: 0.5, l2: 0.5, clip_norm: 1 }, network);
    expectClose([told], [norm(together(penalised))], 1e-6);
  });
  it('tells the norm of any lengths, padding never counted', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(lengths, (sides) => {
        const given = sides.map((side) => parameter([side]));
        const { norm: told, gradients } = runUpdate({ clip_norm: 0.5 }, given);
        expectClose([told], [norm(gradientsOf(given))], 1e-6);
        expect(norm(together(gradients))).toBeLessThanOrEqual(0.5 * (1 + 1e-6));
      }),
    );
  });
  it('bears gradients whose squares no float holds', () => {
    const given = { shape: [2], weights: [0, 0], gradients: [3e30, -4e30] };
    const { norm: told, gradients } = runUpdate({ clip_norm: 1 }, [given]);
    expectClose([told], [5e30], 1e-6);
    expectClose(gradients[0]!, [0.6, -0.8], 1e-6);
  });
  it('hides no NaN: all gradients and the norm become one', () => {
    const given = { shape: [3], weights: [0, 0, 0], gradients: [1, Number.NaN, 2] };
    const { norm: told, gradients } = runUpdate({ clip_norm: 1 }, [given]);
    expect(told).toBeNaN();
    expect([...gradients[0]!].every(Number.isNaN)).toBe(true);
  });
});

describe('clipping by value', () => {
  it('keeps each element within the bound, after clipping by norm', () => {
    const { gradients } = runUpdate({ clip_norm: 3, clip_value: 0.1 }, network);
    const scaled = runUpdate({ clip_norm: 3 }, network).gradients;
    const expected = together(scaled).map((g) => Math.max(-0.1, Math.min(0.1, g)));
    expectClose(together(gradients), expected, 1e-6);
  });
  it('tells the norm before, and hides no NaN', () => {
    const given = { shape: [3], weights: [0, 0, 0], gradients: [3, -4, 0] };
    expect(runUpdate({ clip_value: 1 }, [given]).norm).toBe(5);
    const broken = { ...given, gradients: [3, Number.NaN, -4] };
    expect([...runUpdate({ clip_value: 1 }, [broken]).gradients[0]!]).toEqual([1, Number.NaN, -1]);
  });
});

describe('max_norm', () => {
  /** The weights into each unit: those with one index on the last axis. */
  const columns = (values: ArrayLike<number>, units: number) =>
    Array.from({ length: units }, (_, j) => Array.from(values).filter((_, i) => i % units === j));

  it('bounds the norm of what leads into each unit, after the step, and leaves smaller ones', () => {
    const shapes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 23 }));
    fc.assert(
      fc.property(shapes, fc.double({ min: 0.5, max: 9, noNaN: true }), (shape, limit) => {
        const given = [parameter(shape)];
        const [free] = runUpdate({}, given).weights;
        const [bound] = runUpdate({ max_norm: limit }, given).weights;
        const found = columns(bound!, shape[1]);
        columns(free!, shape[1]).forEach((column, j) => {
          const size = norm(column);
          if (size < limit * (1 - 1e-6)) expect(found[j]).toEqual(column);
          else
            expectClose(
              found[j]!,
              column.map((w) => (w * limit) / size),
              1e-6,
            );
        });
      }),
    );
  });
  it('takes all weights into one output channel of a convolution together', () => {
    const { weights } = runUpdate({ max_norm: 0.5 }, network);
    for (const column of columns(weights[2]!, 5)) expectClose([norm(column)], [0.5], 1e-6);
  });
  it('spares biases and gains', () => {
    const free = runUpdate({}, network).weights;
    const { weights } = runUpdate({ max_norm: 0.5 }, network);
    for (const which of [1, 3]) expect(weights[which]).toEqual(free[which]);
  });
  it('scales weights whose squares no float holds, and hides no NaN', () => {
    const large = { shape: [2, 1], weights: [3e30, 4e30], gradients: [0, 0] };
    expectClose(runUpdate({ max_norm: 1 }, [large]).weights[0]!, [0.6, 0.8], 1e-6);
    const broken = { shape: [2, 5], weights: Array(10).fill(9), gradients: Array(10).fill(0) };
    broken.weights[1] = Number.NaN;
    const [weights] = runUpdate({ max_norm: 1 }, [broken]).weights;
    expect(columns(weights!, 5).map((column) => column.some(Number.isNaN))).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
  });
});
