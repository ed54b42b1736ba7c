// `first` and `configurations` in a definition: what is warned of (what is refused is in bad/), what becomes
// of them, and what of a sweep depends on them.

import { describe, expect, it } from 'vitest';
import { changeDefinition } from '../../src/definition/change-definition.js';
import { defineSweep } from '../../src/definition/define-sweep.js';
import { definitionDifference } from '../../src/definition/definition-difference.js';
import { definitionIdentity } from '../../src/definition/definition-identity.js';
import { refuseMisfits } from '../../src/definition/refuse-misfits.js';
import type { SweepDefinition } from '../../src/definition/sweep-definition.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { definitionOf, lines, parsed, textWith } from './definition-of.js';

type Changes = Readonly<Record<string, string | null>>;

const options = { settings: networkSettings, workingDirectory: '/home/someone' };
const searched =
  'parameters: {lr: {min: 0.001, max: 0.1}, optimizer: [sgd, adam], momentum: {min: 0.0, max: 0.9}}';
const list: Changes = { method: 'method: list', trials: null, parameters: null };
const listOf = (configurations: string, more: Changes = {}) =>
  textWith({ ...list, configurations: `configurations: ${configurations}`, ...more });

function warningsOf(text: string): readonly string[] {
  const { errors, warnings } = parsed(text);
  expect(lines(errors)).toEqual([]);
  return lines(warnings);
}

function slipsOf(text: string): readonly string[] {
  return lines(parsed(text).errors);
}

describe('given configurations are refused', () => {
  it('by the place where `--set` gives them', () => {
    const { errors } = parsed(textWith({}), [{ key: 'first', value: '[{lr: 7}]' }]);
    expect(errors.map(({ place }) => place)).toEqual(['--set first']);
  });

  it('by their path in a program', () => {
    const input = {
      method: 'list',
      metric: { name: 'val_accuracy' },
      data: { generator: 'moons' },
      epochs: 9,
      configurations: [{ lr: 0.1 }, { lr: -1 }],
    } as const;
    const define = () =>
      defineSweep({ ...input, configurations: [...input.configurations] }, options);
    expect(define).toThrow(Slip);
    expect(define).toThrow('configurations.1.lr  expected a number above 0');
  });

  it('once where there are no parameters to compare them with', () => {
    const slips = slipsOf(textWith({ parameters: null, first: 'first: [{lr: 0.1}, {foo: 3}]' }));
    expect(slips).toEqual([expect.stringContaining('expected the key `parameters`')]);
  });

  it('where a step of a grid is neither a point of it nor a draw', () => {
    const grid = {
      method: 'method: grid',
      trials: null,
      parameters: 'parameters: {dropout: {min: 0.05, max: 0.41, q: 0.1}}',
    };
    const given = (value: number) => textWith({ ...grid, first: `first: [{dropout: ${value}}]` });
    expect(slipsOf(given(0.12))).toHaveLength(1);
    expect(slipsOf(given(0.15))).toEqual([]);
    expect(slipsOf(given(0.4))).toEqual([]);
    expect(slipsOf(given(0.15).replace('grid', 'random\ntrials: 3'))).toHaveLength(1);
  });
});

