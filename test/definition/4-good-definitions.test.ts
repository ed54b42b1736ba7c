import { describe, expect, it } from 'vitest';
import { definitionIdentity } from '../../src/definition/definition-identity.js';
import { parseDefinition } from '../../src/definition/parse-definition.js';
import type { Domain } from '../../src/space/parameter.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import { definitionOf, textWith } from './definition-of.js';

/** The domain of one parameter, written as under `parameters:`. */
function domain(name: string, written: string): Domain | undefined {
  const others = name === 'nesterov' ? ', optimizer: sgd, momentum: 0.9' : '';
  const text = textWith({ parameters: `parameters: {${name}: ${written}${others}}` });
  return definitionOf(text).parameters[0]?.domain;
}

function isDeeplyFrozen(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return true;
  return Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen);
}

const full = `
# yaml-language-server: $schema=../nightsweep.schema.json
name: digits
description: which network reads digits best
method: random
trials: 81
seed: 7
metric: {name: val_accuracy, goal: maximize}
data: {file: ../data/digits.csv, target: digit, validation: 0.2, test: 0.1, split_seed: 3, missing: median, missing_indicator: true, ignore: [p00], categorical: embedding, categorical_columns: [p01], group: writer, scaling: quantile, task: classification}
model: {kind: mlp, hidden: [64, 32], activation: tanh}
epochs: 27
parameters:
  lr: {distribution: log_uniform_values, min: 0.0001, max: 0.1}
  batch_size: {values: [16, 32, 64]}
  training: {parameters: {optimizer: {values: [sgd, adam]}, momentum: {min: 0.0, max: 0.9, q: 0.1}}}
  model.dropout: {min: 0, max: 0.5}
  nesterov: {value: true}
schedule: {type: successive_halving, eta: 3, min_epochs: 1}
stopping:
  - {type: diverged, bound: 100}
  - {type: patience, patience: 5, metric: {name: val_loss}, min_delta: 0.001, start_after: 2}
trial_timeout: 600
trial_memory: 512MB
checkpoint_every: 2.5
give_up_after: 25
parallelism: 8
`;

