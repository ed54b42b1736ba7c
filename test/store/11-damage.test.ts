// Damage that shows only to whoever looks inside a database, and files around it that are not what they
// should be: refused or handled, and the database is left byte for byte as it was.

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { examineResults } from '../../src/store/examine.js';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { compiledScript } from './compiled-script.js';
import { sweepStart, tellTrial, temporaryDirectory } from './recorded-sweep.js';

const PAGE = 4096;

async function recorded(trials = 200): Promise<{ directory: string; file: string }> {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  for (let number = 0; number < trials; number++) {
    tellTrial(recorder, { number, curve: [{ val_loss: number + 0.5 }] });
  }
  await recorder.finish('completed', null);
  await store.close();
  return { directory, file: join(directory, 'nightsweep.db') };
}

/** Where the first page of a table or an index begins in the file. */
function pageOf(file: string, name: string): number {
  const database = new Database(file, { readonly: true });
  const root = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck();
  const page = root.get(name) as number;
  database.close();
  return (page - 1) * PAGE;
}

function flip(file: string, offset: number, bits: number): void {
  const bytes = readFileSync(file);
  bytes[offset]! ^= bits;
  writeFileSync(file, bytes);
}

function wrongs(directory: string): string[] {
  const findings = examineResults(directory).filter(({ verdict }) => verdict === 'wrong');
  return findings.map(({ check, found }) => `${check}: ${found}`);
}

describe('a bit that is flipped', () => {
  test.each([
    ['in the header', () => 3, 1, /not an SQLite database/],
    ['in the kind of a page of a table', (f: string) => pageOf(f, 'trial'), 0x40, /found damage/],
    [
      'in the count of cells of a table',
      (f: string) => pageOf(f, 'epoch') + 3,
      0x40,
      /found damage/,
    ],
    [
      'in the kind of a page of an index',
      (f: string) => pageOf(f, 'trial_rank'),
      4,
      /found damage/,
    ],
  ] as const)('%s is refused', async (_, where, bits, message) => {
    const { directory, file } = await recorded();
    flip(file, where(file), bits);
    const before = readFileSync(file);
    for (const open of [openStore, openReader]) {
      expect(() => open(directory)).toThrow(Slip);
      expect(() => open(directory)).toThrow(message);
    }
    expect(wrongs(directory)).toHaveLength(1);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('in a value of an index is found by doctor: it no longer agrees with its table', async () => {
    const { directory, file } = await recorded(20);
    // The last byte of the page belongs to the cell that was written first.
    flip(file, pageOf(file, 'trial_rank') + PAGE - 1, 1);
    const before = readFileSync(file);
    expect(wrongs(directory)).toEqual([expect.stringMatching(/^integrity: .*trial_rank/)]);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('something is missing', () => {
  test.each(['DROP TABLE decision', 'DROP VIEW curves', 'DROP INDEX replicate_training'])(
    '%s: refused by its name',
    async (sql) => {
      const { directory, file } = await recorded();
      new Database(file).exec(sql).close();
      const before = readFileSync(file);
      for (const open of [openStore, openReader]) {
        expect(() => open(directory)).toThrow(
          new RegExp(`expected a sound database, found damage \\(without ${sql.split(' ')[2]}\\)`),
        );
      }
      expect(readFileSync(file).equals(before)).toBe(true);
    },
  );

  test('what people have added themselves is no damage', async () => {
    const { directory, file } = await recorded();
    new Database(file).exec('CREATE VIEW mine AS SELECT * FROM trials').close();
    openReader(directory).close();
    await openStore(directory).close();
  });
});

describe('a WAL of garbage beside a sound database is passed over', () => {
  test.each([
    ['random', () => randomBytes(3 * PAGE)],
    ['cut off', () => Buffer.alloc(7, 0x37)],
    [
      'with the head of a WAL',
      () => {
        const wal = randomBytes(3 * PAGE);
        wal.writeUInt32BE(0x377f0682, 0);
        wal.writeUInt32BE(3007000, 4);
        wal.writeUInt32BE(PAGE, 8);
        return wal;
      },
    ],
  ] as const)('%s', async (_, garbage) => {
    const { directory, file } = await recorded();
    const before = readFileSync(file);
    writeFileSync(`${file}-wal`, garbage());
    const reader = openReader(directory);
    expect(reader.findSweep().trials.completed).toBe(200);
    reader.close();
    await openStore(directory).close();
    expect(wrongs(directory)).toEqual([]);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('and a WAL that is torn keeps what was committed before the tear', async () => {
    const directory = temporaryDirectory();
    const store = openStore(directory);
    const recorder = await store.beginSweep(sweepStart());
    const file = join(directory, 'nightsweep.db');
    tellTrial(recorder, { number: 0, curve: [{ val_loss: 1 }] });
    await recorder.flush();
    const acknowledged = statSync(`${file}-wal`).size;
    for (let number = 1; number < 50; number++)
      tellTrial(recorder, { number, curve: [{ val_loss: 1 }] });
    await recorder.flush();
    const elsewhere = temporaryDirectory();
    const torn = readFileSync(`${file}-wal`).subarray(0, acknowledged + 1000);
    writeFileSync(join(elsewhere, 'nightsweep.db'), readFileSync(file));
    writeFileSync(join(elsewhere, 'nightsweep.db-wal'), torn);
    await store.close();
    const reader = openReader(elsewhere);
    expect(reader.findSweep().trials.completed).toBe(1);
    reader.close();
    expect(wrongs(elsewhere)).toEqual([]);
  });
});

describe('a directory that may only be read', () => {
  const source = `
import { openReader } from './src/store/reader.js';
import { openStore } from './src/store/store.js';
const [directory, start] = process.argv.slice(2);
const said = {};
try {
  const reader = openReader(directory);
  said.read = reader.findSweep().trials.completed;
} catch (error) { said.read = error.name + ': ' + error.message; }
try {
  await openStore(directory).beginSweep(JSON.parse(start));
  said.write = 'begun';
} catch (error) { said.write = error.name + ': ' + error.message; }
console.log(JSON.stringify(said));
process.exit(0);
`;

  test.skipIf(process.platform === 'win32')(
    'is refused for writing with its path, and left as it is',
    async () => {
      const { directory, file } = await recorded();
      const script = compiledScript(source);
      const before = readFileSync(file);
      // For the superuser everything may be written: then as nobody.
      const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
      for (const path of [dirname(script), directory]) chmodSync(path, 0o555);
      chmodSync(file, 0o444);
      const words = [script, directory, JSON.stringify(sweepStart({ id: 'fedcba987654' }))];
      const options = { cwd: dirname(script), encoding: 'utf8', ...user } as const;
      const { stdout, stderr } = spawnSync(process.execPath, words, options);
      for (const path of [dirname(script), directory]) chmodSync(path, 0o755);
      expect(stderr).toBe('');
      const said = JSON.parse(stdout) as { read: unknown; write: string };
      expect(said.write).toMatch(/^Slip: .*nightsweep\.db .*READONLY.*make both writable/);
      expect(readFileSync(file).equals(before)).toBe(true);
      expect(existsSync(`${file}-wal`)).toBe(false);
    },
  );
});
