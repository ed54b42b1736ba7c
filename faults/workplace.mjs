// A temporary directory in which the compiled command is run as a person runs it, and what it takes to
// watch, stop and kill such a process. Everything that is started here is ended with it.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledShim, newCounts, shimEnvironment } from './shim.mjs';

const command = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const epochLog = fileURLToPath(new URL('./epoch-log.cjs', import.meta.url));

/** No process of these checks takes longer, however busy the machine is. */
const LONGEST = 600_000;

const quiet = { ...process.env, NO_COLOR: '1', NIGHTSWEEP_RESULTS: '', NIGHTSWEEP_DEBUG: '' };

/** @typedef {{ code: number | null, signal: string | null, stdout: string, stderr: string, seconds: number }} Ended */

export class Workplace {
  #directory = mkdtempSync(join(tmpdir(), 'nightsweep-faults-'));
  #library = null;
  #places = 0;
  #running = new Set();

  get directory() {
    return this.#directory;
  }

  /** A path of its own, with nothing there yet. */
  place(name) {
    return join(this.#directory, `${name}-${this.#places++}`);
  }

  write(name, text) {
    const file = join(this.#directory, name);
    writeFileSync(file, text);
    return file;
  }

  /** The environment of a process under the shim, which watches `root`. */
  shim(root, plan = {}) {
    this.#library ??= compiledShim(this.#directory);
    return shimEnvironment({ library: this.#library, root, ...plan });
  }

  counts() {
    return newCounts(this.place('counts'));
  }

  /**
   * @param {string[]} words
   * @param {{ env?: object, epochs?: string, pace?: number, node?: string[], entry?: string,
   *   within?: string[] }} how
   *   epochs: a file that gets a line for every epoch that is trained, whatever becomes of it;
   *   pace: milliseconds that each epoch takes longer; within: a program that runs the command
   */
  start(words, { env = {}, epochs = '', pace = '', node = [], entry = command, within = [] } = {}) {
    const hook =
      epochs === '' && pace === ''
        ? {}
        : {
            NODE_OPTIONS: `--require=${epochLog}`,
            FAULTS_EPOCHS: epochs,
            FAULTS_PACE: String(pace),
          };
    const begin = performance.now();
    const [program, ...line] = [...within, process.execPath, ...node, entry, ...words];
    const child = spawn(program, line, {
      cwd: this.#directory,
      env: { ...quiet, ...hook, ...env },
      stdio: [within.length > 0 ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    });
    this.#running.add(child);
    const limit = setTimeout(() => child.kill('SIGKILL'), LONGEST);
    const heard = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name]?.on('data', (data) => {
        heard[name] += data;
      });
    }
    const ended = new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        clearTimeout(limit);
        this.#running.delete(child);
        resolve({ code, signal, ...heard, seconds: (performance.now() - begin) / 1000 });
      });
    });
    return { child, heard, ended };
  }

  /** @returns {Promise<Ended>} */
  run(words, how) {
    return this.start(words, how).ended;
  }

  /** Runs to an end that must be good, and reads what was printed. */
  async json(words, how) {
    const { code, signal, stdout, stderr } = await this.run([...words, '--json'], how);
    if (code !== 0) throw new Error(`nightsweep ${words.join(' ')}: ${signal ?? code}: ${stderr}`);
    return JSON.parse(stdout);
  }

  /** Room for the next ones. */
  discard(place) {
    rmSync(place, { recursive: true, force: true });
  }

  remove() {
    for (const child of this.#running) {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
    rmSync(this.#directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** How often each training was given each epoch, by `training epoch`. */
export function trainedEpochs(file) {
  const times = new Map();
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // Nobody got as far as an epoch.
  }
  for (const line of text.split('\n')) {
    if (line !== '') times.set(line, (times.get(line) ?? 0) + 1);
  }
  return times;
}

/** Epochs trained in all, and how many of them were trained before. */
export function epochTally(file) {
  const times = trainedEpochs(file);
  let trained = 0;
  for (const count of times.values()) trained += count;
  return { trained, distinct: times.size, twice: trained - times.size };
}

/** Resolves when `look` finds something. What never comes is an error, not a wait without end. */
export async function until(look, what, seconds = 60) {
  const end = performance.now() + 1000 * seconds;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Does all jobs, so many at the same time: most of them wait for something. */
export async function atOnce(many, jobs) {
  const queue = [...jobs];
  const next = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await job();
  };
  const ends = await Promise.allSettled(Array.from({ length: many }, next));
  for (const { reason } of ends) if (reason !== undefined) throw reason;
}
