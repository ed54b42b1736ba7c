// Costs of a network: functions of its configuration and the data alone, told with every epoch where they
// are asked for, and nowhere else.

import { describe, expect, it } from 'vitest';
import { elements } from '../../src/core/graph/tensor.js';
import { loadKernels } from '../../src/core/kernels/kernels.js';
import { networkCosts } from '../../src/trainables/network/network-costs.js';
import networkTrainable from '../../src/trainables/network/network-trainable.js';
import type { Trainer } from '../../src/trainables/trainable.js';
import { contentHash } from '../../src/vocabulary/hash.js';
import { tinyConfiguration, tinyData } from './tiny-data.js';

const kernels = loadKernels().module;
const data = tinyData('classification');

async function trained(measures: readonly string[], changes = {}) {
  const trainer = networkTrainable.open({ kernels, data: [data], measures }) as Trainer;
  const configuration = tinyConfiguration(changes);
  const training = await trainer.begin({ configuration, seed: 7, fold: 0, budget: 2, state: null });
  const curve = [await training.epoch(), await training.epoch()];
  return { curve, state: training.state() };
}

describe('the costs of a network', () => {
  it('are counted by hand: 3 features, layers of 12 and 9, two classes', () => {
    const parameters = 3 * 12 + 12 + 12 * 9 + 9 + 9 * 2 + 2;
    const products = 2 * (3 * 12 + 12 * 9 + 9 * 2);
    const costs = networkCosts(data, tinyConfiguration());
    expect(costs.parameters).toBe(parameters);
    expect(costs.bytes).toBe(4 * parameters);
    // Sums of biases and comparisons of relu come to less than the products.
    expect(costs.prediction_time).toBeGreaterThanOrEqual(products / 10_000);
    expect(costs.prediction_time).toBeLessThan((2 * products) / 10_000);
  });

  it('do not depend on how it is trained', () => {
    const ways = [
      { batch_size: 64 },
      { dropout: 0 },
      { optimizer: 'sgd' },
      { loss: 'multi_margin', lr: 1 },
    ];
    for (const way of ways) {
      expect(networkCosts(data, tinyConfiguration(way))).toEqual(
        networkCosts(data, tinyConfiguration()),
      );
    }
  });

  it('have as many parameters and bytes as the state that a training leaves behind', async () => {
    const changes = { norm: 'batch_norm', hidden: [8] };
    const { state } = await trained([], changes);
    const ofModel = Object.entries(state.tensors).filter(
      ([name]) => !/^(optimizer|schedule)\./.test(name),
    );
    const count = (named: typeof ofModel) =>
      named.reduce((sum, [, { shape }]) => sum + elements(shape), 0);
    const running = ofModel.filter(([name]) => name.includes('running_'));
    expect(running).toHaveLength(2);
    const { parameters, bytes } = networkCosts(data, tinyConfiguration(changes));
    expect(bytes).toBe(4 * count(ofModel));
    expect(parameters).toBe(count(ofModel) - count(running));
  });
});

describe('a training', () => {
  it('tells those that are asked for with every epoch', async () => {
    const { curve } = await trained(['bytes', 'parameters']);
    const { parameters, bytes } = networkCosts(data, tinyConfiguration());
    for (const metrics of curve) expect(metrics).toMatchObject({ parameters, bytes });
    expect(Object.keys(curve[0]!)).not.toContain('prediction_time');
  });

  it('has the bits and the metrics that it has without them', async () => {
    const [plain, counted] = [await trained([]), await trained(['prediction_time'])];
    const hash = ({ state }: typeof plain) =>
      contentHash(
        ...Object.values(state.tensors).map(({ data: of }) => new Uint8Array(of.slice().buffer)),
      );
    expect(hash(counted)).toBe(hash(plain));
    const without = counted.curve.map(({ prediction_time: _, ...metrics }) => metrics);
    expect(without).toEqual(plain.curve);
  });
});
