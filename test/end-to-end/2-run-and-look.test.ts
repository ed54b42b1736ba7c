// One sweep is run, and looked at with every command.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, halving, type Workplace, workplace } from './nightsweep-command.js';

let place: Workplace;
let ran: Ended;
beforeAll(() => {
  place = workplace();
  place.write('halving.yaml', halving);
  ran = place.run('run', 'halving.yaml', '--workers', '2');
});
afterAll(() => place.remove());

interface Trial {
  readonly trial: number;
  readonly rank: number;
  readonly epoch: number;
  readonly state: string;
  readonly config: Record<string, unknown>;
}

describe('model', () => {
  const target = () => join(place.directory, 'best.safetensors');

  test('refuses words that are no trial, and to overwrite what is no model', () => {
    expect(place.run('model', 'halving')).toMatchObject({ code: 2 });
    expect(place.run('model', '/999').stderr).toContain('found no trial 999');
    const refused = place.run('model', '/0', '-o', 'halving.yaml');
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('an earlier model');
  });

  test('writes the weights of the best epoch, the same bytes each time, without moments', () => {
    const [winner] = place.json<Trial[]>('top', '-n', '1');
    const told = place.json<{ tensors: { tensor: string }[] }>(
      'model',
      `/${winner!.trial}`,
      '-o',
      'best.safetensors',
    );
    expect(told).toMatchObject({ trial: winner!.trial, epoch: winner!.epoch });
    const names = told.tensors.map(({ tensor }) => tensor);
    expect(names).toContain('0.weight');
    expect(names.filter((name) => name.startsWith('optimizer'))).toEqual([]);
    const bytes = readFileSync(target());
    expect(place.run('model', `/${winner!.trial}`, '-o', 'best.safetensors').code).toBe(0);
    expect(readFileSync(target()).equals(bytes)).toBe(true);
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE(0))));
    expect(header.__metadata__).toMatchObject({ epoch: String(winner!.epoch), name: 'halving' });
  });
});

