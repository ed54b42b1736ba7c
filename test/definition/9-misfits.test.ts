// What only the data can tell: a definition that says nothing of its task is looked at again when the
// target column has told it.

import { describe, expect, it } from 'vitest';
import { refuseMisfits } from '../../src/definition/refuse-misfits.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import { messageOf } from '../../src/vocabulary/errors.js';
import { definitionOf, textWith } from './definition-of.js';

const data = 'data: {file: a.csv, target: y}';
const metric = 'metric: {name: val_loss}';

function complaintsOf(
  parameters: string,
  task: Parameters<typeof refuseMisfits>[2],
): readonly string[] {
  const definition = definitionOf(
    textWith({
      data,
      metric,
      parameters: `parameters: {lr: {min: 0.001, max: 0.1}, ${parameters}}`,
    }),
  );
  try {
    refuseMisfits(definition, networkSettings, task);
    return [];
  } catch (thrown) {
    return messageOf(thrown).split('\n');
  }
}

const regression = { kind: 'regression', classes: null } as const;
const threeClasses = { kind: 'classification', classes: 3 } as const;

describe('data whose task the definition does not say refuse', () => {
  it('a loss of the other task', () => {
    expect(complaintsOf('loss: bce', regression)).toEqual([
      'parameters.loss  expected a loss of regression, which these data are, found `bce`: use one of `mse`, `mae`, `huber`, `smooth_l1`',
    ]);
    expect(complaintsOf('loss: [focal, mae, mse]', threeClasses)).toHaveLength(2);
  });
  it('a setting that can no longer matter', () => {
    expect(complaintsOf('label_smoothing: 0.1', regression)).toEqual([
      'parameters.label_smoothing  expected a setting that can matter, found `label_smoothing`, which matters where `loss` is `cross_entropy`, a choice that these data do not have: remove it',
    ]);
  });
  it('weights of other classes than there are', () => {
    const parameters = 'class_weights: {values: [none, [1, 2], [1, 2, 3], []]}';
    expect(complaintsOf(parameters, threeClasses)).toEqual(
      [2, 0].map(
        (count) =>
          `parameters.class_weights  expected 3 numbers for \`class_weights\`, one for each class of these data, found ${count}: write one for each, in the order of the classes`,
      ),
    );
  });
});

describe('data take', () => {
  it('losses of their task and what these know', () => {
    expect(complaintsOf('loss: [mse, huber], huber_delta: 0.5', regression)).toEqual([]);
    const parameters = 'label_smoothing: 0.1, class_weights: {values: [balanced, [1, 2, 3]]}';
    expect(complaintsOf(parameters, threeClasses)).toEqual([]);
  });
});
