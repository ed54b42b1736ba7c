// What docs/commands.md says of results: the views' columns are those of a fresh database, JSON has the
// keys that a real sweep prints, checkpoints and environment are as told.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.js';
import { small, type Workplace, workplace } from '../end-to-end/nightsweep-command.js';
import { blocks, inlineCode, read, section, tableNames, tableRows } from './documents.js';

const text = read('docs/commands.md');

let directory: string;
let database: Database.Database;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'nightsweep-documents-'));
  await openStore(directory).close();
  database = new Database(join(directory, 'nightsweep.db'), { readonly: true });
});
afterAll(() => {
  database.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('the database', () => {
  const views = [...text.matchAll(/^### View (\w+)$/gm)].map(([, name = '']) => name);

  it('has these views and no other', () => {
    const real = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'view'").pluck();
    expect([...views].sort()).toEqual([...real.all()].sort());
  });

  it.each(views)('%s has these columns and no other', (view) => {
    const real = database.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(view);
    expect([...tableNames(section(text, `View ${view}`))].sort()).toEqual([...real].sort());
  });

  const queries = blocks(text).filter(({ language }) => language === 'sql');
  it.each(queries)('answers the query $text', (query) => {
    expect(database.prepare(query.text).all()).toEqual([]);
  });
});

describe('JSON', () => {
  let place: Workplace;
  let ran: unknown;
  beforeAll(() => {
    place = workplace();
    place.write('small.yaml', small);
    ran = place.json('run', 'small.yaml');
  });
  afterAll(() => place.remove());

  const told = (heading: string): unknown => {
    const [block] = blocks(section(text, heading)).filter(({ language }) => language === 'json');
    return JSON.parse(block?.text ?? 'null');
  };

  it('of run is as told', () => {
    expect(keysOf(told('run'))).toEqual(keysOf(ran));
  });

  it.each([
    ['check', ['check', 'small.yaml', '--for', '1h']],
    ['lr-find', ['lr-find', 'small.yaml']],
    ['status', ['status']],
    ['best', ['best']],
    ['show', ['show', '/0']],
    ['simulate', ['simulate', '--schedule', 'asha']],
    ['gc', ['gc', '--dry-run']],
    ['doctor', ['doctor']],
    ['backup', ['backup', 'tonight.db']],
  ])('of %s is as told', (heading, words) => {
    expect(keysOf(told(heading))).toEqual(keysOf(place.json(...words)));
  });

  it('of ls and top are arrays of these', () => {
    expect(place.json<unknown[]>('ls').map((sweep) => keysOf(sweep))).toEqual([
      keysOf(told('status')),
    ]);
    const [first] = place.json<unknown[]>('top', '-n', '1');
    expect(keysOf(first)).toEqual(keysOf(told('best')));
  });

  it('of export is that of best with reason and metrics', () => {
    const [first] = place.json<unknown[]>('export', '-f', 'json');
    const best = told('best') as object;
    expect(keysOf(first)).toEqual(keysOf({ ...best, reason: null, metrics: {} }));
  });

  it('has the columns of an export in their order', () => {
    const [head = ''] = place.run('export').stdout.split('\n');
    const [, sentence = ''] = /^Columns of CSV and Markdown: (.*?);/m.exec(text) ?? [];
    const leading = inlineCode(sentence);
    expect(head.split(',').slice(0, leading.length)).toEqual(leading);
    expect(head).toBe([...leading, 'lr', 'train_loss', 'val_accuracy', 'val_loss'].join(','));
  });
});

it('every environment variable is one that the program reads', () => {
  const rows = tableRows(section(text, 'What all commands have in common'));
  const told = rows.flatMap(([first = '']) => inlineCode(first)).filter((n) => /^[A-Z_]+$/.test(n));
  const sources = [
    'results-directory.ts',
    'checkpoint-budget.ts',
    'report-error.ts',
    'terminal/terminal.ts',
  ];
  const read = sources.map((file) => readFileSync(join('src/cli', file), 'utf8')).join('');
  const real = [...read.matchAll(/process\.env\.([A-Z_]+)/g)].map(([, name]) => name);
  expect([...told].sort()).toEqual([...new Set(real)].sort());
});

/** Keys of an object and of what stands in it, but not of what differs from sweep to sweep. */
function keysOf(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (/\.(config|configuration|metrics|values|facts|reason|schedule)$/.test(path)) return [];
  if (Array.isArray(value)) return keysOf(value[0], `${path}[]`);
  return Object.entries(value)
    .flatMap(([key, inner]) => [`${path}.${key}`, ...keysOf(inner, `${path}.${key}`)])
    .sort();
}
