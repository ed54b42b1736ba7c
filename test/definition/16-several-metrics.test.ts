// Several metrics in a definition: how they may be written, what becomes of them, and which methods may
// stand beside them.

import { describe, expect, it } from 'vitest';
import { complaintBook } from '../../src/definition/complaint-book.js';
import { definitionIdentity } from '../../src/definition/definition-identity.js';
import { checkSeveral } from '../../src/definition/rules/objectives.js';
import type { SourceNode } from '../../src/definition/source/source-node.js';
import { objectivesOf } from '../../src/definition/sweep-definition.js';
import { writtenDefinition } from '../../src/definition/written-definition.js';
import { definitionOf, lines, parsed, textWith } from './definition-of.js';

const several = (metrics: string, more: Record<string, string> = {}) =>
  textWith({ metric: `metrics: ${metrics}`, ...more });

const both = [
  { name: 'val_accuracy', goal: 'maximize' },
  { name: 'parameters', goal: 'minimize' },
];

describe('several metrics', () => {
  it.each([
    '[{name: val_accuracy, goal: maximize}, {name: parameters, goal: minimize}]',
    '[{name: val_accuracy}, {name: parameters}]',
    '[{val_accuracy: maximize}, {parameters: minimize}]',
    '[{val_accuracy, maximize}, {parameters, minimize}]',
    '[{val_accuracy}, {parameters}]',
    '[val_accuracy, parameters]',
    '[val_accuracy, {parameters: minimize}]',
  ])('may be written as %s', (metrics) => {
    expect(definitionOf(several(metrics)).objectives).toEqual(both);
  });

  it('have the first for their objective, by which epochs are chosen', () => {
    const definition = definitionOf(several('[val_accuracy, parameters]'));
    expect(definition.objective).toEqual(both[0]);
    expect(objectivesOf(definition)).toEqual(both);
    expect(objectivesOf(definitionOf(textWith({})))).toEqual([both[0]]);
  });

  it('are told where a goal is against their nature', () => {
    const { warnings } = parsed(several('[val_accuracy, {parameters: maximize}]'));
    expect(lines(warnings)).toEqual([
      '3:38  expected goal: minimize for `parameters`, found maximize: the worst trials would win',
    ]);
  });

  it('come back as they were where a definition is written out', () => {
    const stopping = 'stopping: [{type: patience, patience: 3, restore_best: false}]';
    const written = definitionOf(several('[val_accuracy, bytes]', { stopping }));
    const again = JSON.stringify(writtenDefinition(written));
    expect(parsed(again).definition).toEqual(written);
    expect(written.objectives?.map(({ epoch }) => epoch)).toEqual(['last', undefined]);
  });

  it('make another sweep, and one metric the sweep that it always was', () => {
    const identity = (text: string) => definitionIdentity(definitionOf(text));
    expect(identity(textWith({}))).not.toHaveProperty('objectives');
    expect(identity(several('[val_accuracy, parameters]'))).not.toEqual(
      identity(several('[val_accuracy, bytes]')),
    );
  });
});

describe('a method beside several metrics', () => {
  const spot = { place: 'a.yaml:1:9', order: 0, overridden: false };
  const node: SourceNode = { kind: 'scalar', spot, value: 'x', text: 'x', quoted: false };
  const complaints = (method: string, count: number) => {
    const book = complaintBook();
    const objectives = Array.from({ length: count }, () => ({
      name: 'a',
      goal: 'minimize' as const,
    }));
    checkSeveral(objectives, method, () => node, book);
    return book.errors().map(({ message }) => message);
  };

  it.each(['tpe', 'bayes', 'bohb', 'gp', 'cma_es'])('is refused where it is %s', (method) => {
    expect(complaints(method, 2)).toEqual([
      `expected a method for several metrics (\`nsga2\`, \`random\`, \`sobol\`, \`grid\`, \`list\`), found \`${method}\`, which learns from one: use nsga2, or keep one under \`metric\``,
    ]);
    expect(complaints(method, 1)).toEqual([]);
  });

  it.each(['nsga2', 'random', 'sobol', 'grid', 'list', 'successive_halving', 'hyperband'])(
    'may be %s',
    (method) => expect(complaints(method, 2)).toEqual([]),
  );
});
