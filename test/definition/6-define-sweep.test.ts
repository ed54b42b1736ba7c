import { describe, expect, it } from 'vitest';
import { defineSweep, type SweepInput } from '../../src/definition/define-sweep.js';
import { definitionIdentity } from '../../src/definition/definition-identity.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import type { Slip } from '../../src/vocabulary/errors.js';
import { canonicalJson } from '../../src/vocabulary/hash.js';
import { definitionOf, textWith } from './definition-of.js';

const options = { settings: networkSettings, workingDirectory: '/home/someone' };

const sweep: SweepInput = {
  name: 'a',
  method: 'random',
  trials: 9,
  metric: { name: 'val_accuracy' },
  data: { generator: 'moons' },
  epochs: 9,
  parameters: { lr: { min: 0.001, max: 0.1 } },
};

function slips(input: unknown): readonly string[] {
  try {
    defineSweep(input as SweepInput, options);
  } catch (thrown) {
    return (thrown as Slip).complaints.map(({ place, message }) => `${place}: ${message}`);
  }
  return [];
}

describe('a sweep defined in a program', () => {
  it('tells every slip with its key path', () => {
    const parameters = { lr: { min: 1, max: 0.1 }, model: { parameters: { hiden: [8] } } };
    expect(slips({ ...sweep, epochs: '9', parameters })).toEqual([
      'epochs: expected a whole number from 1 to 1000000, found text `9`: write 9, without quotes',
      'parameters.lr.min: expected min < max, found min 1, max 0.1: swap them?',
      'parameters.model.parameters.hiden: expected the name of a setting, found `model.hiden`: did you mean `hidden`?',
    ]);
  });

  it('refuses what is no plain data', () => {
    expect(slips({ ...sweep, epochs: () => 9 })).toContain(
      'epochs: expected plain data, found a function: give its result instead',
    );
    const circle: Record<string, unknown> = {};
    circle.circle = circle;
    expect(slips({ ...sweep, model: circle }).join('\n')).toContain('at most 32 levels');
  });

  it('means the same as the file', () => {
    const { definition, warnings } = defineSweep(sweep, options);
    expect(definition).toEqual(definitionOf(textWith({})));
    expect(warnings).toEqual([]);
  });
});

describe('the identity of a definition', () => {
  const text = textWith({ data: 'data: {file: ../data/b.csv, target: y}' });

  it('has no path and no description in it', () => {
    const words = definitionOf(`${text}description: in other words\n`);
    const moved = definitionOf(text, [{ key: 'data.file', value: '/elsewhere/b.csv' }]);
    const identity = definitionIdentity(definitionOf(text));
    expect(definitionIdentity(words)).toEqual(identity);
    expect(definitionIdentity(moved)).toEqual(identity);
    expect(canonicalJson(identity)).not.toContain('/');
    expect(Object.isFrozen(identity)).toBe(true);
  });

  it('is the same when the data section says its defaults, and knows nothing of where labels lie', () => {
    const identityOf = (data: string) =>
      definitionIdentity(definitionOf(textWith({ data: `data: ${data}` })));
    const defaults = 'scaling: standard, categorical: one_hot, categorical_columns: []';
    expect(identityOf(`{file: b.csv, target: y, missing: error, ${defaults}}`)).toEqual(
      identityOf('{file: b.csv, target: y}'),
    );
    expect(identityOf('{file: x.npy, labels: ../far/y.npy}')).toEqual(
      identityOf('{file: x.npy, labels: y.npy}'),
    );
    for (const said of ['scaling: minmax', 'categorical: embedding', 'image: [2, 2]', 'group: g']) {
      expect(identityOf(`{file: b.csv, target: y, ${said}}`)).not.toEqual(
        identityOf('{file: b.csv, target: y}'),
      );
    }
  });

  it('knows nothing of what a trial may take, nor of how often it saves', () => {
    const identity = definitionIdentity(definitionOf(text));
    for (const said of ['trial_memory: 1GB', 'checkpoint_every: 0']) {
      expect(definitionIdentity(definitionOf(`${text}${said}\n`))).toEqual(identity);
    }
  });

  it('changes with anything that decides the results', () => {
    const changes = ['seed', 'epochs', 'trials', 'parallelism', 'data.split_seed'];
    const identities = changes.map((key) =>
      canonicalJson(definitionIdentity(definitionOf(text, [{ key, value: '5' }]))),
    );
    identities.push(canonicalJson(definitionIdentity(definitionOf(text))));
    expect(new Set(identities).size).toBe(changes.length + 1);
  });
});
