// docs/definition.md has every key, setting and word of a definition, with its default, and no other.

import { describe, expect, it } from 'vitest';
import { fileDataForm, generatorDataForm } from '../../src/definition/schema/data-schema.js';
import { DISTRIBUTIONS } from '../../src/definition/schema/distribution-schema.js';
import { ladderForms } from '../../src/definition/schema/schedule-schema.js';
import { definitionKeys } from '../../src/definition/schema/section-schema.js';
import * as stoppingForms from '../../src/definition/schema/stopping-schema.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import { costs } from '../../src/vocabulary/cost.js';
import { measures } from '../../src/vocabulary/measure.js';
import { definitionOf, textWith } from '../definition/definition-of.js';
import { inlineCode, read, section, tableNames, tableRows } from './documents.js';

const text = read('docs/definition.md');
const top = section(text, 'Top level');
const data = section(text, 'data');
const settings = read('docs/training.md');

describe('the top level', () => {
  it('has every key', () => {
    const keys = definitionKeys;
    expect([...tableNames(top)].sort()).toEqual([...keys].sort());
  });

  it('has the defaults', () => {
    const told = Object.fromEntries(tableRows(top).map(([key, value]) => [key, value]));
    const { seed, parallelism, schedule, ...limits } = definitionOf(textWith({}));
    expect(told['`seed`']).toBe(String(seed));
    expect(told['`parallelism`']).toBe(String(parallelism));
    expect(told['`give_up_after`']).toBe(String(limits.giveUpAfter));
    expect(told['`schedule`']).toBe(`\`{type: ${schedule.type}}\``);
    expect([told['`trial_timeout`'], limits.trialTimeout]).toEqual(['none', null]);
    expect([told['`trial_memory`'], limits.trialMemory]).toEqual(['none', null]);
    expect(told['`checkpoint_every`']).toBe(String(limits.checkpointEvery));
  });
});

describe('metrics', () => {
  it('are those of the catalogue, in its words', () => {
    const rows = tableRows(section(text, 'Metrics'));
    expect(rows).toEqual(
      measures.map(({ name, tasks, goal, usual, about }) => [
        `\`${name}\``,
        tasks.length > 1 ? 'both' : tasks[0],
        goal === null ? '–' : goal,
        usual ? 'always' : 'if asked for',
        about,
      ]),
    );
  });
});

describe('costs', () => {
  it('are those of the catalogue, in its words', () => {
    const rows = tableRows(section(text, 'Costs'));
    expect(rows).toEqual(costs.map(({ name, goal, about }) => [`\`${name}\``, goal, about]));
  });
});

describe('data', () => {
  const keys = new Set([
    ...Object.keys(fileDataForm.shape),
    ...Object.keys(generatorDataForm.shape),
  ]);

  it('has every key, and no other in its tables', () => {
    expect([...keys].filter((key) => !inlineCode(data).includes(key))).toEqual([]);
    expect(tableNames(data).filter((key) => !keys.has(key))).toEqual([]);
  });

  it('has the defaults', () => {
    const { data: spec } = definitionOf(textWith({}));
    expect(data).toContain(`\`validation\` (${spec.validation}) and \`test\` (${spec.test})`);
    expect(data).toContain(`\`split_seed\` (${spec.splitSeed})`);
    if (spec.kind !== 'generator') throw new Error('expected a generator');
    const told = Object.fromEntries(tableRows(data).map(([key, value]) => [key, value]));
    expect(told['`samples`']).toBe(String(spec.samples));
    expect(told['`seed`']).toBe(String(spec.seed));
  });

  it('names every generator', () => {
    const generators = generatorDataForm.shape.generator.options;
    expect(inlineCode(data)).toEqual(expect.arrayContaining([...generators]));
  });
});

describe('parameters, schedule and stopping', () => {
  it('names every distribution', () => {
    const told = inlineCode(section(text, 'parameters'));
    expect(DISTRIBUTIONS.filter((name) => !told.includes(name))).toEqual([]);
  });

  it.each([
    ['schedule', Object.values(ladderForms).flatMap(({ shape }) => Object.keys(shape))],
    [
      'stopping',
      Object.values(stoppingForms).flatMap((form) =>
        'shape' in form ? Object.keys(form.shape) : [],
      ),
    ],
  ])('has every key of %s', (heading, keys) => {
    const told = section(text, heading);
    expect(keys.filter((key) => !told.includes(`${key}: `))).toEqual([]);
  });
});

describe('settings', () => {
  const told = new Map(
    tableRows(settings).map(([name = '', group, value, range, searched, meaning]) => [
      inlineCode(name)[0],
      { group, value, range, searched, meaning },
    ]),
  );

  it('are all there, and no other', () => {
    expect([...told.keys()].sort()).toEqual(networkSettings.map(({ name }) => name).sort());
  });

  const text = (value: unknown) =>
    typeof value === 'object' ? JSON.stringify(value) : String(value);

  it.each(networkSettings)('$name has its group and its defaults', (setting) => {
    const row = told.get(setting.name);
    const byTask = Object.entries(setting.byTask ?? {}).map(([task, [word]]) => [task, word]);
    const others = [...Object.entries(setting.defaults?.values ?? {}), ...byTask].filter(
      ([, value]) => value !== setting.default,
    );
    expect(row?.group).toBe(setting.group);
    expect(row?.value?.split('; ')[0]).toBe(text(setting.default));
    expect(others.filter(([key, value]) => !row?.value?.includes(`${key} ${text(value)}`))).toEqual(
      [],
    );
  });

  it.each(networkSettings)('$name tells what people search and what it does', ({ name }) => {
    const row = told.get(name);
    expect(row?.searched).toBeTruthy();
    expect(row?.meaning).toBeTruthy();
  });

  it.each(networkSettings)('$name has its words and whole bounds', ({ name, kind }) => {
    const range = told.get(name)?.range ?? '';
    const expected =
      kind.type === 'choice'
        ? kind.values
        : kind.type === 'integer' || kind.type === 'integers'
          ? [`${kind.min} to ${kind.max?.toLocaleString('en')}`]
          : [];
    expect(expected.filter((words) => !range.includes(words))).toEqual([]);
  });
});
