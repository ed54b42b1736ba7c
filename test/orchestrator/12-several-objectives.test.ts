// What a sampler that learns is told where a sweep has several objectives: the value of each at the epoch
// that is best by the first.

import { describe, expect, it } from 'vitest';
import { orchestrate } from '../../src/orchestrator/orchestrate.js';
import type { Observation, Sampler } from '../../src/samplers/sampler.js';
import type { Objective } from '../../src/vocabulary/metric.js';
import { full, gridX, halving, parts, type Setup } from './scripted-sweep.js';

const objectives: readonly Objective[] = [
  { name: 'val_accuracy', goal: 'maximize' },
  { name: 'train_loss', goal: 'minimize' },
  { name: 'parameters', goal: 'minimize' },
];

/** Best at epoch 3, while the loss goes on falling. */
const curve = (x: number, epoch: number) => ({
  val_accuracy: x - Math.abs(epoch - 3) / 10,
  train_loss: 10 - epoch,
  parameters: 100 + x,
});

async function observed(setup: Setup, several = objectives): Promise<readonly Observation[]> {
  const heard: Observation[] = [];
  const sampler: Sampler = { ...gridX(9), observe: (observation) => heard.push(observation) };
  const order = { kind: 'logical', slots: 4 } as const;
  await orchestrate({
    ...parts({ curve, order, sampler, ...setup }, [], []),
    objectives: several,
  });
  return heard;
}

describe('a sampler that learns', () => {
  it('is told every objective at the best epoch of the first', async () => {
    const heard = await observed({ scheduler: full(3, 5), budget: 5 });
    expect(heard.map(({ trial, values }) => [trial, values])).toEqual([
      [0, [0, 7, 100]],
      [1, [1, 7, 101]],
      [2, [2, 7, 102]],
    ]);
  });

  it('is told what there is at a rung, and again at the end', async () => {
    const heard = await observed({ scheduler: halving(3, 3), budget: 3 });
    const ofTwo = heard.filter(({ trial }) => trial === 2);
    expect(ofTwo.map(({ state, epochs, values }) => [state, epochs, values[1]])).toEqual([
      ['paused', 1, 9],
      ['completed', 3, 7],
    ]);
  });

  it('is told NaN of what was not measured', async () => {
    const missing = [...objectives, { name: 'bytes', goal: 'minimize' } as const];
    const [first] = await observed({ scheduler: full(1, 3), budget: 3 }, missing);
    expect(first?.values).toEqual([0, 7, 100, Number.NaN]);
  });
});
