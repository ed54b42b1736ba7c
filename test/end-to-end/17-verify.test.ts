// verify trains again and compares bits: whatever one bit is changed in, it says where, and it changes
// nothing itself.

import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { halving, type Workplace, workplace } from './nightsweep-command.js';
import { checkpointPath, checkpoints, flipMetric, withDatabase } from './stored-results.js';

const moons = `name: moons
method: random
trials: 6
seed: 3
metric: {name: val_loss}
data: {file: rows.csv, target: y}
model: {hidden: [8]}
epochs: 4
parameters: {lr: {min: 0.001, max: 0.1}}
schedule: {type: successive_halving, eta: 2}
`;
const rows = `a,b,y\n${Array.from({ length: 80 }, (_, i) => `${i % 9},${i % 7},c${i % 2}`).join('\n')}\n`;

interface Report {
  readonly trials: number;
  readonly trainings: number;
  readonly epochs: number;
  readonly checkpoints: number;
  readonly verified: boolean;
  readonly differences: readonly unknown[];
}

let place: Workplace;
beforeAll(() => {
  place = workplace();
  place.write('moons.yaml', moons);
  place.write('rows.csv', rows);
  expect(place.run('run', 'moons.yaml', '--results', 'good').code).toBe(0);
});
afterAll(() => place.remove());

const good = () => join(place.directory, 'good');
const results = () => join(place.directory, 'results');
beforeEach(() => cpSync(good(), results(), { recursive: true }));
afterEach(() => rmSync(results(), { recursive: true, force: true }));

function differences(...words: readonly string[]): readonly unknown[] {
  const { code, stdout, stderr } = place.run('verify', ...words, '--json');
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as Report;
  expect([code, report.verified]).toEqual(report.differences.length > 0 ? [1, false] : [0, true]);
  return report.differences;
}

