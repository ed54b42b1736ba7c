// What `resume` refuses: another data file, another definition under the same id. What it says of a sweep in
// the order of arrival.

import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Workplace, workplace } from './nightsweep-command.js';

const fromFile = `name: from-file
method: grid
metric: {name: val_loss}
data: {file: rows.csv, target: y, task: regression}
model: {hidden: [4]}
epochs: 2
parameters: {lr: {values: [0.01, 0.05]}}
`;

function rows(slope: number): string {
  const lines = Array.from({ length: 60 }, (_, i) => `${i},${(i * 7) % 11},${i * slope + (i % 3)}`);
  return `a,b,y\n${lines.join('\n')}\n`;
}

let place: Workplace;
beforeEach(() => {
  place = workplace();
  place.write('from-file.yaml', fromFile);
  place.write('rows.csv', rows(2));
  expect(place.run('run', 'from-file.yaml').code).toBe(0);
});
afterEach(() => place.remove());

test('a sweep that there is not', () => {
  const { code, stderr } = place.run('resume', 'from-fiel');
  expect(code).toBe(2);
  expect(stderr).toContain('did you mean `from-file`?');
});

test('data that have changed since', () => {
  place.write('rows.csv', rows(3));
  const { code, stderr } = place.run('resume');
  expect(code).toBe(2);
  expect(stderr).toMatch(/rows\.csv has changed since: put the old data back/);
  expect(place.json('ls')).toHaveLength(1);
});

test('data that are gone', () => {
  rmSync(join(place.directory, 'rows.csv'));
  const { code, stderr } = place.run('resume');
  expect(code).toBe(2);
  expect(stderr).toMatch(/rows\.csv/);
});

test('a definition that somebody has changed in the database', () => {
  const Database = createRequire(import.meta.url)('better-sqlite3') as typeof BetterSqlite3;
  const database = new Database(join(place.directory, 'results', 'nightsweep.db'));
  database.exec(`UPDATE sweep SET definition = replace(definition, '"epochs":2', '"epochs":3')`);
  database.close();
  const { code, stderr } = place.run('resume');
  expect(code).toBe(2);
  expect(stderr).toContain('expected the definition of sweep from-file as it was stored');
});

test('a finished sweep is resumed without training anything, wherever one stands', () => {
  writeFileSync(join(place.directory, 'unrelated.csv'), 'a\n1\n');
  const { code, stdout } = place.run('resume', 'from-file');
  expect(code).toBe(0);
  expect(stdout).toContain('already trained');
});

test('a sweep in the order of arrival is decided anew, and that is no trouble', () => {
  place.write(
    'arrival.yaml',
    `name: arrival
method: random
trials: 30
metric: {name: val_accuracy}
data: {generator: moons, samples: 100}
epochs: 4
order: arrival
schedule: {type: asha, eta: 2, min_epochs: 1}
parameters: {lr: {min: 0.01, max: 0.5}}
`,
  );
  // Several begin before the first has ended; what is remembered ends as it begins.
  expect(place.run('run', 'arrival.yaml', '--workers', '2', '--max-epochs', '30').code).toBe(3);
  const { code, stdout, stderr } = place.run('resume', 'arrival', '--workers', '1');
  expect(code).toBe(0);
  expect(stdout + stderr).not.toContain('expected');
});
