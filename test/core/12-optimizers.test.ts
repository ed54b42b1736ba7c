// Every optimizer of the registry against its oracle, what lies behind the last weight, and that a
// training which is cut after any step goes on with the same bits.

import { describe, expect, it } from 'vitest';
import { softmaxCrossEntropy } from '../../src/core/graph/operations/softmax-cross-entropy.js';
import { Engine } from '../../src/core/kernels/engine.js';
import { mlp } from '../../src/core/models/mlp.js';
import { nadam } from '../../src/core/optimizers/nadam.js';
import { optimizerNamed } from '../../src/core/optimizers/optimizer-registry.js';
import { rmsprop } from '../../src/core/optimizers/rmsprop.js';
import { Session } from '../../src/core/session.js';
import type { Configuration } from '../../src/vocabulary/configuration.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';
import type { Tensor } from '../../src/vocabulary/segment.js';
import { expectClose } from './closeness.js';
import { kernels } from './graph-runner.js';
import { optimizerSettings, runOptimizer } from './optimizer-runner.js';
import { optimizerRows } from './registry/registry.js';

const engine = new Engine(kernels.module);

const WEIGHTS = 37;
const STEPS = 12;

const stream = new PhiloxStream(17, 99);
const draw = (n: number) => Array.from({ length: n }, () => Math.fround(2 * stream.uniform() - 1));
const initial = draw(WEIGHTS);
const gradients = Array.from({ length: STEPS }, () => draw(WEIGHTS));

it('every row has a name of its own', () => {
  expect(new Set(optimizerRows.map((row) => row.case)).size).toBe(optimizerRows.length);
});

describe.each(optimizerRows)('$case', ({ optimizer, settings: given, oracle }) => {
  const settings = optimizerSettings(optimizer, given);

  it('takes the steps that the oracle takes', () => {
    const { weights } = runOptimizer(settings, initial, gradients);
    const rules = initial.map(() => oracle(settings));
    let expected = initial;
    weights.forEach((found, i) => {
      expected = expected.map((weight, j) => rules[j]!(weight, gradients[i]![j]!, i + 1));
      expectClose(found, expected, 5e-6);
    });
  });

  it('leaves zeros behind the last weight, and nothing there that is not a number', () => {
    const [weights, ...moments] = runOptimizer(settings, initial, gradients).padding;
    expect(weights!.every((value) => value === 0)).toBe(true);
    expect(moments.every((values) => values.every(Number.isFinite))).toBe(true);
  });

  it('keeps a weight whose gradients and whose own value are zero', () => {
    const zeros = initial.map(() => 0);
    const { weights } = runOptimizer(settings, zeros, Array(3).fill(zeros));
    expect(weights[2]!.every((value) => value === 0)).toBe(true);
  });

  it('goes on from any step as if it had never stopped', () => {
    const whole = trained(settings, 0, 8);
    for (let cut = 1; cut < 8; cut++) {
      const first = trained(settings, 0, cut);
      expect(trained(settings, cut, 8, first)).toEqual(whole);
    }
  });

  it('has at most sixteen scalars, numbers at the first step and at the millionth', () => {
    for (const step of [1, 2, 1_000_000]) {
      const scalars = optimizerNamed(optimizer).scalars(settings, 0.1, step);
      expect(scalars.length).toBeLessThanOrEqual(16);
      expect(scalars.filter((value) => !Number.isFinite(Math.fround(value)))).toEqual([]);
    }
  });
});

/** The state after the steps from `from` (exclusive) to `to`, of a small network on fixed rows. */
function trained(
  settings: Configuration,
  from: number,
  to: number,
  state?: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  // A copy: what an optimizer may remember about a configuration does not travel.
  const own = { ...settings, hidden: [5], activation: 'tanh', dropout: 0 };
  const session = new Session(engine, {
    model: mlp,
    spec: { inputs: 3, outputs: 2, categories: [], image: null, settings: own },
    loss: (graph, outputs, targets) => graph.apply(softmaxCrossEntropy, [outputs, targets]),
    targets: 'labels',
    optimizer: optimizerNamed(String(settings.optimizer)),
    seed: 4,
    trainRows: [4],
    evaluateRows: [],
  });
  if (state !== undefined) session.load(structuredClone(state));
  const program = session.program('train', 4);
  for (let step = from + 1; step <= to; step++) {
    for (let i = 0; i < 12; i++) engine.floats[program.x + i] = ((i * 7 + step) % 11) / 5 - 1;
    for (let i = 0; i < 4; i++) engine.floats[program.targets + i] = (i + step) % 2;
    session.prepareStep(step, Number(settings.lr));
    program.run();
  }
  return session.save();
}

describe('nadam', () => {
  it('knows the product of its momenta at any step, whichever steps were asked for before', () => {
    // Momenta near 1 from the start: their product is still far from 0 after 30,000 steps.
    const settings = optimizerSettings('nadam', { beta1: 0.9999, momentum_decay: 100 });
    const scalars = (steps: readonly number[]) => {
      const own = { ...settings };
      return steps.map((step) => nadam.scalars(own, 0.01, step)).at(-1);
    };
    const everyStep = Array.from({ length: 30_000 }, (_, i) => i + 1);
    const expected = scalars(everyStep);
    expect(scalars([30_000])).toEqual(expected);
    expect(scalars([30_001, 30_000])).toEqual(expected);
    expect(scalars([29_999])).not.toEqual(expected);
  });
});

describe('rmsprop, centered', () => {
  it('bears gradients that never change, whose variance rounding would leave below zero', () => {
    const settings = optimizerSettings(rmsprop.name, { centered: true, alpha: 0.9, eps: 0.001 });
    const same = initial.map((value) => 1 + value / 3);
    const { weights } = runOptimizer(settings, initial, Array(400).fill(same));
    expect(weights.at(-1)!.every(Number.isFinite)).toBe(true);
  });
});

describe('moments', () => {
  it('are kept only where something reads them', () => {
    const kept = (optimizer: string, settings = {}) =>
      optimizerNamed(optimizer).moments(optimizerSettings(optimizer, settings));
    expect(kept('sgd')).toEqual([]);
    expect(kept('sgd', { momentum: 0.9 })).toEqual(['velocity']);
    expect(kept('adam')).toEqual(['mean', 'square']);
    expect(kept('adamw', { amsgrad: true })).toEqual(['mean', 'square', 'largest']);
    expect(kept('rmsprop', { centered: true })).toEqual(['square', 'mean']);
    expect(kept('rmsprop', { momentum: 0.5 })).toEqual(['square', 'velocity']);
  });
});
