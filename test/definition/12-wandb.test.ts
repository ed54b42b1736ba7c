// W&B sweep files, written from the rules of its public documentation, are read as they are.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '../../src/definition/parse-definition.js';
import { metricMeant } from '../../src/definition/wandb/metric.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import { definitionOf, parsed, textWith } from './definition-of.js';
import { expected } from './wandb-expected.js';

const folder = new URL('wandb/', import.meta.url);
const refusedFolder = new URL('wandb-refused/', import.meta.url);

function read(file: string, where = folder) {
  const text = readFileSync(new URL(file, where), 'utf8');
  const overrides = text.includes('data:') ? [] : [{ key: 'data.generator', value: 'moons' }];
  const settings = networkSettings;
  return parseDefinition({ text, file, overrides, workingDirectory: '/somewhere', settings });
}

describe('the W&B sweep files', () => {
  it('are all expected', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.keys(expected))('%s is the space that W&B makes of it', (file) => {
    const { definition, errors } = read(file);
    expect(errors).toEqual([]);
    const space = definition!.parameters.map(({ name, domain }) => [name, domain]);
    expect(space).toEqual(Object.entries(expected[file]!.space));
    const { says, stopping = [] } = expected[file]!;
    expect(definition).toMatchObject({ method: 'random', schedule: { type: 'full' }, ...says });
    expect(definition!.stopping).toEqual([...stopping, { type: 'diverged', bound: null }]);
  });

  it.each(Object.keys(expected))('%s: each key without a meaning is named', (file) => {
    const ignored = read(file).warnings.flatMap(({ message }) =>
      message.includes(' is ignored: ') ? [/`([^`]+)`/.exec(message)![1]] : [],
    );
    expect(ignored).toEqual(expected[file]!.ignored);
  });
});

describe('a W&B sweep file that cannot run here', () => {
  it.each([
    [
      'transformer.yaml',
      [
        ['8:3', /the name of a setting, found `num_heads`: use one of /],
        ['10:3', /the name of a setting, found `freeze_layers`: use one of /],
        ['11:3', /the name of a setting, found `warmup_steps`: did you mean `warmup`\?$/],
      ],
    ],
    ['endless-grid.yaml', [['6:3', /a grid can enumerate, found `lr` with a continuous range/]]],
    [
      'reinforcement.yaml',
      [
        ['5:17', /before one of `loss`.*found text `episode_reward`/],
        ['6:18', /either `min_iter`, or `max_iter` with `s`/],
        ['8:48', /a logarithmic range never reaches 0/],
        ['9:31', /one of `sgd`.*found text `lamb`/],
      ],
    ],
  ] as const)('%s: every slip is one line, at its place', (file, slips) => {
    const { definition, errors } = read(file, refusedFolder);
    expect(definition).toBeNull();
    expect(errors.map(({ place }) => place)).toEqual(slips.map(([at]) => `${file}:${at}`));
    errors.forEach(({ message }, i) => {
      expect(message).toMatch(slips[i]![1]);
      expect(message).not.toContain('\n');
    });
  });
});

describe('a definition', () => {
  it('is ours, and read as before, without a key that only W&B has', () => {
    const metric = 'metric: {name: val_accuracy}';
    expect(definitionOf(textWith({ metric })).objective.goal).toBe('maximize');
    expect(
      parsed(textWith({ parameters: 'parameters: {learning_rate: 0.1}' })).errors,
    ).toHaveLength(1);
  });

  it('is one of W&B with such a key, and ours beside it mean what they mean', () => {
    const text = textWith({
      project: 'project: nights',
      model: 'model: {hidden: [8]}',
      seeds: 'seeds: 2',
      parameters: 'parameters: {learning_rate: [0.1, 0.2]}',
    });
    expect(definitionOf(text)).toMatchObject({
      trials: 9,
      epochs: 9,
      seeds: 2,
      fixed: { hidden: [8] },
      parameters: [{ name: 'lr' }],
    });
  });
});

describe('the metric that a program logs', () => {
  it.each([
    ['loss', 'val_loss'],
    ['accuracy', 'val_accuracy'],
    ['val_acc', 'val_accuracy'],
    ['validation_loss', 'val_loss'],
    ['epoch/val_loss', 'val_loss'],
    ['valid/accuracy', 'val_accuracy'],
    ['Loss/val', 'val_loss'],
    ['valLoss', 'val_loss'],
    ['eval/f1', 'val_f1_macro'],
    ['train/loss', 'train_loss'],
    ['training_accuracy', 'train_accuracy'],
    ['test_acc', 'val_accuracy'],
    ['best_val_auc', 'val_roc_auc'],
    ['RMSE', 'val_rmse'],
    ['val_top5', 'val_top_5'],
  ])('%s is %s', (name, metric) => {
    expect(metricMeant(name)?.metric).toBe(metric);
  });

  it.each(['perplexity', 'train_val_loss', 'val_confusion', 'score', ''])(
    '%s is nothing for sure',
    (name) => expect(metricMeant(name)).toBeNull(),
  );
});
