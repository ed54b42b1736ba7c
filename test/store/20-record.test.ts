// What a sweep's events become, as people see it through the views.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import {
  keyOf,
  startTrial,
  sweepStart,
  tellEpoch,
  tellEpochs,
  tellTrial,
  temporaryDirectory,
} from './recorded-sweep.js';

function query(directory: string, sql: string): unknown[] {
  const database = new Database(join(directory, 'nightsweep.db'), { readonly: true });
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
}

const patience = {
  rule: 'patience',
  text: 'val_loss did not improve on 0.5 for 2 epochs',
  facts: { best: 0.5, epochs: 2 },
};

describe('misuse', () => {
  test('an epoch of a trial that never started is trouble, and harms nothing else', async () => {
    const troubles: Error[] = [];
    const store = openStore(temporaryDirectory(), { onTrouble: (error) => troubles.push(error) });
    const recorder = await store.beginSweep(sweepStart());
    tellEpochs(recorder, { number: 5, curve: [{ val_loss: 1 }] });
    expect(troubles[0]?.message).toMatch(/expected trial 5 to be started first/);
    tellTrial(recorder, { number: 0, curve: [{ val_loss: 1 }] });
    await recorder.flush();
    await store.close();
  });

  test('a sweep id that is no hash is refused', async () => {
    const store = openStore(temporaryDirectory());
    const beginning = store.beginSweep(sweepStart({ id: 'digits' }));
    await expect(beginning).rejects.toThrow(/12 hexadecimal digits/);
    await store.close();
  });
});

describe('the views', () => {
  test('have these columns, which are public', async () => {
    const directory = temporaryDirectory();
    const store = openStore(directory);
    await store.close();
    const columns = (view: string) =>
      query(directory, `SELECT name FROM pragma_table_info('${view}')`)
        .map((row) => (row as { name: string }).name)
        .join(' ');
    expect(columns('sweeps')).toBe(
      'sweep name state reason metric goal seed seeds folds epochs_budget data_hash core_build definition created updated finished sweep_row',
    );
    expect(columns('trials')).toBe(
      'sweep name trial state rule reason facts epochs value kind se epoch rows seed parameters configuration training core_build detail started ended sweep_row training_row',
    );
    expect(columns('leaderboard')).toBe(
      'sweep name rank trial state metric goal value kind se epoch epochs rows rule reason seed parameters started ended sweep_row training_row',
    );
    expect(columns('curves')).toBe('sweep name trial epoch metric value kind sweep_row');
    expect(columns('replicates')).toBe(
      'sweep name trial replicate seed fold metric value kind epoch training sweep_row training_row',
    );
    expect(columns('decisions')).toBe(
      'sweep name sequence at known trial action epoch rule reason facts sweep_row',
    );
    expect(columns('checkpoints')).toBe(
      'sweep name trial replicate epoch step file bytes interim sweep_row training_row',
    );
  });

  test('show a trial with its state, reason and facts', async () => {
    const directory = temporaryDirectory();
    const store = openStore(directory);
    const recorder = await store.beginSweep(sweepStart());
    const curve = [{ val_loss: 0.5 }, { val_loss: 0.6 }, { val_loss: 0.7 }];
    tellTrial(recorder, { number: 0, curve, fate: { state: 'stopped', reason: patience } });
    await recorder.flush();
    expect(
      query(
        directory,
        'SELECT trial, state, rule, reason, facts, epochs, value, epoch FROM trials',
      ),
    ).toEqual([
      {
        trial: 0,
        state: 'stopped',
        rule: 'patience',
        reason: patience.text,
        facts: '{"best":0.5,"epochs":2}',
        epochs: 3,
        value: 0.5,
        epoch: 1,
      },
    ]);
    await store.close();
  });

  test('keep NaN, infinities, minus zero and the smallest number apart', async () => {
    const directory = temporaryDirectory();
    const store = openStore(directory);
    const recorder = await store.beginSweep(sweepStart());
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324];
    tellTrial(recorder, { number: 0, curve: values.map((v) => ({ val_loss: v })) });
    await recorder.flush();
    expect(query(directory, 'SELECT kind FROM curves ORDER BY epoch')).toEqual(
      ['nan', 'inf', '-inf', 'finite', 'finite'].map((kind) => ({ kind })),
    );
    const reader = openReader(directory);
    const read = reader.curve(reader.findSweep(), 0).map(({ metrics }) => metrics.val_loss);
    expect(read).toStrictEqual(values);
    expect(Object.is(read[3], -0)).toBe(true);
    reader.close();
    await store.close();
  });

  test('show a failed trial’s stack until it runs again', async () => {
    const directory = temporaryDirectory();
    const store = openStore(directory);
    const recorder = await store.beginSweep(sweepStart());
    const reason = { rule: 'failure', text: 'it threw', facts: { attempts: 2 } };
    const fate = { state: 'failed', reason, detail: 'Error: it threw\n    at train' } as const;
    tellTrial(recorder, { number: 0, curve: [], fate });
    await recorder.flush();
    expect(query(directory, 'SELECT detail FROM trials')).toEqual([{ detail: fate.detail }]);
    tellEpochs(recorder, { number: 0, curve: [{ val_loss: 1 }] });
    await recorder.flush();
    expect(query(directory, 'SELECT state, reason, detail FROM trials')).toEqual([
      { state: 'running', reason: null, detail: null },
    ]);
    await store.close();
  });

  test('show a trial as far as it is while it runs', async () => {
    const directory = temporaryDirectory();
    const store = openStore(directory);
    const recorder = await store.beginSweep(sweepStart());
    startTrial(recorder, 0);
    tellEpochs(recorder, { number: 0, curve: [{ val_loss: 0.4 }, { val_loss: 0.6 }] });
    await recorder.flush();
    expect(query(directory, 'SELECT state, epochs, value, epoch FROM trials')).toEqual([
      { state: 'running', epochs: 2, value: 0.4, epoch: 1 },
    ]);
    await store.close();
  });

  test('show of a longer shared training the part that is the trial’s', async () => {
    const directory = temporaryDirectory();
    const store = openStore(directory);
    const recorder = await store.beginSweep(sweepStart());
    tellTrial(recorder, { number: 0, curve: [{ val_loss: 3 }, { val_loss: 2 }, { val_loss: 1 }] });
    startTrial(recorder, 1, { lr: 0.1 }, keyOf(0));
    const epoch = { epoch: 1, metrics: { val_loss: 3 } };
    tellEpoch(recorder, 1, keyOf(0), epoch, 'memo');
    await recorder.flush();
    expect(query(directory, 'SELECT epoch, value FROM curves WHERE trial = 1')).toEqual([
      { epoch: 1, value: 3 },
    ]);
    await store.close();
  });
});

