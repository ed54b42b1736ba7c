// A schedule that allots rows: what it is refused for, and what it comes to.

import { describe, expect, it } from 'vitest';
import { definitionIdentity } from '../../src/definition/definition-identity.js';
import { definitionOf, lines, parsed, textWith } from './definition-of.js';

const withSchedule = (schedule: string, more: Readonly<Record<string, string>> = {}) =>
  textWith({ schedule: `schedule: ${schedule}`, ...more });
const toldOf = (complaints: Parameters<typeof lines>[0]) =>
  lines(complaints).map((line) => line.replace(/^\S+ +/, ''));

describe('a slip in rows', () => {
  it.each([
    [
      '{type: asha, resource: rows}',
      'expected `min_rows` beside resource: rows, found no such key: add min_rows: 100, rows of the first rung',
    ],
    [
      '{type: hyperband, resource: rows, min_rows: 10, min_epochs: 2}',
      'expected no `min_epochs` where rungs have more and more rows, found it: write min_rows, or remove it',
    ],
    [
      '{type: successive_halving, min_rows: 10}',
      'expected no `min_rows` where rungs have more and more epochs, found it: add resource: rows, or remove it',
    ],
    [
      '{type: asha, resource: epochs, max_rows: 10}',
      'expected no `max_rows` where rungs have more and more epochs, found it: add resource: rows, or remove it',
    ],
    [
      '{type: successive_halving, resource: rows, min_rows: exhaust}',
      'expected rule: scikit_learn beside min_rows: exhaust, found no such rule: add it, or remove min_rows',
    ],
    [
      '{type: successive_halving, resource: rows, min_rows: 20, max_rows: 10}',
      'expected min_rows of at most max_rows (10), found 20: lower it, or raise max_rows',
    ],
  ])('%s is told', (schedule, message) => {
    expect(toldOf(parsed(withSchedule(schedule)).errors)).toContain(message);
  });

  it.each([
    ['asha', '{type: median}', 'median'],
    ['hyperband', '{type: bandit, slack_factor: 0.1}', 'bandit'],
    ['successive_halving', '{type: percentile, percentile: 25}', 'percentile'],
    ['successive_halving', '{type: hyperband, min_iter: 3}', 'hyperband'],
  ])('%s beside %s is one', (type, rule, name) => {
    const stopping = `stopping: [{type: patience, patience: 3}, ${rule}]`;
    const text = withSchedule(`{type: ${type}, resource: rows, min_rows: 9}`, { stopping });
    expect(toldOf(parsed(text).errors)).toEqual([
      `expected rules that look at one trial's own curve beside resource: rows, found ${name}, which would compare trainings on few rows with those on many: use patience, or resource: epochs`,
    ]);
  });

  it('is warned of where no rung ever cuts', () => {
    const text = withSchedule('{type: asha, resource: rows, min_rows: 20, max_rows: 50}');
    expect(toldOf(parsed(text).warnings)).toEqual([
      'expected a rung before that of max_rows, found min_rows 20 × eta 3 above max_rows (50): no trial is ever stopped at a rung, lower min_rows or raise max_rows',
    ]);
  });
});

describe('rows', () => {
  it.each([
    [
      '{type: successive_halving, resource: rows, min_rows: 100}',
      { type: 'successive_halving', eta: 3, resource: 'rows', minRows: 100 },
    ],
    [
      '{type: hyperband, resource: rows, min_rows: 100, max_rows: 900, eta: 2}',
      { type: 'hyperband', eta: 2, resource: 'rows', minRows: 100, maxRows: 900 },
    ],
    [
      '{type: asha, resource: rows, min_rows: 100, form: stopping}',
      { type: 'asha', eta: 3, resource: 'rows', minRows: 100, form: 'stopping' },
    ],
    [
      '{type: successive_halving, rule: scikit_learn, resource: rows}',
      {
        ...{ type: 'successive_halving', eta: 3, rule: 'scikit_learn' },
        ...{ resource: 'rows', minRows: 'exhaust' },
      },
    ],
    [
      '{type: successive_halving, rule: scikit_learn, resource: rows, min_rows: smallest, aggressive_elimination: true}',
      {
        ...{ type: 'successive_halving', eta: 3, rule: 'scikit_learn' },
        ...{ resource: 'rows', minRows: 'smallest', aggressiveElimination: true },
      },
    ],
  ])('are the resource of %s', (schedule, spec) => {
    expect(definitionOf(withSchedule(schedule)).schedule).toEqual(spec);
  });

  it('may exceed epochs, and go with a method’s short name', () => {
    const method = 'method: bohb';
    const text = withSchedule('{resource: rows, min_rows: 1000}', { method });
    expect(definitionOf(text).schedule).toMatchObject({ type: 'hyperband', minRows: 1000 });
  });

  it('are not spoken of in the identity of a sweep whose rungs have more epochs', () => {
    const identity = (schedule: string) => definitionIdentity(definitionOf(withSchedule(schedule)));
    expect(identity('{type: asha, resource: epochs}')).toEqual(identity('{type: asha}'));
    expect(JSON.stringify(identity('{type: asha}'))).not.toContain('rows');
  });
});
