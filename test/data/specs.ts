// Data sections for the tests of this room, and CSV files to go with them.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { GeneratorSpec } from '../../src/data/generators/generate-table.js';
import { loadDataSet } from '../../src/data/load-data-set.js';
import type { FileSpec } from '../../src/data/table.js';
import type { DataSpec } from '../../src/definition/sweep-definition.js';
import { type Complaint, Slip } from '../../src/vocabulary/errors.js';

const folder = mkdtempSync(join(tmpdir(), 'nightsweep-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

/** A new file with these contents. */
export function fileOf(contents: string | Uint8Array, name = `${files++}.csv`): string {
  const file = join(folder, name);
  writeFileSync(file, contents);
  return file;
}

export function fileSpec(file: string, changes: Partial<FileSpec> = {}): FileSpec {
  return {
    kind: 'file',
    file,
    labels: null,
    inputs: null,
    target: 'y',
    ignore: [],
    group: null,
    categorical: 'one_hot',
    categoricalColumns: [],
    missing: 'error',
    missingIndicator: false,
    image: null,
    task: null,
    scaling: 'standard',
    targetScaling: 'standard',
    validation: 0,
    test: 0,
    splitSeed: 1,
    ...changes,
  };
}

export function generatorSpec(changes: Partial<GeneratorSpec> = {}): GeneratorSpec {
  return {
    kind: 'generator',
    generator: 'blobs',
    samples: 100,
    noise: null,
    classes: null,
    seed: 1,
    scaling: 'standard',
    targetScaling: 'standard',
    validation: 0.2,
    test: 0.1,
    splitSeed: 1,
    ...changes,
  };
}

/** What a person is told when this cannot be loaded. */
export async function complaintsOf(spec: DataSpec): Promise<readonly Complaint[]> {
  const thrown: unknown = await loadDataSet(spec).then(
    () => new Error('expected a slip, but it loaded'),
    (error: unknown) => error,
  );
  if (thrown instanceof Slip) return thrown.complaints;
  throw thrown;
}

/** The one complaint as `place|message`, with the file's name for <file>. */
export async function onlyComplaintOf(spec: FileSpec): Promise<string> {
  const complaints = await complaintsOf(spec);
  const told = complaints.map(({ place, message }) => `${place}|${message}`).join('\n');
  return told.replaceAll(spec.file, '<file>');
}