describe('a warning tells', () => {
  it('of fewer trials than are given first', () => {
    const first = 'first: [{lr: 0.01}, {lr: 0.02}, {lr: 0.03}]';
    expect(warningsOf(textWith({ trials: 'trials: 2', first }))).toEqual([
      '2:9  expected trials for all 3 configurations of `first`, found 2: the last 1 are never tried, raise trials',
    ]);
    expect(warningsOf(textWith({ trials: 'trials: 3', first }))).toEqual([]);
  });

  it('of more trials than a list has', () => {
    const listed = listOf('[{lr: 0.1}, {lr: 0.2}]', { trials: 'trials: 3' });
    expect(warningsOf(listed)).toEqual([
      expect.stringContaining(
        'expected no more trials than there are `configurations` (2), found 3',
      ),
    ]);
    expect(warningsOf(listed.replace('trials: 3', 'trials: 1'))).toEqual([]);
  });

  it('once of values without effect, and says how often', () => {
    const one = (lr: number) => `{lr: ${lr}, optimizer: adam, momentum: 0.5}`;
    const sgd = '{lr: 0.02, optimizer: sgd, momentum: 0.5}';
    const text = textWith({
      parameters: searched,
      first: `first: [${one(0.01)}, ${sgd}, ${one(0.05)}]`,
    });
    expect(warningsOf(text)).toEqual([
      expect.stringMatching(
        /^7:\d+ {2}expected values that matter, found `momentum`, .*, and in 1 more: it is left out$/,
      ),
    ]);
  });

  it('of none where what is drawn beside it can give it an effect', () => {
    expect(
      warningsOf(textWith({ parameters: searched, first: 'first: [{momentum: 0.5}]' })),
    ).toEqual([]);
  });
});

describe('first', () => {
  const given = definitionOf(
    textWith({
      parameters: searched,
      first: 'first: [{optimizer: adam, lr: 1e-2}, {model.lr: 0.1}]',
    }).replace('model.lr', 'training.lr'),
  );

  it('is kept as it was written, in the order of the parameters', () => {
    expect(given.first?.map((values) => Object.entries(values))).toEqual([
      [
        ['lr', 0.01],
        ['optimizer', 'adam'],
      ],
      [['lr', 0.1]],
    ]);
  });

  it('is part of what a sweep is; without it a sweep is what it was', () => {
    expect(definitionIdentity(given)).toMatchObject({ first: given.first });
    const keys = Object.keys(definitionIdentity(definitionOf(textWith({}))));
    expect(keys.filter((key) => /first|configurations|undeclared/.test(key))).toEqual([]);
  });
});

describe('thousands that leave something out', () => {
  it('are read in a moment, also where what they say never matters', () => {
    const many = Array.from({ length: 1_500 }, () => '{optimizer: adam, momentum: 0.5}');
    const text = textWith({ parameters: searched, first: `first: [${many.join(', ')}]` });
    const begin = process.cpuUsage();
    expect(lines(parsed(text).errors)).toEqual([]);
    expect(process.cpuUsage(begin).user).toBeLessThan(5e6);
  });
});

