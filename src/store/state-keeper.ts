// Writes states to checkpoint files in the background, a few at a time. A state stays in memory until
// its row is committed, so it can be loaded from the moment it was handed over; a write that failed
// is tried again every second, and when somebody waits for it.

import type { TrainingKey, TrainingState } from '../vocabulary/segment.js';
import type { CheckpointFiles, StoredState } from './checkpoint-files.js';
import { writeTrouble } from './write-trouble.js';

/** Each holds an open file and a copy of a state. */
const AT_ONCE = 4;

/** Bytes of states that may wait for the disk before whoever makes them is asked to wait too. */
const BACKLOG_BYTES = 67_108_864;
/** And how many: a small state is mostly overhead. */
const BACKLOG_STATES = 64;

/** Milliseconds before a write that failed is tried again. */
const RETRY_INTERVAL = 1000;

export interface KeptState {
  readonly training: TrainingKey;
  readonly state: TrainingState;
  /** Kept for a restart only, until later states of the training are there. */
  interim: boolean;
  /** null until the file is durable. */
  stored: StoredState | null;
}

export class StateKeeper {
  readonly #files: CheckpointFiles;
  readonly #place: string;
  readonly #onStored: (kept: KeptState) => void;
  readonly #onTrouble: (error: Error) => void;
  readonly #waiting: KeptState[] = [];
  readonly #writers = new Set<Promise<void>>();
  #failed: KeptState[] = [];
  #trouble: Error | null = null;
  /** Trouble is told once, until something could be written again. */
  #told = false;
  /** Of states that are not on the disk yet, those whose write failed included. */
  #unstored = { states: 0, bytes: 0 };
  #eased: (() => void)[] = [];
  #retry: NodeJS.Timeout | null = null;

  constructor(
    files: CheckpointFiles,
    place: string,
    onStored: (kept: KeptState) => void,
    onTrouble: (error: Error) => void,
  ) {
    this.#files = files;
    this.#place = place;
    this.#onStored = onStored;
    this.#onTrouble = onTrouble;
  }

  keep(training: TrainingKey, state: TrainingState, interim: boolean): KeptState {
    const empty = Object.keys(state.tensors).length === 0;
    const kept = { training, state, interim, stored: empty ? { file: null, bytes: 0 } : null };
    if (!empty) {
      this.#waiting.push(kept);
      this.#count(state, 1);
      this.#startWriters();
    }
    return kept;
  }

  /** null where the disk keeps up; else a promise that resolves when it has caught up. */
  backlog(): Promise<void> | null {
    if (this.#keepsUp()) return null;
    return new Promise((resolve) => {
      this.#eased.push(resolve);
    });
  }

  /** Waits for all files. @returns the trouble if some could not be written (again), or null */
  async settled(): Promise<Error | null> {
    this.#tryAgain();
    while (this.#writers.size > 0) await Promise.all(this.#writers);
    return this.#trouble;
  }

  /** Gives up what could not be written. */
  stop(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
  }

  #tryAgain(): void {
    this.stop();
    this.#waiting.push(...this.#failed);
    this.#failed = [];
    this.#trouble = null;
    this.#startWriters();
  }

  #startWriters(): void {
    while (this.#writers.size < AT_ONCE && this.#waiting.length > 0) {
      const writer = this.#writeAll().finally(() => this.#writers.delete(writer));
      this.#writers.add(writer);
    }
  }

  async #writeAll(): Promise<void> {
    for (let kept = this.#waiting.shift(); kept !== undefined; kept = this.#waiting.shift()) {
      try {
        kept.stored = await this.#files.write(kept.state);
        // Before it counts as stored: where even its training cannot be looked up, it is tried again.
        this.#onStored(kept);
        this.#told = false;
        this.#count(kept.state, -1);
      } catch (error) {
        this.#fail(kept, writeTrouble(error, this.#place));
      }
    }
  }

  /** It stays counted, so that nobody makes more states than memory holds while a disk is full. */
  #fail(kept: KeptState, trouble: Error): void {
    this.#failed.push(kept);
    this.#trouble = trouble;
    this.#retry ??= setTimeout(() => this.#tryAgain(), RETRY_INTERVAL);
    if (!this.#told) this.#onTrouble(trouble);
    this.#told = true;
  }

  #count(state: TrainingState, sign: 1 | -1): void {
    this.#unstored.states += sign;
    this.#unstored.bytes += sign * bytesOf(state);
    if (!this.#keepsUp()) return;
    for (const resolve of this.#eased.splice(0)) resolve();
  }

  #keepsUp(): boolean {
    return this.#unstored.states <= BACKLOG_STATES && this.#unstored.bytes <= BACKLOG_BYTES;
  }
}

function bytesOf(state: TrainingState): number {
  let bytes = 0;
  for (const { data } of Object.values(state.tensors)) bytes += data.byteLength;
  return bytes;
}