/** Every file of the results, by what is in it. */
function contents(): Record<string, string> {
  const files = readdirSync(results(), { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    files
      .filter((name) => statSync(join(results(), name)).isFile() && !/-(wal|shm)$/.test(name))
      .map((name) => {
        const bytes = readFileSync(join(results(), name));
        return [name, createHash('sha256').update(bytes).digest('hex')];
      }),
  );
}

describe('verify refuses', () => {
  test('a sweep that there is not, and two choices at once', () => {
    expect(place.run('verify', 'mons')).toMatchObject({ code: 2 });
    const both = place.run('verify', '--top', '1', '--sample', '1');
    expect([both.code, both.stderr]).toEqual([
      2,
      expect.stringContaining('either --top or --sample'),
    ]);
  });

  test('data that have changed since: every trial would differ, and none would be to blame', () => {
    place.write('rows.csv', rows.replace('c0', 'c1'));
    const { code, stderr } = place.run('verify');
    place.write('rows.csv', rows);
    expect([code, stderr]).toEqual([2, expect.stringContaining('rows.csv has changed since')]);
  });
});

describe('verify of a sweep as it was stored', () => {
  test('finds every bit the same, and writes nothing', () => {
    const before = contents();
    const { code, stdout, stderr } = place.run('verify', '--workers', '1');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('6 of 6 trials');
    expect(stdout).toContain('verified: every bit is as it was stored');
    expect(contents()).toEqual(before);
  });

  test('counts what it has done', () => {
    const stored = checkpoints(results()).length;
    expect(place.json<Report>('verify')).toMatchObject({
      trials: 6,
      trainings: 6,
      epochs: 11,
      checkpoints: stored,
      differences: [],
    });
  });

  test('of the best, or of a sample, trains only these', () => {
    expect(place.json<Report>('verify', '--top', '1')).toMatchObject({ trials: 1, epochs: 4 });
    const [one, other] = [1, 2].map(() => place.json<Report>('verify', '--sample', '2'));
    expect(one).toMatchObject({ trials: 2, verified: true });
    expect(one!.epochs).toBe(other!.epochs);
  });
});

describe('verify finds', () => {
  test('one bit of one metric, and names the trial, the epoch and both values', () => {
    const { before, after } = flipMetric(results(), { trial: 1, epoch: 1, metric: 'train_loss' });
    expect(differences()).toEqual([
      {
        kind: 'metric',
        trial: 1,
        replicate: null,
        epoch: 1,
        metric: 'train_loss',
        stored: after,
        trained: before,
      },
    ]);
    const { code, stdout } = place.run('verify');
    expect(code).toBe(1);
    expect(stdout).toContain(`trial 1: epoch 1, train_loss ${after} stored, ${before} trained`);
  });

  test('an epoch whose rows are gone', () => {
    withDatabase(results(), (database) =>
      database.exec(`DELETE FROM epoch WHERE epoch = 1 AND metric = (SELECT row FROM metric WHERE name = 'train_loss')
        AND training = (SELECT training FROM trial WHERE number = 3)`),
    );
    expect(differences()).toEqual([
      expect.objectContaining({
        kind: 'metric',
        trial: 3,
        epoch: 1,
        metric: 'train_loss',
        stored: null,
      }),
    ]);
  });

  test('one bit of a checkpoint file, and one that is not there', () => {
    const [first, second] = checkpoints(results());
    const path = checkpointPath(results(), first!.file);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(path, bytes);
    rmSync(checkpointPath(results(), second!.file));
    const place = ({ trial, epoch }: typeof first & object) => ({
      kind: 'checkpoint',
      trial,
      replicate: null,
      epoch,
    });
    expect(differences()).toEqual([
      { ...place(first!), fault: 'damaged' },
      { ...place(second!), fault: 'missing' },
    ]);
  });

  test('a row that names another state, whole and under its own hash', () => {
    const all = checkpoints(results());
    const one = all[0]!;
    const other = all.find(({ trial }) => trial !== one.trial)!;
    withDatabase(results(), (database) =>
      database
        .prepare('UPDATE state SET file = ?, bytes = ? WHERE training = ? AND epoch = ?')
        .run(other.file, other.bytes, one.training_row, one.epoch),
    );
    expect(differences()).toEqual([
      { kind: 'checkpoint', trial: one.trial, replicate: null, epoch: one.epoch, fault: 'other' },
    ]);
    expect(place.run('verify').stdout).toContain(
      `trial ${one.trial}: checkpoint of epoch ${one.epoch}: the file holds another state than training gives`,
    );
  });

  test('a value of the leaderboard that no epoch has', () => {
    withDatabase(results(), (database) =>
      database.exec('UPDATE trial SET best_value = 0.001 WHERE number = 2'),
    );
    expect(differences()).toEqual([
      expect.objectContaining({ kind: 'value', trial: 2, stored: 0.001 }),
    ]);
    // That value has made it the best.
    expect(differences('--top', '1')).toEqual([expect.objectContaining({ trial: 2 })]);
  });

  test('what differs in one replicate of a trial', () => {
    expect(place.run('run', 'moons.yaml', '--set', 'seeds=2', '--name', 'seeds').code).toBe(0);
    withDatabase(results(), (database) =>
      database.exec(`UPDATE epoch SET value = value + 1 WHERE epoch = 1
        AND metric = (SELECT row FROM metric WHERE name = 'train_loss')
        AND training = (SELECT r.training FROM replicate r JOIN sweep s ON s.row = r.sweep
          WHERE s.name = 'seeds' AND r.trial = 4 AND r.number = 1)`),
    );
    expect(differences('seeds')).toEqual([
      expect.objectContaining({ kind: 'metric', trial: 4, replicate: 1, epoch: 1 }),
    ]);
  });
});

test('verify holds for a night’s search too: halving with patience, on two workers', () => {
  place.write('halving.yaml', halving);
  expect(place.run('run', 'halving.yaml').code).toBe(0);
  expect(differences('halving', '--workers', '2')).toEqual([]);
});
