// The house keeps its plan: imports go the permitted way, nothing goes in circles, packages stay behind
// their doors, workers never load the database, and files stay readable.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rooms, workerEntries, workerRooms } from './import-table.js';
import {
  importsOf,
  roomOf,
  type SourceImport,
  sourceFiles,
  sourceFolder,
} from './source-imports.js';

const files = sourceFiles();
const imports = files.flatMap(importsOf);
const values = imports.filter(({ typeOnly }) => !typeOnly);

function granted({ from, to }: SourceImport): boolean {
  const [room, other] = [roomOf(from), roomOf(to)];
  const permitted = rooms[room]?.imports ?? [];
  return room === other || permitted === 'anything' || permitted.includes(other);
}

function throughDoor({ from, to }: SourceImport): boolean {
  const doors = rooms[roomOf(from)]?.doors ?? {};
  return Object.entries(doors).some(
    ([folder, packages]) => packages.includes(to) && from.startsWith(join(roomOf(from), folder)),
  );
}

const line = ({ from, to }: SourceImport) => `${from} imports ${to}`;

describe('the import table', () => {
  it('knows every room', () => {
    expect([...new Set(files.map(roomOf))].filter((room) => rooms[room] === undefined)).toEqual([]);
  });

  it('grants every value import between rooms', () => {
    const breaches = values.filter((i) => i.kind === 'source' && !granted(i));
    expect(breaches.map(line)).toEqual([]);
  });

  it('has a door for every package, and nobody goes round it', () => {
    const breaches = imports.filter((i) => i.kind === 'package' && !throughDoor(i));
    expect(breaches.map(line)).toEqual([]);
  });

  it('would find a breach', () => {
    const breach = {
      from: 'space/grid.ts',
      to: 'store/store.ts',
      kind: 'source',
      typeOnly: false,
    } as const;
    expect(granted(breach)).toBe(false);
    expect(throughDoor({ ...breach, to: 'piscina', kind: 'package' })).toBe(false);
  });

  it('leads to files that exist', () => {
    const known = new Set(files);
    const broken = imports.filter(({ kind, to }) => kind === 'source' && !known.has(to));
    expect(broken.map(line)).toEqual([]);
  });
});

/** A cycle of value imports that goes through `start`, or null. */
function cycleThrough(
  start: string,
  next: ReadonlyMap<string, readonly string[]>,
): string[] | null {
  const seen = new Set<string>();
  const walk = (file: string, path: string[]): string[] | null => {
    for (const to of next.get(file) ?? []) {
      if (to === start) return [...path, to];
      if (seen.has(to)) continue;
      seen.add(to);
      const found = walk(to, [...path, to]);
      if (found !== null) return found;
    }
    return null;
  };
  return walk(start, [start]);
}

/** Files that are loaded with `entry`, itself included. */
function loadedWith(entry: string, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const loaded = new Set([entry]);
  for (const file of loaded) for (const to of next.get(file) ?? []) loaded.add(to);
  return loaded;
}

describe('value imports', () => {
  const next = new Map(
    files.map((file) => [
      file,
      values.filter((i) => i.from === file && i.kind === 'source').map(({ to }) => to),
    ]),
  );

  it('never go in a circle', () => {
    const cycles = files.map((file) => cycleThrough(file, next)).filter((cycle) => cycle !== null);
    expect(cycles.map((cycle) => cycle.join(' -> '))).toEqual([]);
  });

  it.each(workerEntries)('of %s stay in the rooms that a worker may load', (entry) => {
    expect(files).toContain(entry);
    const strangers = [...loadedWith(entry, next)].filter(
      (file) => !workerRooms.includes(roomOf(file)),
    );
    expect(strangers).toEqual([]);
  });
});

describe('a file', () => {
  const folders = files.flatMap((file) => file.split('/').slice(0, -1));

  it.each(['src', 'test', 'bench', 'faults'])('of %s has at most 350 lines', (folder) => {
    const long = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|mjs|cjs|c|h)$/.test(file))
      .filter((file) => readFileSync(join(folder, file), 'utf8').split('\n').length > 351);
    expect(long).toEqual([]);
  });

  it('is kebab-case and no index', () => {
    expect(
      files.filter((f) => !/^([a-z0-9-]+\/)*[a-z0-9-]+(\.d)?\.ts$/.test(f) || /index\.ts$/.test(f)),
    ).toEqual([]);
  });

  it('lies in a folder that is a noun of the domain', () => {
    expect(
      folders.filter((folder) => /^(utils?|helpers?|common|types|shared|misc|lib)$/.test(folder)),
    ).toEqual([]);
  });

  it('opens with a comment that says what it is for', () => {
    const silent = files.filter(
      (f) => !/^(#!.*\n)?\/\//.test(readFileSync(join(sourceFolder, f), 'utf8')),
    );
    expect(silent).toEqual([]);
  });
});
