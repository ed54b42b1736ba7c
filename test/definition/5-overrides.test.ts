import { describe, expect, it } from 'vitest';
import { definitionOf, lines, parsed, textWith } from './definition-of.js';

function slips(key: string, value: string, text = textWith({})): readonly string[] {
  return lines(parsed(text, [{ key, value }]).errors);
}

describe('--set', () => {
  it('names itself where a key is unknown', () => {
    expect(slips('epoch', '3')).toEqual([
      '--set epoch  expected a key of a sweep definition, found `epoch`: did you mean `epochs`?',
    ]);
    expect(slips('data.fil', 'x.csv')[0]).toMatch(/^--set data.fil {2}expected a key of/);
    expect(slips('lr', '0.1')).toEqual([
      '--set lr  expected a key of a sweep definition, found `lr`: it is a setting, put it under `parameters:`',
    ]);
  });

  it('names itself where a value is wrong', () => {
    expect(slips('epochs', 'many')).toEqual([
      '--set epochs  expected a whole number from 1 to 1000000, found text `many`: write a number',
    ]);
  });

  it.each([
    ['epochs', '', /expected a value after `=`, found nothing/],
    ['', '3', /expected a dotted key, found ``/],
    ['data..file', 'x', /expected a dotted key/],
    ['epochs.more', '3', /expected a map on the way to `more`, found `9`/],
    ['__proto__.polluted', '1', /has a meaning of its own/],
    ['parameters.lr', '{min: 1', /expected a closing mark/],
    ['name', 'a\u001b[31m', /expected text that can be seen, found the character U\+001B/],
    ['stopping.0.patience', '3', /expected a list of rules, found a map/],
  ])('refuses %s=%s', (key, value, message) => {
    expect(slips(key, value)[0]).toMatch(message);
    expect(slips(key, value)[0]).toMatch(/^--set /);
  });

  it('leaves the places of the file as they were', () => {
    const { errors } = parsed(textWith({ trials: 'trials: none' }), [
      { key: 'epochs', value: '0' },
    ]);
    expect(errors.map(({ place }) => place)).toEqual(['sweeps/a.yaml:2:9', '--set epochs']);
  });

  it('replaces and adds values, read as YAML reads them', () => {
    const definition = definitionOf(
      textWith({ stopping: 'stopping: [{type: patience, patience: 5}]' }),
      [
        { key: 'epochs', value: '27' },
        { key: 'seed', value: '3' },
        { key: 'name', value: 'other' },
        { key: 'parameters.lr', value: '0.5' },
        { key: 'parameters.hidden', value: '{values: [[8], [16]]}' },
        { key: 'model.activation', value: 'tanh' },
        { key: 'schedule', value: '{type: successive_halving, eta: 2}' },
        { key: 'stopping.0.patience', value: '7' },
      ],
    );
    expect(definition).toMatchObject({
      epochs: 27,
      seed: 3,
      name: 'other',
      fixed: { activation: 'tanh' },
      schedule: { type: 'successive_halving', eta: 2, minEpochs: 1 },
    });
    expect(definition.stopping[0]).toMatchObject({ patience: 7 });
    expect(definition.parameters).toEqual([
      { name: 'lr', domain: { kind: 'constant', value: 0.5 } },
      { name: 'hidden', domain: { kind: 'categorical', values: [[8], [16]] } },
    ]);
  });

  it('changes one end of a range, also under a dotted name', () => {
    const nested = textWith({ parameters: 'parameters: {model.dropout: {min: 0.0, max: 0.5}}' });
    const change = [{ key: 'parameters.model.dropout.max', value: '0.25' }];
    expect(definitionOf(nested, change).parameters[0]?.domain).toEqual({
      kind: 'uniform',
      min: 0,
      max: 0.25,
    });
  });

  it('takes a path relative to where the person stands, spaces and all', () => {
    const text = textWith({ data: 'data: {file: b.csv, target: y}' });
    const data = (value: string) => definitionOf(text, [{ key: 'data.file', value }]).data;
    expect(data('../d/my data #2.csv')).toMatchObject({ file: '/home/d/my data #2.csv' });
    expect(data('/abs/b.csv')).toMatchObject({ file: '/abs/b.csv' });
    expect(definitionOf(text).data).toMatchObject({ file: '/home/someone/sweeps/b.csv' });
  });

  it('can give the file of a definition that has none', () => {
    const text = textWith({ data: 'data: {target: y}' });
    expect(lines(parsed(text).errors)[0]).toContain('expected `file` (the path of a data file)');
    const { data } = definitionOf(text, [{ key: 'data.file', value: 'b.csv' }]);
    expect(data).toMatchObject({ file: '/home/someone/b.csv' });
  });
});
