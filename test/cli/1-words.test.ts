// Words of the command line: what is refused, then what they mean.

import { InvalidArgumentError } from 'commander';
import { describe, expect, test } from 'vitest';
import { keyValue, wholeNumber } from '../../src/cli/arguments.js';
import { trialSelector } from '../../src/cli/commands/show.js';
import { Slip } from '../../src/vocabulary/errors.js';

describe('a whole number', () => {
  const workers = wholeNumber(1, 1024);
  test.each(['', '0', '1025', '-1', '1.5', '1e2', '0x10', ' 2', 'two', 'Infinity'])(
    'refuses %j',
    (text) => expect(() => workers(text)).toThrow(InvalidArgumentError),
  );
  test('names its bounds', () => {
    expect(() => workers('0')).toThrow('expected a whole number from 1 to 1024');
  });
  test('is read', () => {
    expect([workers('1'), workers('007'), workers('1024')]).toEqual([1, 7, 1024]);
  });
});

describe('--set', () => {
  test.each(['epochs', '=3', ''])('refuses %j', (text) => {
    expect(() => keyValue(text)).toThrow('expected key=value');
  });
  test('is divided by the first =, and collected in order', () => {
    const first = keyValue('data.file=a=b.csv');
    expect(keyValue('epochs=', first)).toEqual([
      { key: 'data.file', value: 'a=b.csv' },
      { key: 'epochs', value: '' },
    ]);
  });
});

describe('SWEEP/TRIAL', () => {
  test.each(['', 'digits', 'digits/', 'digits/x', 'digits/-1', 'digits/1.5', 'digits 1'])(
    'refuses %j',
    (text) => expect(() => trialSelector(text)).toThrow(Slip),
  );
  test('guesses what a bare number meant', () => {
    expect(() => trialSelector('17')).toThrow('write /17 for one of the latest sweep');
  });
  test('is a name or the start of an id, and a number', () => {
    expect(trialSelector('digits/17')).toEqual({ sweep: 'digits', trial: 17 });
    expect(trialSelector('a/b/0')).toEqual({ sweep: 'a/b', trial: 0 });
    expect(trialSelector('/3')).toEqual({ sweep: undefined, trial: 3 });
  });
});