describe('a list', () => {
  const listed = definitionOf(
    listOf('[{lr: 0.1, hidden: [8]}, {}, {hidden: [8, 8], lr: 0.1, dropout: 0.5}]'),
  );

  it('needs no parameters: those that it names have the values that it has', () => {
    expect(listed.parameters).toEqual([
      { name: 'lr', domain: { kind: 'categorical', values: [0.1] } },
      { name: 'hidden', domain: { kind: 'categorical', values: [[8], [8, 8]] } },
      { name: 'dropout', domain: { kind: 'categorical', values: [0.5] } },
    ]);
    expect(listed.undeclared).toEqual(['lr', 'hidden', 'dropout']);
    expect(listed.configurations).toEqual([
      { lr: 0.1, hidden: [8] },
      {},
      { lr: 0.1, hidden: [8, 8], dropout: 0.5 },
    ]);
  });

  it('goes with declared ones, with derived ones, and with constraints', () => {
    const { parameters, undeclared, derived } = definitionOf(
      listOf('[{lr: 0.01, layers: 2}, {lr: 0.02, layers: 3, dropout: 0.1}]', {
        parameters:
          'parameters: {lr: {min: 0.001, max: 0.1}, batch_size: 16, width: "= layers * 8"}',
        constraints: 'constraints: ["lr * layers < 0.1"]',
      }),
    );
    expect(parameters.map(({ name }) => name)).toEqual(['lr', 'batch_size', 'layers', 'dropout']);
    expect(undeclared).toEqual(['layers', 'dropout']);
    expect(derived).toEqual([{ name: 'width', formula: 'layers * 8' }]);
  });

  it('may leave out what it declares where that has no effect, or is not there', () => {
    const parameters =
      'parameters: {optimizer: [sgd, adam], momentum: {min: 0.0, max: 0.9}, dropout: {min: 0.0, max: 0.5, when: lr > 0.01}}';
    const configurations =
      '[{optimizer: adam, lr: 0.001}, {optimizer: sgd, momentum: 0.5, lr: 0.1, dropout: 0}]';
    expect(slipsOf(listOf(configurations, { parameters }))).toEqual([]);
  });

  it('of thousands is read in a moment', () => {
    const many = Array.from({ length: 2_000 }, (_, i) => `{lr: ${(i + 1) / 20_000}}`);
    const begin = process.cpuUsage();
    expect(definitionOf(listOf(`[${many.join(', ')}]`)).configurations).toHaveLength(2_000);
    expect(process.cpuUsage(begin).user).toBeLessThan(5e6);
  });

  it('whose values do not fit the data is refused by their places', () => {
    const data = 'data: {file: a.csv, target: y}';
    const metric = 'metric: {name: val_loss}';
    const open = definitionOf(
      listOf('[{lr: 0.1}, {loss: mae}, {class_weights: balanced}]', { data, metric }),
    );
    const misfits = (task: Parameters<typeof refuseMisfits>[2]) => () =>
      refuseMisfits(open, networkSettings, task);
    expect(misfits({ kind: 'classification', classes: 3 })).toThrow(
      'configurations.1.loss  expected a loss of classification, which these data are, found `mae`',
    );
    expect(misfits({ kind: 'regression', classes: null })).toThrow(
      'configurations.2.class_weights  expected a setting that can matter',
    );
  });
});

describe('a stored definition with given configurations', () => {
  const stored = (definition: SweepDefinition): SweepDefinition =>
    JSON.parse(JSON.stringify(definition));
  const changed = (definition: SweepDefinition, ...pairs: readonly (readonly [string, string])[]) =>
    changeDefinition(
      stored(definition),
      pairs.map(([key, value]) => ({ key, value })),
      options,
    ).definition;

  it.each([
    textWith({ parameters: searched, first: 'first: [{lr: 0.01}, {optimizer: adam, lr: 0.02}]' }),
    listOf('[{}, {lr: 0.1, hidden: [8]}, {dropout: 0.5}]'),
    listOf('[{lr: 0.01, dropout: 0.5}]', {
      parameters: 'parameters: {lr: {min: 0.001, max: 0.1}}',
    }),
    listOf('[{layers: 2}]', {
      parameters: 'parameters: {width: "= layers * 8"}',
      trials: 'trials: 1',
    }),
  ])('reads back as itself: %s', (text) => {
    const definition = definitionOf(text);
    expect(changed(definition)).toEqual(definition);
  });

  it('takes new ones with values that it did not have', () => {
    const longer = changed(definitionOf(listOf('[{lr: 0.1}]')), [
      'configurations',
      '[{lr: 0.1}, {lr: 0.2, dropout: 0.1}]',
    ]);
    expect(longer).toEqual(definitionOf(listOf('[{lr: 0.1}, {lr: 0.2, dropout: 0.1}]')));
  });

  it('differs item by item', () => {
    const told = (one: string, other: string) =>
      definitionDifference(definitionOf(one), definitionOf(other)).map(
        ({ key, before, after }) => `${key}: ${before ?? '–'} → ${after ?? '–'}`,
      );
    expect(
      told(listOf('[{lr: 0.1}, {lr: 0.2}]'), listOf('[{lr: 0.3}, {lr: 0.2}, {dropout: 0.1}]')),
    ).toEqual(['configurations.0.lr: 0.1 → 0.3', 'configurations.2: – → {dropout: 0.1}']);
    expect(told(textWith({}), textWith({ first: 'first: [{lr: 0.01}]' }))).toEqual([
      'first.0: – → {lr: 0.01}',
    ]);
  });
});