describe('a definition', () => {
  it('with everything in it is read as it stands', () => {
    expect(definitionOf(full)).toMatchSnapshot();
  });

  it('is frozen to the last list', () => {
    expect(isDeeplyFrozen(definitionOf(full))).toBe(true);
  });

  it('with the least in it is filled with defaults', () => {
    expect(definitionOf(textWith({}))).toEqual({
      name: 'a',
      description: null,
      method: 'random',
      trials: 9,
      seed: 0,
      seeds: 1,
      folds: null,
      objective: { name: 'val_accuracy', goal: 'maximize' },
      data: {
        kind: 'generator',
        generator: 'moons',
        samples: 1000,
        noise: null,
        classes: null,
        seed: 0,
        validation: 0.2,
        test: 0,
        splitSeed: 0,
        scaling: 'standard',
        targetScaling: 'standard',
      },
      epochs: 9,
      fixed: {},
      parameters: [{ name: 'lr', domain: { kind: 'uniform', min: 0.001, max: 0.1 } }],
      schedule: { type: 'full' },
      stopping: [{ type: 'diverged', bound: null }],
      trialTimeout: null,
      trialMemory: null,
      checkpointEvery: 30,
      giveUpAfter: 10,
      parallelism: 16,
      order: 'logical',
    });
  });

  it('in JSON means the same as in YAML', () => {
    const text = JSON.stringify({
      $schema: '../nightsweep.schema.json',
      method: 'random',
      trials: 9,
      metric: { name: 'val_accuracy' },
      data: { generator: 'moons' },
      epochs: 9,
      parameters: { lr: { min: 0.001, max: 0.1 } },
    });
    const { definition } = parseDefinition({
      text,
      file: 'sweeps/a.json',
      overrides: [],
      workingDirectory: '/home/someone',
      settings: networkSettings,
    });
    expect(definition).toEqual(definitionOf(textWith({})));
  });

  it('may begin with a byte order mark, have Windows line ends, and use anchors', () => {
    const text = textWith({
      parameters: 'parameters: {lr: &range {min: 0.001, max: 0.1}, dropout: *range}',
    });
    const windows = definitionOf(`\ufeff${text.replaceAll('\n', '\r\n')}`);
    expect(windows.parameters.map(({ name }) => name)).toEqual(['lr', 'dropout']);
    expect(windows).toEqual(definitionOf(text));
  });

  it('takes a data file relative to itself', () => {
    const { data } = definitionOf(textWith({ data: 'data: {file: ../b.csv, target: y}' }));
    expect(data).toMatchObject({ kind: 'file', file: '/home/someone/b.csv', task: null });
  });

  it.each([
    ['{file: a.npy, target: "64"}', { target: '64', labels: null }],
    ['{file: a.npy, labels: ../b.npy}', { target: null, labels: '/home/someone/b.npy' }],
    ['{file: a.npz}', { target: 'y', inputs: null }],
    ['{file: a.npz, inputs: pictures, target: digits}', { target: 'digits', inputs: 'pictures' }],
    [
      '{file: train-images-idx3-ubyte.gz, labels: train-labels-idx1-ubyte.gz}',
      { target: null, labels: '/home/someone/sweeps/train-labels-idx1-ubyte.gz' },
    ],
    ['{file: a.csv, target: y, image: [8, 8]}', { image: [8, 8] }],
    ['{file: a.csv, target: y, target_scaling: none}', { targetScaling: 'none' }],
  ])('may take data from %s', (written, expected) => {
    expect(definitionOf(textWith({ data: `data: ${written}` })).data).toMatchObject(expected);
  });

  it('may call random search with halving by its short name', () => {
    const method = 'method: successive_halving';
    const short = definitionOf(textWith({ method, schedule: 'schedule: {eta: 2, min_epochs: 2}' }));
    expect(short.method).toBe('random');
    expect(short.schedule).toEqual({ type: 'successive_halving', eta: 2, minEpochs: 2 });
    expect(definitionOf(textWith({ method })).schedule).toEqual({
      type: 'successive_halving',
      eta: 3,
      minEpochs: 1,
    });
  });

  it('may call random search with Hyperband by its short name, and leave trials to it', () => {
    const short = definitionOf(textWith({ method: 'method: hyperband', trials: null }));
    expect([short.method, short.trials]).toEqual(['random', null]);
    expect(short.schedule).toEqual({ type: 'hyperband', eta: 3, minEpochs: 1 });
  });

  it.each([
    ['{type: asha}', { type: 'asha', eta: 3, minEpochs: 1 }],
    ['{type: asha, form: promotion}', { type: 'asha', eta: 3, minEpochs: 1 }],
    ['{type: asha, form: stopping}', { type: 'asha', eta: 3, minEpochs: 1, form: 'stopping' }],
    [
      '{type: successive_halving, rule: paper, aggressive_elimination: false}',
      { type: 'successive_halving', eta: 3, minEpochs: 1 },
    ],
    [
      '{type: successive_halving, rule: scikit_learn}',
      { type: 'successive_halving', eta: 3, minEpochs: 'exhaust', rule: 'scikit_learn' },
    ],
    [
      '{type: successive_halving, rule: scikit_learn, min_epochs: smallest, aggressive_elimination: true}',
      {
        type: 'successive_halving',
        eta: 3,
        minEpochs: 1,
        rule: 'scikit_learn',
        aggressiveElimination: true,
      },
    ],
  ])('may have the schedule %s, and keeps of it what says something', (written, spec) => {
    expect(definitionOf(textWith({ schedule: `schedule: ${written}` })).schedule).toEqual(spec);
  });

  it.each([
    ['val_loss', 'minimize'],
    ['val_accuracy', 'maximize'],
    ['train_accuracy', 'maximize'],
    ['val_balanced_accuracy', 'maximize'],
    ['val_top_2', 'maximize'],
    ['train_top_17', 'maximize'],
    ['val_f1_macro', 'maximize'],
    ['val_roc_auc', 'maximize'],
    ['val_log_loss', 'minimize'],
    ['train_loss', 'minimize'],
  ])('wants %s to be %sd', (name, goal) => {
    const { objective } = definitionOf(textWith({ metric: `metric: {name: ${name}}` }));
    expect(objective).toEqual({ name, goal });
  });

  it('lets the last epoch speak for a trial where a rule says restore_best: false', () => {
    const rule = (restore: string) =>
      textWith({ stopping: `stopping: [{type: patience, patience: 2${restore}}]` });
    expect(definitionOf(rule(', restore_best: false')).objective.epoch).toBe('last');
    for (const usual of ['', ', restore_best: true']) {
      expect(definitionOf(rule(usual)).objective.epoch).toBeUndefined();
    }
  });

  it('may ask for more metrics, in any order; what is measured anyway makes no other sweep', () => {
    const also = (names: string) =>
      definitionOf(textWith({ also: `also_measure: ${names}` })).alsoMeasure;
    const names = ['train_accuracy', 'val_confusion', 'val_roc_auc', 'val_top_7'];
    expect(also('[val_top_7, val_roc_auc, train_accuracy, val_confusion, val_roc_auc]')).toEqual(
      names,
    );
    const identity = (names: string) =>
      definitionIdentity(definitionOf(textWith({ also: `also_measure: ${names}` })));
    expect(identity('[val_loss, val_accuracy, train_loss]')).toEqual(identity('[]'));
    expect(also('[]')).toBeUndefined();
  });

  it.each([
    ['67108864', 67_108_864],
    ['64MiB', 67_108_864],
    ['512MB', 512_000_000],
    ['512 mb', 512_000_000],
    ['1.5GiB', 1_610_612_736],
    ['0.1 TB', 100_000_000_000],
    ['1tib', 1_099_511_627_776],
    ['70000.5KB', 70_000_500],
  ])('may allow a trial %s', (written, bytes) => {
    const text = textWith({ memory: `trial_memory: ${written}` });
    expect(definitionOf(text).trialMemory).toBe(bytes);
  });

  it('may give up after more failures, or never, and is the same sweep', () => {
    const giving = (up: string) => definitionOf(textWith({ up: `give_up_after: ${up}` }));
    expect(giving('25').giveUpAfter).toBe(25);
    expect([giving('never').giveUpAfter, giving('null').giveUpAfter]).toEqual([null, null]);
    const usual = definitionIdentity(definitionOf(textWith({})));
    for (const up of ['25', 'never']) expect(definitionIdentity(giving(up))).toEqual(usual);
  });

  it('may shorten the rule against divergence', () => {
    const { stopping } = definitionOf(textWith({ stopping: 'stopping: [{diverged: 50}]' }));
    expect(stopping).toEqual([{ type: 'diverged', bound: 50 }]);
  });
});

