// Configurations that a person gives, by the real command: a list, then the same ones at the head of a
// search, which trains none of them again.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Workplace, workplace } from './nightsweep-command.js';

const head = `metric: {name: val_accuracy}
data: {generator: moons, samples: 200}
epochs: 4
seed: 3
`;
const tried = `name: tried
method: list
${head}configurations:
  - {lr: 0.01, hidden: [8]}
  - {lr: 0.05, hidden: [8, 8], dropout: 0.1}
  - {lr: 0.02, hidden: [8, 8]}
`;
const searched = `name: searched
method: tpe
trials: 5
${head}parameters:
  lr: {distribution: log_uniform_values, min: 0.001, max: 0.1}
  hidden: {values: [[8], [8, 8]]}
  dropout: {min: 0.0, max: 0.5}
first:
  - {lr: 0.05, hidden: [8, 8], dropout: 0.1}
  - {lr: 0.01, hidden: [8], dropout: 0}
  - {lr: 0.02, hidden: [8, 8], dropout: 0}
`;

interface Run {
  readonly epochs: { readonly trained: number; readonly remembered: number };
}
interface Row {
  readonly trial: number;
  readonly config: Readonly<Record<string, unknown>>;
}

let place: Workplace;
const rows = (sweep: string) =>
  [...place.json<Row[]>('top', sweep)]
    .sort((a, b) => a.trial - b.trial)
    .map(({ config }) => config);

beforeAll(() => {
  place = workplace();
  place.write('tried.yaml', tried);
  place.write('searched.yaml', searched);
});
afterAll(() => place.remove());

test('a slip in one is told at its place, and nothing begins', () => {
  place.write('slip.yaml', tried.replace('lr: 0.05', 'lr: -1'));
  const { code, stderr } = place.run('run', 'slip.yaml');
  expect(code).toBe(2);
  expect(stderr).toContain('slip.yaml:9:10  expected a number above 0');
});

describe('a list', () => {
  test('is shown before it is tried', () => {
    const { stdout } = place.run('check', 'tried.yaml', '--no-estimate');
    expect(stdout).toContain('  search       list, 3 configurations, seed 3\n');
    expect(stdout).toContain('  list         0  lr 0.01 · hidden [8]\n');
    expect(place.json<{ given: unknown }>('check', 'tried.yaml', '--no-estimate').given).toEqual([
      { lr: 0.01, hidden: [8] },
      { lr: 0.05, hidden: [8, 8], dropout: 0.1 },
      { lr: 0.02, hidden: [8, 8] },
    ]);
  });

  test('tries each configuration, in order, and no other', () => {
    expect(place.json<Run>('run', 'tried.yaml').epochs).toMatchObject({
      trained: 12,
      remembered: 0,
    });
    expect(rows('tried')).toEqual([
      { lr: 0.01, hidden: [8] },
      { lr: 0.05, hidden: [8, 8], dropout: 0.1 },
      { lr: 0.02, hidden: [8, 8] },
    ]);
  });

  test('is trained again, bit by bit, by verify', () => {
    expect(place.run('verify', 'tried').code).toBe(0);
  });

  test('is made longer by its file, and trains only what is new', () => {
    place.write('tried.yaml', `${tried}  - {lr: 0.03}\n`);
    const { stdout } = place.run('run', 'tried.yaml');
    expect(stdout).toContain('configurations.3');
    expect(stdout).toContain('reuses 12 of 16 epochs, trains at most 4');
    expect(place.run('extend', 'tried', '--trials', '+1').stderr).toContain(
      'add configurations to its file and run that',
    );
  });
});

describe('what was tried, at the head of a search', () => {
  test('is not trained again, and the search goes on from it', () => {
    expect(place.json<Run>('run', 'searched.yaml').epochs).toMatchObject({
      trained: 8,
      remembered: 12,
    });
    expect(rows('searched').slice(0, 3)).toEqual([
      { lr: 0.05, hidden: [8, 8], dropout: 0.1 },
      { lr: 0.01, hidden: [8], dropout: 0 },
      { lr: 0.02, hidden: [8, 8], dropout: 0 },
    ]);
    expect(rows('searched')).toHaveLength(5);
  });

  test('decides the same again', () => {
    expect(place.run('verify', 'searched').code).toBe(0);
  });

  test('is made longer as any search is', () => {
    const longer = place.json<Run>('extend', 'searched', '--trials', '+2');
    expect(longer.epochs).toMatchObject({ trained: 8, remembered: 20 });
  });
});
