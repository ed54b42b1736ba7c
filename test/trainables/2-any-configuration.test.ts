// The first promise, over everything that can be set: a training is the same bits wherever it is cut.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKernels } from '../../src/core/kernels/kernels.js';
import { pictureRefusal } from '../../src/core/models/picture-layers.js';
import networkTrainable from '../../src/trainables/network/network-trainable.js';
import { networkSettingsFor } from '../../src/trainables/network/settings.js';
import type { Trainer } from '../../src/trainables/trainable.js';
import type { Configuration } from '../../src/vocabulary/configuration.js';
import type { Metrics } from '../../src/vocabulary/metric.js';
import type { TrainingState } from '../../src/vocabulary/segment.js';
import { anyAssignment, canonical } from './any-configuration.js';
import { tinyData } from './tiny-data.js';
import { tinyPictures } from './tiny-pictures.js';

const kernels = loadKernels().module;
const EPOCHS = 4;

interface Trained {
  readonly curve: readonly Metrics[];
  readonly state: TrainingState;
}

/** Trains to the last epoch, in a new worker from the saved state after each epoch of `cuts`. */
async function trained(
  kind: 'classification' | 'regression',
  configuration: Configuration,
  seed: number,
  cuts: ReadonlySet<number>,
): Promise<Trained> {
  const curve: Metrics[] = [];
  const begin = (state: TrainingState | null) => {
    const trainer = networkTrainable.open({
      kernels,
      data: [configuration.kind === 'cnn' ? tinyPictures(kind) : tinyData(kind)],
      measures: [],
    }) as Trainer;
    return trainer.begin({ configuration, seed, fold: 0, budget: EPOCHS, state });
  };
  let training = await begin(null);
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    curve.push(await training.epoch());
    if (cuts.has(epoch)) training = await begin(structuredClone(training.state()));
  }
  return { curve, state: training.state() };
}

const somewhere = fc
  .uniqueArray(fc.integer({ min: 1, max: EPOCHS - 1 }))
  .map((cuts) => new Set(cuts));

const tasks = ['classification', 'regression'] as const;

describe.each(tasks)('a %s of any configuration is the same bits', (task) => {
  const settings = networkSettingsFor(task);

  it.each(
    settings.flatMap(({ name, kind }) =>
      kind.type === 'choice' ? kind.values.map((value) => ({ name, value })) : [],
    ),
  )('wherever it is cut, with $name $value', async ({ name, value }) => {
    await fc.assert(
      fc.asyncProperty(
        anyAssignment(settings),
        fc.nat(1000),
        somewhere,
        async (assignment, seed, cuts) => {
          const configuration = canonical(settings, { ...assignment, [name]: value });
          // A sweep of pictures that shrink to nothing is refused before it trains.
          const { image } = tinyPictures(task);
          fc.pre(configuration.kind !== 'cnn' || pictureRefusal(image, configuration) === null);
          const whole = await trained(task, configuration, seed, new Set());
          expect(await trained(task, configuration, seed, cuts)).toEqual(whole);
        },
      ),
      { numRuns: 4 },
    );
  });
});