describe('a parameter', () => {
  it.each<[string, string, Domain]>([
    ['lr', '0.01', { kind: 'constant', value: 0.01 }],
    ['lr', '1e-3', { kind: 'constant', value: 0.001 }],
    ['lr', '{value: 0.01}', { kind: 'constant', value: 0.01 }],
    ['lr', '[0.1, 0.01]', { kind: 'categorical', values: [0.1, 0.01] }],
    ['nesterov', '{values: [true, false]}', { kind: 'categorical', values: [true, false] }],
    ['hidden', '{value: [64, 32]}', { kind: 'constant', value: [64, 32] }],
    ['hidden', '[[64], [32, 32], []]', { kind: 'categorical', values: [[64], [32, 32], []] }],
    ['batch_size', '{min: 16, max: 64}', { kind: 'int_uniform', min: 16, max: 64 }],
    ['weight_decay', '{min: 0.0, max: 1}', { kind: 'uniform', min: 0, max: 1 }],
    ['dropout', '{min: 0, max: 0.5, q: 0.1}', { kind: 'q_uniform', min: 0, max: 0.5, q: 0.1 }],
    [
      'lr',
      '{distribution: log_uniform_values, min: 0.001, max: 0.1}',
      { kind: 'log_uniform_values', min: 0.001, max: 0.1 },
    ],
    [
      'batch_size',
      '{distribution: q_log_uniform_values, min: 8, max: 128, q: 8}',
      { kind: 'q_log_uniform_values', min: 8, max: 128, q: 8 },
    ],
    ['optimizer', '{distribution: constant, value: sgd}', { kind: 'constant', value: 'sgd' }],
  ])('%s: %s', (name, written, expected) => {
    expect(domain(name, written)).toEqual(expected);
  });
});

describe('duplicates', () => {
  it('are a part of the definition only where they are wanted', () => {
    expect('duplicates' in definitionOf(textWith({ method: 'method: sobol' }))).toBe(false);
    const unwanted = definitionOf(textWith({ duplicates: 'duplicates: false' }));
    expect('duplicates' in unwanted).toBe(false);
    expect(definitionOf(textWith({ duplicates: 'duplicates: true' })).duplicates).toBe(true);
  });
});
