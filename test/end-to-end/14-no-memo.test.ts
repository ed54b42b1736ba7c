// A run that believes nothing from before it: everything is trained once more, it comes out the same,
// and what does not is said.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Workplace, workplace } from './nightsweep-command.js';

const Database = createRequire(import.meta.url)('better-sqlite3') as typeof BetterSqlite3;

/** Of four trials two are alike. */
const moons = `name: moons
method: random
trials: 4
duplicates: true
seed: 7
metric: {name: val_loss}
data: {generator: moons, samples: 200}
model: {hidden: [8]}
epochs: 3
parameters: {lr: {values: [0.01, 0.03]}}
`;

interface Run {
  readonly epochs: { readonly trained: number; readonly remembered: number };
}

let place: Workplace;
beforeEach(() => {
  place = workplace();
  place.write('moons.yaml', moons);
  expect(place.json<Run>('run', 'moons.yaml').epochs).toEqual({
    planned: 12,
    trained: 6,
    remembered: 6,
  });
});
afterEach(() => place.remove());

const exported = () => place.run('export', '--format', 'json').stdout;

/** The last bit of one stored metric of one epoch. */
function flipBit(
  trial: number,
  epoch: number,
): { readonly before: number; readonly after: number } {
  const database = new Database(join(place.directory, 'results', 'nightsweep.db'));
  try {
    const where = `training = (SELECT training FROM trial WHERE number = ${trial})
      AND epoch = ${epoch} AND metric = (SELECT row FROM metric WHERE name = 'val_loss')`;
    const { value } = database.prepare(`SELECT value FROM epoch WHERE ${where}`).get() as {
      value: number;
    };
    const bits = new BigUint64Array(Float64Array.of(value).buffer);
    bits[0]! ^= 1n;
    const after = new Float64Array(bits.buffer)[0]!;
    database.prepare(`UPDATE epoch SET value = ? WHERE ${where}`).run(after);
    return { before: value, after };
  } finally {
    database.close();
  }
}

test('trains each training once, whatever is stored, and nothing comes out otherwise', () => {
  const before = exported();
  const { code, stdout, stderr } = place.run('run', 'moons.yaml', '--no-memo');
  expect(code).toBe(0);
  expect(stdout).toContain('6 epochs trained, 6 remembered');
  expect(stdout + stderr).not.toContain('otherwise');
  expect(exported()).toBe(before);
});

test('says which epoch of which trial comes out otherwise, and stores what was trained', () => {
  const whole = exported();
  const { before, after } = flipBit(0, 2);
  const { stdout } = place.run('run', 'moons.yaml', '--no-memo');
  expect(stdout).toContain(`trial 0: epoch 2, val_loss ${after} stored, ${before} trained`);
  expect(stdout).toContain('1 training came out otherwise than stored');
  expect(exported()).toBe(whole);
});

test('says so under --json too, beside the output', () => {
  const { before, after } = flipBit(0, 1);
  const { stdout, stderr } = place.run('run', 'moons.yaml', '--no-memo', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ epochs: { trained: 6 } });
  expect(stderr).toContain(`trial 0: epoch 1, val_loss ${after} stored, ${before} trained`);
});
