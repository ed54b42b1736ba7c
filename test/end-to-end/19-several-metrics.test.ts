// Several metrics and NSGA-II, by the real command: one sweep on any number of workers and after a kill,
// ranked by fronts in every answer.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Workplace, workplace } from './nightsweep-command.js';

const pareto = `name: pareto
method: nsga2
trials: 60
seed: 3
metrics: [{val_accuracy: maximize}, {parameters: minimize}]
data: {generator: glyphs, samples: 600}
epochs: 4
parameters:
  hidden: {values: [[2], [4], [8], [16], [32]]}
  lr: {distribution: log_uniform_values, min: 0.001, max: 0.1}
  activation: {values: [relu, tanh]}
also_measure: [bytes]
parallelism: 4
`;

interface Row {
  readonly trial: number;
  readonly rank: number;
  readonly front: number | null;
  readonly values: { readonly val_accuracy: number; readonly parameters: number };
}

interface Status {
  readonly front: { readonly size: number; readonly hypervolume: number };
  readonly best: Row;
  readonly metrics: readonly unknown[];
}

let place: Workplace;
const exported = (results: string) =>
  place.run('export', '--format', 'csv', '--results', results).stdout;

beforeAll(() => {
  place = workplace();
  place.write('pareto.yaml', pareto);
  place.json('run', 'pareto.yaml', '--workers', '1', '--results', 'whole');
});
afterAll(() => place.remove());

test('three workers find the very sweep that one found', () => {
  place.json('run', 'pareto.yaml', '--workers', '3', '--results', 'three');
  expect(exported('three')).toBe(exported('whole'));
});

test('so does a sweep that was killed on its way', async () => {
  const started = place.start('run', 'pareto.yaml', '--workers', '2', '--results', 'killed');
  await started.says(' 30 %');
  started.child.kill('SIGKILL');
  await started.ended;
  place.json('resume', 'pareto', '--results', 'killed');
  expect(exported('killed')).toBe(exported('whole'));
});

test('what was decided is decided again', () => {
  const { code, stdout, stderr } = place.run('verify', '--top', '2', '--results', 'whole');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/decisions/);
});

describe('answers', () => {
  test('rank by fronts, and by the first metric within them', () => {
    const rows = place.json<Row[]>('top', '-n', '60', '--results', 'whole');
    expect(rows).toHaveLength(60);
    const first = rows.filter(({ front }) => front === 1);
    expect(rows.slice(0, first.length)).toEqual(first);
    const better = (a: Row, b: Row) =>
      a.values.val_accuracy >= b.values.val_accuracy &&
      a.values.parameters <= b.values.parameters &&
      (a.values.val_accuracy > b.values.val_accuracy || a.values.parameters < b.values.parameters);
    for (const row of rows) {
      expect(rows.some((other) => better(other, row))).toBe(row.front !== 1);
    }
    const accuracies = first.map(({ values }) => values.val_accuracy);
    expect(accuracies).toEqual([...accuracies].sort((a, b) => b - a));
  });

  test('tell of the front and its hypervolume', () => {
    const status = place.json<Status>('status', '--results', 'whole');
    const rows = place.json<Row[]>('top', '-n', '60', '--where', 'front = 1', '--results', 'whole');
    expect(status.front.size).toBe(rows.length);
    expect(status.front.hypervolume).toBeGreaterThan(0.5);
    expect(status.front.hypervolume).toBeLessThan(1);
    expect(status.best).toEqual(rows[0]);
    expect(status.metrics).toEqual([
      { name: 'val_accuracy', goal: 'maximize' },
      { name: 'parameters', goal: 'minimize' },
    ]);
    const { stdout } = place.run('status', '--results', 'whole');
    expect(stdout).toMatch(/^ {2}front {3}\d+ trials, hypervolume 0\.\d{4}$/m);
  });

  test('name the method and the metrics before the start', () => {
    const { stdout } = place.run('check', 'pareto.yaml', '--no-estimate');
    expect(stdout).toMatch(/search +nsga2, 60 configurations/);
    expect(stdout).toMatch(/ranked by +fronts of val_accuracy \(greatest\), parameters \(least\)/);
    expect(stdout).toMatch(/measured +also bytes, parameters/);
  });
});
