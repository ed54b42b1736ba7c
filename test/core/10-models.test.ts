// Models as a whole: what they refuse, the names of their tensors, how their weights begin, and gradients of
// every combination of layers against differences of the loss.

import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/core/kernels/engine.js';
import { activations } from '../../src/core/models/activation-registry.js';
import { initialisers } from '../../src/core/models/initialiser-registry.js';
import { mlp } from '../../src/core/models/mlp.js';
import { norms } from '../../src/core/models/norm-registry.js';
import { embeddingWidth } from '../../src/core/models/table-inputs.js';
import type { Session } from '../../src/core/session.js';
import type { Configuration } from '../../src/vocabulary/configuration.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';
import type { Tensor } from '../../src/vocabulary/segment.js';
import { kernels } from './graph-runner.js';
import { climbAlongGradient, moved, sessionOfModel, through, trained } from './small-network.js';

const engine = new Engine(kernels.module);
const plain: Configuration = {
  kind: 'mlp',
  hidden: [5, 5],
  activation: 'tanh',
  dropout: 0,
  momentum: 0,
  nesterov: false,
  weight_decay: 0,
};

interface Shape {
  readonly inputs?: number;
  readonly categories?: readonly number[];
  readonly rows?: number;
}

function sessionOf(settings: Configuration, { inputs = 4, categories = [], rows = 7 }: Shape = {}) {
  const spec = { inputs, categories, image: null, settings: { ...plain, ...settings } };
  return sessionOfModel(engine, mlp, spec, rows);
}

const namesOf = (settings: Configuration, shape?: Shape) =>
  Object.keys(sessionOf(settings, shape).save()).filter((name) => !name.startsWith('optimizer.'));

describe('a perceptron refuses', () => {
  it.each([
    ['activation', 'there is no activation softplus', 'softplus'],
    ['norm', 'there is no norm group_norm', 'group_norm'],
    ['init', 'there is no initialiser sparse', 'sparse'],
  ])('an unknown %s', (setting, message, value) => {
    expect(() => sessionOf({ [setting]: value })).toThrow(message);
  });
});

describe('names are those of a torch.nn.Sequential', () => {
  it('of dense and activation', () => {
    const names = ['0.weight', '0.bias', '2.weight', '2.bias', '4.weight', '4.bias'];
    expect(namesOf({})).toEqual(names);
    expect(namesOf({ dropout: 0.5, input_noise: 1, residual: true })).toEqual(names);
  });
  it('of dense, norm and activation', () => {
    expect(namesOf({ hidden: [5], norm: 'layer_norm' })).toEqual([
      '0.weight',
      '0.bias',
      '1.weight',
      '1.bias',
      '3.weight',
      '3.bias',
    ]);
  });
  it('with running figures as buffers', () => {
    const names = namesOf({ hidden: [5], norm: 'batch_norm' });
    expect(names.slice(-2)).toEqual(['1.running_mean', '1.running_var']);
  });
  it('with the embeddings before it', () => {
    const names = namesOf({ hidden: [] }, { inputs: 5, categories: [9, 2] });
    expect(names).toEqual(['embeddings.0.weight', 'embeddings.1.weight', '0.weight', '0.bias']);
  });
});

describe('the shape of a perceptron', () => {
  const shapeOf = (name: string, settings: Configuration, shape?: Shape) =>
    sessionOf(settings, shape).save()[name]!.shape;

  it('is the list hidden where layers is 0', () => {
    expect(shapeOf('2.weight', { hidden: [6, 9], layers: 0 })).toEqual([6, 9]);
  });
  it('is layers times width where layers is above 0', () => {
    expect(namesOf({ layers: 3, width: 8 })).toHaveLength(8);
    expect(shapeOf('4.weight', { layers: 3, width: 8 })).toEqual([8, 8]);
  });
  it('has embeddings of half the levels, and no category among the numbers', () => {
    const shape = { inputs: 5, categories: [9, 2] };
    expect(shapeOf('embeddings.0.weight', {}, shape)).toEqual([9, 5]);
    expect(shapeOf('embeddings.1.weight', {}, shape)).toEqual([2, 1]);
    expect(shapeOf('0.weight', {}, shape)).toEqual([3 + 5 + 1, 5]);
  });
  it('has embeddings of the width that is asked for, of at most 50 where none is', () => {
    expect(embeddingWidth(9, 3)).toBe(3);
    expect(embeddingWidth(1000, 0)).toBe(50);
  });
  it('may have categories alone', () => {
    const shape = { inputs: 1, categories: [4] };
    expect(shapeOf('0.weight', { embedding_dim: 6 }, shape)).toEqual([6, 5]);
  });
});

