// What a training makes small: every loss learns, and measures validation and test with itself; weights
// of classes are those of the training part.

import { describe, expect, it } from 'vitest';
import { loadKernels } from '../../src/core/kernels/kernels.js';
import type { Loss } from '../../src/core/losses/loss.js';
import { losses } from '../../src/core/losses/loss-registry.js';
import type { DataSet, Part, Task } from '../../src/data/data-set.js';
import { canonicalConfiguration } from '../../src/space/canonical-configuration.js';
import { classWeightsOf } from '../../src/trainables/network/class-weights.js';
import networkTrainable from '../../src/trainables/network/network-trainable.js';
import { networkSettingsFor } from '../../src/trainables/network/settings.js';
import type { Trainer } from '../../src/trainables/trainable.js';
import { tinyConfiguration, tinyData } from './tiny-data.js';

const kernels = loadKernels().module;
const measures = ['val_log_loss'];

/** The metrics after some epochs on a data set. */
async function measured(
  data: DataSet,
  changes: Parameters<typeof tinyConfiguration>[0],
  epochs: number,
) {
  const trainer = networkTrainable.open({ kernels, data: [data], measures }) as Trainer;
  const configuration = tinyConfiguration({ dropout: 0, ...changes });
  const training = await trainer.begin({
    configuration,
    seed: 1,
    fold: 0,
    budget: epochs,
    state: null,
  });
  let metrics = await training.epoch();
  for (let epoch = 1; epoch < epochs; epoch++) metrics = await training.epoch();
  return metrics;
}

function classesOf(classes: readonly string[], targets: Float32Array): Task {
  const counts = classes.map((_, c) => targets.filter((target) => target === c).length);
  return { kind: 'classification', classes, counts };
}

/** The tiny classes and their opposites as three classes, of which the last is rare. */
function threeClasses(): DataSet {
  const data = tinyData('classification');
  const turned = (part: Part): Part => ({
    ...part,
    targets: part.targets.map((label, i) => (part.inputs[3 * i + 2]! > 1.5 ? 2 : label)),
  });
  const { validation, test } = data.parts;
  const train = turned(data.parts.train);
  return {
    ...data,
    task: classesOf(['no', 'yes', 'far'], train.targets),
    parts: { train, validation: turned(validation), test },
  };
}

describe('the setting loss', () => {
  const tasks = ['classification', 'regression'] as const;

  it.each(tasks)('of %s is the same configuration, written out or left out', (task) => {
    const settings = networkSettingsFor(task);
    const byDefault = { classification: 'cross_entropy', regression: 'mse' }[task];
    const { configuration } = canonicalConfiguration(settings, {}, {});
    expect(configuration.loss).toBe(byDefault);
    const written = canonicalConfiguration(settings, {}, { loss: byDefault });
    expect(written.configuration).toEqual(configuration);
  });

  it('takes along what it knows, and nothing else', () => {
    const optionsOf = (loss: Loss) => {
      const settings = networkSettingsFor(loss.task);
      const { configuration } = canonicalConfiguration(settings, {}, { loss: loss.name });
      const options = /^(label_smoothing|class_weights|focal_|huber_|smooth_l1_)/;
      return [loss.name, ...Object.keys(configuration).filter((name) => options.test(name))];
    };
    expect(losses.map(optionsOf)).toEqual([
      ['cross_entropy', 'class_weights', 'label_smoothing'],
      ['bce', 'class_weights'],
      ['multi_margin', 'class_weights'],
      ['focal', 'class_weights', 'focal_gamma'],
      ['mse'],
      ['mae'],
      ['huber', 'huber_delta'],
      ['smooth_l1', 'smooth_l1_beta'],
    ]);
  });
});

describe('weights of classes', () => {
  const labels = (targets: readonly number[], classes: readonly string[]): DataSet => {
    const data = tinyData('classification');
    const train = {
      ...data.parts.train,
      rows: targets.length,
      targets: Float32Array.from(targets),
    };
    const task = classesOf(classes, train.targets);
    return { ...data, task, parts: { ...data.parts, train } };
  };
  const four = labels([0, 0, 1, 2, 0, 2, 0, 0], ['a', 'b', 'c']);

  it('are none unless asked for, and none for numbers', () => {
    expect(classWeightsOf(four, { class_weights: 'none' })).toBeNull();
    expect(classWeightsOf(four, {})).toBeNull();
    expect(classWeightsOf(tinyData('regression'), { class_weights: 'balanced' })).toBeNull();
  });
  it('are those that were given', () => {
    expect(classWeightsOf(four, { class_weights: [1, 2, 0.5] })).toEqual([1, 2, 0.5]);
  });
  it('are balanced as scikit-learn’s compute_class_weight', () => {
    // compute_class_weight('balanced', classes=[0, 1, 2], y=[0, 0, 1, 2, 0, 2, 0, 0])
    const found = classWeightsOf(four, { class_weights: 'balanced' })!;
    [0.5333333333333333, 2.6666666666666665, 1.3333333333333333].forEach((weight, i) => {
      expect(found[i]).toBeCloseTo(weight, 14);
    });
  });
  it('stay finite for a class that the training part does not have', () => {
    const found = classWeightsOf(labels([0, 0, 0, 1], ['a', 'b', 'c']), {
      class_weights: 'balanced',
    });
    expect(found).toEqual([4 / 9, 4 / 3, 4 / 3]);
  });
});

describe.each(losses)('$name', (loss: Loss) => {
  it('learns', async () => {
    const metrics = await measured(tinyData(loss.task), { loss: loss.name }, 60);
    if (loss.task === 'classification') expect(metrics.val_accuracy).toBeGreaterThan(0.8);
    else expect(metrics.val_r2).toBeGreaterThan(0.85);
  });

  if (loss.task === 'regression') return;

  it('learns three classes with balanced weights', async () => {
    const changes = { loss: loss.name, class_weights: 'balanced' };
    const metrics = await measured(threeClasses(), changes, 60);
    expect(metrics.val_accuracy).toBeGreaterThan(0.75);
  });
});

describe('val_loss', () => {
  it('is the loss that training makes small', async () => {
    const { val_loss, val_mae } = await measured(tinyData('regression'), { loss: 'mae' }, 3);
    expect(val_mae).toBeCloseTo(10 * val_loss!, 4);
  });

  it.each(['cross_entropy', 'bce'])('of %s is the log loss of its probabilities', async (loss) => {
    const { val_loss, val_log_loss } = await measured(tinyData('classification'), { loss }, 3);
    expect(val_log_loss).toBeCloseTo(val_loss!, 5);
  });

  it('of weighted cross_entropy is that of the whole part, however it is batched', async () => {
    const data = threeClasses();
    const { validation } = data.parts;
    const repeated = (times: number): DataSet => {
      // Sorted by class, so that batches have rows of different weight.
      const order = [...validation.targets.keys()].sort(
        (a, b) => validation.targets[a]! - validation.targets[b]!,
      );
      const rows = order.flatMap((row) => new Array<number>(times).fill(row));
      const part = {
        rows: rows.length,
        inputs: Float32Array.from(
          rows.flatMap((row) => [...validation.inputs.slice(3 * row, 3 * row + 3)]),
        ),
        targets: Float32Array.from(rows.map((row) => validation.targets[row]!)),
      };
      return { ...data, parts: { ...data.parts, validation: part } };
    };
    const changes = { loss: 'cross_entropy', class_weights: [1, 5, 0.1] };
    const once = await measured(repeated(1), changes, 2);
    const often = await measured(repeated(20), changes, 2);
    expect(often.val_loss).toBeCloseTo(once.val_loss!, 5);
  });
});