describe('a sweep that is begun again', () => {
  test('and told the same once more is the same, times included', async () => {
    const directory = temporaryDirectory();
    const tell = async () => {
      const store = openStore(directory);
      const recorder = await store.beginSweep(sweepStart());
      tellTrial(recorder, { number: 0, curve: [{ val_loss: 1 }, { val_loss: 0.5 }] });
      const fate = { state: 'stopped', reason: patience } as const;
      tellTrial(recorder, { number: 1, curve: [{ val_loss: Number.NaN }], fate });
      await recorder.finish('completed', null);
      await store.close();
      return query(directory, 'SELECT * FROM curves').length;
    };
    expect(await tell()).toBe(3);
    const before = query(
      directory,
      'SELECT trial, started FROM trials UNION ALL SELECT epoch, value FROM curves',
    );
    expect(await tell()).toBe(3);
    expect(
      query(
        directory,
        'SELECT trial, started FROM trials UNION ALL SELECT epoch, value FROM curves',
      ),
    ).toEqual(before);
    expect(query(directory, 'SELECT sweep, state FROM sweeps')).toEqual([
      { sweep: 'abc123def456', state: 'completed' },
    ]);
  });

  test('keeps a settled trial settled while its story is replayed from the memo', async () => {
    const directory = temporaryDirectory();
    const store = openStore(directory);
    const first = await store.beginSweep(sweepStart());
    tellTrial(first, { number: 0, curve: [{ val_loss: 0.5 }, { val_loss: 0.7 }] });
    await first.finish('paused', 'Ctrl-C');
    const before = query(directory, 'SELECT * FROM trials');
    const second = await store.beginSweep(sweepStart());
    startTrial(second, 0);
    const epoch = { epoch: 1, metrics: { val_loss: 0.5 } };
    tellEpoch(second, 0, keyOf(0), epoch, 'memo');
    await second.flush();
    expect(query(directory, 'SELECT * FROM trials')).toEqual(before);
    await store.close();
  });
});
