// A definition that is written out reads back as itself; changed, it is what its edited file would be;
// and what two definitions differ in is told in the words of a file.

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeDefinition } from '../../src/definition/change-definition.js';
import { definitionDifference } from '../../src/definition/definition-difference.js';
import { readDefinition } from '../../src/definition/read-definition.js';
import type { SweepDefinition } from '../../src/definition/sweep-definition.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { definitionOf, textWith } from './definition-of.js';

const options = { settings: networkSettings, workingDirectory: '/home/someone' };
const changed = (definition: SweepDefinition, ...pairs: readonly (readonly [string, string])[]) =>
  changeDefinition(
    definition,
    pairs.map(([key, value]) => ({ key, value })),
    options,
  ).definition;

describe('a change that is none', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const files = readdirSync(new URL('../../sweeps/', import.meta.url)).filter((name) =>
    name.endsWith('.yaml'),
  );

  it.each(files)('leaves sweeps/%s as it is', (name) => {
    const read = { overrides: [], workingDirectory: root, settings: networkSettings };
    const { definition } = readDefinition(`sweeps/${name}`, read);
    // As it comes out of the record.
    expect(changed(JSON.parse(JSON.stringify(definition)))).toEqual(definition);
  });

  it.each([
    { stopping: 'stopping: [{type: patience, patience: 3, restore_best: false}, {diverged: 9}]' },
    { stopping: 'stopping: [{type: threshold, value: 0.5}, {type: percentile, percentile: 25}]' },
    {
      stopping:
        'stopping: [{type: bandit, slack_factor: 0.5, warmup: 2}, {type: median, metric: {name: val_loss}}]',
    },
    {
      stopping:
        'stopping: [{type: hyperband, min_iter: 2}, {type: hyperband, max_iter: 9, s: 2, eta: 2.5}]',
    },
    {
      stopping:
        'stopping: [{type: patience, patience: 3, metric: {name: train_loss}, min_delta: 0.1}]',
    },
    { schedule: 'schedule: {type: asha, resource: rows, min_rows: 100, max_rows: 900, eta: 2}' },
    {
      schedule:
        'schedule: {type: successive_halving, resource: rows, rule: scikit_learn, min_rows: smallest}',
    },
    { folds: 'folds: 3\nseeds: 2', data: 'data: {generator: moons, test: 0.1}' },
    { data: 'data: {file: x.npz, inputs: x, image: [2, 2], validation: 0.3}' },
    { data: 'data: {file: x.npy, labels: far/y.npy, task: classification}' },
    {
      data: 'data: {file: b.csv, target: y, ignore: [a, "1_0"], group: g, missing: median, missing_indicator: true, scaling: quantile}',
    },
    { data: 'data: {generator: spirals, classes: 4, noise: 0.2, seed: 3, samples: 50}' },
    {
      method: 'method: grid',
      trials: null,
      parameters: 'parameters: {hidden: {values: [[], [8, 4]]}, lr: {value: 0.1}}',
    },
    { parameters: 'parameters: {dropout: {min: 0.0, max: 1e-7}}' },
    {
      parameters:
        'parameters: {dropout: {min: 0, max: 0.5, q: 0.1}, layers: {min: 1, max: 3}, width: {min: 2, max: 9}}',
    },
    {
      parameters:
        'parameters: {lr: {distribution: log_uniform, min: -9, max: -2}, dropout: {distribution: q_beta, q: 0.05, max: 0.8}, weight_decay: {distribution: log_normal, mu: -7}}',
    },
    {
      parameters:
        'parameters: {optimizer: {values: [sgd, adam], probabilities: [0.2, 0.8]}, batch_size: {distribution: ordinal, values: [8, 64]}}',
    },
    {
      parameters:
        'parameters: {layers: {min: 1, max: 3, when: "lr > 0.1"}, width: "= layers * 8", lr: {min: 0.001, max: 1.0}, dropout: {derive: lr / 4, when: layers > 1}}',
      constraints: 'constraints: ["lr * layers < 2", "batch_size > 1"]',
    },
    {
      schedule: 'schedule: {type: successive_halving, eta: 2, min_epochs: 3}',
      trial_timeout: 'trial_timeout: 1.5',
      parallelism: 'parallelism: 4',
    },
    { method: 'method: hyperband', trials: null },
    { schedule: 'schedule: {type: asha, form: stopping}' },
    {
      schedule:
        'schedule: {type: successive_halving, rule: scikit_learn, aggressive_elimination: true}',
    },
    {
      also_measure: 'also_measure: [val_f1_macro, train_accuracy]',
      model: 'model: {hidden: [4], activation: tanh}',
      description: 'description: "a: b"',
    },
  ])('leaves everything as it is: %o', (lines) => {
    const definition = definitionOf(textWith(lines));
    expect(changed(JSON.parse(JSON.stringify(definition)))).toEqual(definition);
  });

  it('leaves any range as it is', () => {
    const ends = fc
      .tuple(
        fc.double({ min: 1e-9, max: 1, noNaN: true }),
        fc.double({ min: 1e-9, max: 1, noNaN: true }),
      )
      .filter(([a, b]) => a < b);
    fc.assert(
      fc.property(ends, fc.constantFrom('uniform', 'log_uniform_values'), ([min, max], kind) => {
        const lr = `{distribution: ${kind}, min: ${min}, max: ${max}}`;
        const definition = definitionOf(textWith({ parameters: `parameters: {lr: ${lr}}` }));
        expect(changed(definition)).toEqual(definition);
      }),
    );
  });
});