describe('weights begin', () => {
  const weights = (settings: Configuration) => {
    const tensors = sessionOf({ layers: 2, width: 200, activation: 'relu', ...settings }).save();
    return { weight: tensors['2.weight']!.data, bias: tensors['2.bias']!.data };
  };
  const deviation = (values: Float32Array) =>
    Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
  const largest = (values: Float32Array) => Math.max(...values.map(Math.abs));

  // torch.nn.init's formulas for 200 inputs, 200 outputs and relu's gain.
  it.each([
    ['default', 1 / Math.sqrt(3 * 200), 1 / Math.sqrt(200)],
    ['xavier_uniform', Math.sqrt(2) * Math.sqrt(2 / 400), Math.sqrt(2) * Math.sqrt(6 / 400)],
    ['xavier_normal', Math.sqrt(2) * Math.sqrt(2 / 400), Number.POSITIVE_INFINITY],
    ['kaiming_uniform', Math.sqrt(2 / 200), Math.sqrt(6 / 200)],
    ['kaiming_normal', Math.sqrt(2 / 200), Number.POSITIVE_INFINITY],
    ['orthogonal', Math.sqrt(2 / 200), Number.POSITIVE_INFINITY],
  ])('%s: deviation %f, at most %f', (init, expected, bound) => {
    const { weight } = weights({ init });
    expect(deviation(weight) / expected).toBeCloseTo(1, 1.7);
    expect(largest(weight)).toBeLessThanOrEqual(bound);
    if (Number.isFinite(bound)) expect(largest(weight)).toBeGreaterThan(0.99 * bound);
  });
  it('with biases at zero, but by default', () => {
    for (const { name: init } of initialisers) {
      expect(largest(weights({ init }).bias) > 0).toBe(init === 'default');
    }
  });
  it.each([
    ['relu', Math.SQRT2],
    ['leaky_relu', Math.sqrt(2 / (1 + 0.01 * 0.01))],
    ['tanh', 5 / 3],
    ['sigmoid', 1],
  ])('with the gain that torch.nn.init calculates for %s', (activation, gain) => {
    const { weight } = weights({ init: 'kaiming_uniform', activation });
    expect(largest(weight) / Math.sqrt(3 / 200)).toBeCloseTo(gain, 2);
  });
  it('with embeddings that are normal, but 0 for the level that training does not see', () => {
    const shape = { inputs: 2, categories: [400] };
    const { data } = sessionOf({ embedding_dim: 8 }, shape).save()['embeddings.0.weight']!;
    expect([...data.slice(0, 8)]).toEqual(new Array(8).fill(0));
    expect(deviation(data.slice(8))).toBeCloseTo(1, 1);
  });
  it('orthogonal: rows or columns, whichever are fewer, times the gain', () => {
    const settings = { hidden: [40, 25], activation: 'tanh', init: 'orthogonal' };
    const tensors = sessionOf(settings).save();
    const gram = ({ shape: [rows, columns], data }: Tensor, byRow: boolean) =>
      Array.from({ length: byRow ? rows! : columns! }, (_, i, count = byRow ? columns! : rows!) => {
        const at = (line: number, k: number) =>
          data[byRow ? line * columns! + k : k * columns! + line]!;
        const other = i === 0 ? 0 : i - 1;
        let [own, next] = [0, 0];
        for (let k = 0; k < count; k++) {
          own += at(i, k) * at(i, k);
          next += at(i, k) * at(other, k);
        }
        return [own, i === 0 ? 0 : next];
      });
    const cases = [
      [tensors['0.weight']!, true, 25 / 9],
      [tensors['2.weight']!, false, 25 / 9],
      [tensors['4.weight']!, false, 1],
    ] as const;
    for (const [tensor, byRow, square] of cases) {
      for (const [own, next] of gram(tensor, byRow)) {
        expect(own).toBeCloseTo(square, 5);
        expect(next).toBeCloseTo(0, 5);
      }
    }
  });
});

const combinations = activations.flatMap(({ name: activation }) =>
  ['none', ...norms.map(({ name }) => name)].map((norm) => ({ activation, norm })),
);

/** Three numbers and the level of a category for each of seven rows. */
function someInputs(): readonly number[] {
  const stream = new PhiloxStream(8, 99);
  return Array.from({ length: 28 }, (_, i) => (i % 4 === 3 ? i % 3 : 4 * stream.uniform() - 2));
}

const someLabels = [0, 1, 2, 2, 1, 0, 1];

const batchOf = (session: Session) => ({
  engine,
  session,
  inputs: someInputs(),
  labels: someLabels,
});

describe('evaluation, which takes the place of what it no longer needs, gives what training gives, with', () => {
  it.each(combinations.filter(({ norm }) => norm !== 'batch_norm'))(
    '$activation behind norm $norm',
    (settings) => {
      const session = sessionOf({ ...settings, residual: true }, { categories: [3] });
      const start = session.save();
      const { loss } = through(batchOf(session), start);
      session.load(start);
      const program = session.program('evaluate', 7);
      engine.floats.set(someInputs(), program.x);
      engine.floats.set(someLabels, program.targets);
      program.run();
      expect(engine.floats[program.loss]).toBe(loss);
    },
  );
});

/** Biases that are not 0: where dropout takes all of a row's inputs, relu would stand on its edge. */
function awayFromKinks(weights: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  const stream = new PhiloxStream(9, 99);
  const names = Object.keys(weights).filter((name) => trained(name) && name.endsWith('.bias'));
  const along = names.map((name) => [
    name,
    weights[name]!.data.map(() => 2 * stream.uniform() - 1),
  ]);
  return moved(weights, Object.fromEntries(along), 1);
}

describe('the gradient agrees with differences of the loss, with', () => {
  it.each(combinations)('$activation behind norm $norm', (settings) => {
    for (const residual of [false, true]) {
      for (const { name: init } of initialisers) {
        for (const dropout of [0, 0.3]) {
          const all = { ...settings, residual, init, dropout, input_noise: dropout };
          const session = sessionOf(all, { categories: [3] });
          const start = awayFromKinks(session.save());
          const climb = climbAlongGradient(batchOf(session), start, 1e-4);
          expect(climb, JSON.stringify(all)).toBeCloseTo(1, 1.7);
        }
      }
    }
  });
});
