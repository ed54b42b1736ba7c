// The shim of shim/*.c, compiled once per run into the temporary directory, and the environment that
// tells it what to do. Only Linux preloads this way.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('./shim/', import.meta.url));

/** As the enumerations of shim.h. */
const operations = ['write', 'sync', 'name', 'truncate', 'open'];
const kinds = ['database', 'wal', 'checkpoint', 'directory', 'other'];

/** @returns the path of the library */
export function compiledShim(directory) {
  const library = join(directory, 'shim.so');
  const files = readdirSync(sources).filter((name) => name.endsWith('.c'));
  const options = ['-shared', '-fPIC', '-O1', '-Wall', '-fvisibility=hidden', '-o', library];
  const words = [...options, ...files.map((name) => join(sources, name)), '-lpthread'];
  for (const compiler of ['gcc', 'cc', 'g++']) {
    const { error, status, stderr } = spawnSync(compiler, words, { encoding: 'utf8' });
    if (error !== undefined) continue;
    if (status !== 0) throw new Error(`${compiler} does not compile the shim: ${stderr}`);
    return library;
  }
  throw new Error('expected gcc or g++, found neither: install g++');
}

/**
 * @param {{ library: string, root: string, counts?: string, kill?: string, rules?: string,
 *   clock?: string, log?: string, promises?: string }} plan root: the directory that is watched
 */
export function shimEnvironment({ library, ...plan }) {
  const environment = { LD_PRELOAD: library, UV_USE_IO_URING: '0' };
  for (const [name, value] of Object.entries(plan)) {
    if (value !== undefined) environment[`FAULTS_${name.toUpperCase()}`] = String(value);
  }
  return environment;
}

/** A file for counts, all 0. It outlives whoever is killed. */
export function newCounts(file) {
  writeFileSync(file, Buffer.alloc(4096));
  return file;
}

/** @returns how often, by operation and kind, and how many operations were refused */
export function countsIn(file) {
  const bytes = readFileSync(file);
  const at = (index) => Number(bytes.readBigUInt64LE(8 * index));
  const counts = { refused: at(operations.length * kinds.length) };
  for (const [o, operation] of operations.entries()) {
    counts[operation] = { all: 0 };
    for (const [k, kind] of kinds.entries()) {
      counts[operation][kind] = at(o * kinds.length + k);
      counts[operation].all += counts[operation][kind];
    }
  }
  return counts;
}

/** Rules under a name that only appears when they are complete; their counts begin anew. */
export function writeRules(file, lines) {
  const draft = `${file}.new`;
  writeFileSync(draft, `${lines.join('\n')}\n`);
  renameSync(draft, file);
}