describe('a changed definition', () => {
  const nine = definitionOf(textWith({}));

  it('keeps the rules of files', () => {
    const slip = () => changed(nine, ['epochs', '0'], ['parameters.lr.max', '-1']);
    expect(slip).toThrow(Slip);
    expect(slip).toThrow('--set epochs  expected a whole number from 1 to 1000000, found 0');
  });

  it('is what the edited file would be', () => {
    const edited = textWith({
      epochs: 'epochs: 27',
      parameters: 'parameters: {lr: {min: 0.001, max: 0.2}, optimizer: {values: [adam, sgd]}}',
    });
    const set = changed(
      nine,
      ['epochs', '27'],
      ['parameters.lr.max', '0.2'],
      ['parameters.optimizer.values', '[adam, sgd]'],
    );
    expect(set).toEqual(definitionOf(edited));
  });
});

describe('the difference of two definitions', () => {
  const told = (one: Record<string, string | null>, other: Record<string, string | null>) =>
    definitionDifference(definitionOf(textWith(one)), definitionOf(textWith(other))).map(
      ({ key, before, after }) => `${key}: ${before ?? '–'} → ${after ?? '–'}`,
    );

  it('is nothing for a file that was moved, or described', () => {
    const data = (path: string) => ({ data: `data: {file: ${path}, target: y}` });
    expect(told(data('a/x.csv'), { ...data('b/x.csv'), description: 'description: new' })).toEqual(
      [],
    );
  });

  it('is told key by key, in the words of a file', () => {
    expect(
      told(
        { schedule: 'schedule: {type: successive_halving, eta: 3}' },
        {
          epochs: 'epochs: 27',
          trials: 'trials: 27',
          data: 'data: {generator: moons, split_seed: 4}',
          model: 'model: {hidden: [8, 8]}',
          parameters: 'parameters: {lr: {min: 0.001, max: 0.2}, dropout: [0.1, 0.2]}',
          schedule: 'schedule: {type: successive_halving, eta: 2}',
        },
      ),
    ).toEqual([
      'trials: 9 → 27',
      'data.split_seed: 0 → 4',
      'model: – → {hidden: [8, 8]}',
      'epochs: 9 → 27',
      'parameters.lr.max: 0.1 → 0.2',
      'parameters.dropout: – → {values: [0.1, 0.2]}',
      'schedule.eta: 3 → 2',
    ]);
  });

  it('tells a parameter and a schedule of another form whole', () => {
    expect(
      told(
        {},
        {
          parameters: 'parameters: {lr: {values: [0.1, 0.2]}}',
          schedule: 'schedule: {type: successive_halving}',
          stopping: 'stopping: [{type: patience, patience: 2, restore_best: false}]',
        },
      ),
    ).toEqual([
      'parameters.lr: {distribution: uniform, min: 0.001, max: 0.1} → {values: [0.1, 0.2]}',
      'schedule: {type: full} → {type: successive_halving, eta: 3, min_epochs: 1}',
      'stopping: [{type: diverged}] → [{type: patience, patience: 2, min_delta: 0, start_after: 0, restore_best: false}, {type: diverged}]',
    ]);
  });

  it('is the same whatever is said of defaults', () => {
    expect(told({}, { seeds: 'seeds: 1', schedule: 'schedule: {type: full}' })).toEqual([]);
  });
});