describe('run', () => {
  test('ends well, and says so', () => {
    expect(ran.code).toBe(0);
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toMatch(/^finished in /m);
    expect(ran.stdout).toMatch(/^ +1 +\d+ +0\.\d{4} /m);
    expect(ran.stdout).toContain('nightsweep best halving');
  });
  test('in a pipe writes lines and no control characters', () => {
    expect(ran.stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(ran.stdout).toMatch(/^rung 1 of 3 \(epoch 1\) is complete: 18 trials stopped/m);
  });
  test('again remembers everything', () => {
    const { code, stdout } = place.run('run', 'halving.yaml');
    expect(code).toBe(0);
    expect(stdout).toContain('already trained');
    expect(stdout).toMatch(/^0 epochs trained/m);
  });
  test('with --json prints one object', () => {
    const object = place.json('run', 'halving.yaml', '--workers', '1');
    expect(object).toMatchObject({ name: 'halving', outcome: 'finished', epochs: { trained: 0 } });
  });
  test('with --name and --seed is another sweep', () => {
    const words = [
      'run',
      'halving.yaml',
      '--results',
      'other',
      '--set',
      'trials=2',
      '--set',
      'epochs=1',
    ];
    const object = place.json(
      ...words,
      '--set',
      'schedule={type: full}',
      '--name',
      '007',
      '--seed',
      '9',
    );
    expect(object).toMatchObject({ name: '007', best: { seed: 9 } });
  });
});

describe('best', () => {
  test('--json is one object with the documented keys', () => {
    const best = place.json<Trial>('best');
    expect(Object.keys(best)).toEqual([
      ...[
        'sweep',
        'trial',
        'rank',
        'front',
        'metric',
        'value',
        'values',
        'se',
        'p_value',
        'tied',
        'epoch',
        'epochs',
        'rows',
        'state',
        'other_core',
        'config',
        'seed',
      ],
    ]);
    expect(best).toMatchObject({ rank: 1, metric: 'val_accuracy', seed: 3 });
    // A trial that a rung gave up may still have had the best epoch of all.
    expect(['completed', 'stopped']).toContain(best.state);
    expect(Object.keys(best.config)).toEqual(
      expect.arrayContaining(['lr', 'optimizer', 'dropout']),
    );
  });
  test('shows the configuration and a curve for each metric', () => {
    const { stdout } = place.run('best', 'halving');
    expect(stdout).toMatch(/rank 1 of 27/);
    expect(stdout).toMatch(/val_accuracy +[▁▂▃▄▅▆▇█]{2,9} +0\.\d+ → 0\.\d+/);
  });
});

describe('top', () => {
  test('--json is an array of the same objects, by rank', () => {
    const trials = place.json<Trial[]>('top', '-n', '100');
    expect(trials.map(({ rank }) => rank)).toEqual(Array.from({ length: 27 }, (_, i) => i + 1));
    expect(trials[0]).toEqual(place.json('best'));
  });
  test('--where and --sort choose', () => {
    const where = "optimizer = 'adam' and lr < 0.01";
    const trials = place.json<Trial[]>('top', 'halving', '--where', where, '--sort', 'lr desc');
    const rates = trials.map(({ config }) => config.lr as number);
    expect(rates.length).toBeGreaterThan(1);
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
    expect(trials.every(({ config }) => config.optimizer === 'adam')).toBe(true);
  });
  test('a column that there is not lists those there are', () => {
    const { code, stderr } = place.run('top', '--where', 'learning_rate < 1');
    expect(code).toBe(2);
    expect(stderr).toMatch(/there are rank, trial, state, .*lr, optimizer, momentum, dropout/);
  });
});

test('show tells why a trial was stopped', () => {
  const stopped = place.json<Trial[]>('top', '-n', '100').find(({ state }) => state === 'stopped')!;
  const { stdout } = place.run('show', `/${stopped.trial}`);
  expect(stdout).toMatch(/ranks \d+ of \d+; |did not improve on/);
  const object = place.json<{ curve: unknown[]; reason: unknown }>(
    'show',
    `halving/${stopped.trial}`,
  );
  expect(object.reason).toMatchObject({ rule: expect.any(String) });
  expect(object.curve.length).toBeGreaterThan(0);
});

describe('a sweep that asks for more metrics', () => {
  const words = ['halving.yaml', '--set', 'trials=3', '--set', 'schedule={type: full}'];
  const more = ['--set', 'epochs=2', '--set', 'stopping=[]', '--results', 'asking'];
  const asked = ['val_roc_auc', 'train_accuracy', 'val_confusion'];

  test('has them for every trial, of the test part too, and remembers them', () => {
    const also = `also_measure=[${asked.join(', ')}]`;
    const command = ['run', ...words, ...more, '--set', 'data.test=0.2', '--set', also];
    expect(place.run(...command).code).toBe(0);
    const [head] = place.run('export', '--results', 'asking').stdout.split('\n');
    expect(head).toMatch(
      /,test_accuracy,test_loss,test_roc_auc,train_accuracy,train_loss,val_accuracy,val_loss,val_roc_auc$/,
    );
    expect(place.json(...command)).toMatchObject({ epochs: { trained: 0, remembered: 6 } });
  });
  test('shows what was taken for what', () => {
    const { stdout } = place.run('show', '/0', '--results', 'asking');
    expect(stdout).toMatch(/confusion +test at epoch \d\n +true( +\d){10}\n +0 /);
    expect(stdout).toMatch(/ +val at epoch \d\n +true( +\d){10}\n +0 /);
    expect(stdout.split('\n').filter((line) => line.length >= 80)).toEqual([]);
    type Shown = { confusion: Record<string, { rows: number }[]> };
    const { confusion } = place.json<Shown>('show', '/0', '--results', 'asking');
    const rows = (confusion.val ?? []).reduce((sum, cell) => sum + cell.rows, 0);
    expect(rows).toBe(300);
  });
  test('shares the trainings of a sweep that asks for the same, and of no other', () => {
    const trained = (name: string, also: string) => {
      const command = ['run', ...words, ...more, '--name', name, '--set', `also_measure=${also}`];
      return place.json<{ epochs: { trained: number } }>(...command).epochs.trained;
    };
    expect(trained('plain', '[]')).toBe(6);
    expect(trained('usual', '[val_loss, val_accuracy]')).toBe(0);
    expect(trained('more', '[val_log_loss]')).toBe(6);
    expect(trained('again', '[val_log_loss, val_loss]')).toBe(0);
  });
  test('may be ranked by one of them', () => {
    const metric = 'metric={name: val_f1_macro}';
    const ran = place.json('run', ...words, ...more, '--set', metric);
    expect(ran).toMatchObject({ best: { metric: 'val_f1_macro', value: expect.any(Number) } });
  });
  test('is refused where the data do not have them', () => {
    const { code, stderr } = place.run('check', ...words, '--set', 'metric={name: val_top_10}');
    expect(code).toBe(2);
    expect(stderr).toContain('expected fewer than the 10 classes of this data for `val_top_10`');
  });
});

test('ls and status count trials and epochs', () => {
  expect(place.run('ls').stdout).toMatch(/^ +halving +[0-9a-f]{8} +completed +27 /m);
  expect(place.json('ls')).toEqual([place.json('status', 'halving')]);
  expect(place.run('status').stdout).toMatch(/state +completed/);
});

describe('export', () => {
  const linesOf = (name: string) =>
    readFileSync(join(place.directory, name), 'utf8').trimEnd().split('\n');

  test('never replaces what is no export: a definition, the database, data', () => {
    place.write('rows.csv', 'a,b\n1,2\n');
    for (const file of ['halving.yaml', 'results/nightsweep.db', 'rows.csv']) {
      const before = readFileSync(join(place.directory, file));
      const { code, stderr } = place.run('export', '-o', file);
      expect(code).toBe(2);
      expect(stderr).toContain('expected a new file, or an earlier export');
      expect(readFileSync(join(place.directory, file)).equals(before)).toBe(true);
    }
  });
  test.each(['csv', 'json', 'md'])('replaces an earlier export: %s', (format) => {
    for (const where of ['rank <= 5', 'rank = 1', 'rank = 0', 'rank = 2']) {
      const words = ['-o', `again-${format}`, '--format', format, '--where', where];
      expect(place.run('export', ...words).code).toBe(0);
    }
  });
  test('writes a file, and another time in its place', () => {
    expect(place.run('export', '-o', 'top.csv').code).toBe(0);
    expect(linesOf('top.csv')).toHaveLength(28);
    expect(place.run('export', '-o', 'top.csv', '--where', 'rank = 1').code).toBe(0);
    expect(linesOf('top.csv')).toHaveLength(2);
  });
  test('goes by the name of the file, or by --format', () => {
    place.run('export', '-o', 'top.json');
    const written = JSON.parse(readFileSync(join(place.directory, 'top.json'), 'utf8')) as Trial[];
    expect(written).toHaveLength(27);
    expect(place.run('export', '--format', 'md').stdout).toMatch(/^\| rank \| trial \|/);
    expect(place.run('export', '--format', 'cvs').stderr).toContain('did you mean `csv`?');
  });
});

describe('a sweep whose every trial fails', () => {
  // Networks so large that no epoch of theirs is done before a late clock has rung.
  const large = ['--set', 'model.hidden=[1500, 1500]', '--set', 'trial_timeout=0.001'];
  const all = ['--set', 'give_up_after=never'];
  const words = ['halving.yaml', ...large, ...all, '--results', 'failed'];
  test('exits with 1, and says why', () => {
    const { code, stdout, stderr } = place.run('run', ...words);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^failed in /m);
    expect(stdout).toMatch(/^27 trials failed\n {2}trial 0: not trained within 0.001 s/m);
  });
  test('has no best trial', () => {
    const { code, stdout, stderr } = place.run('best', '--json', '--results', 'failed');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('where every trial failed');
  });
  test('keeps the whole story of each', () => {
    const { stdout } = place.run('show', '/0', '--results', 'failed');
    expect(stdout).toMatch(/state +failed after 0 epochs/);
    expect(stdout).toMatch(/attempt 2 \(timeout\)/);
  });
});
