// Keeps a night's checkpoints within a budget. When they exceed it, states of the worst settled trials go,
// of this sweep and of finished ones, until a tenth of the budget is free; the best trials, and whatever a
// trial that is not settled may go on from, stay.

import { bytesText } from '../vocabulary/bytes-text.js';
import type { CheckpointFiles } from './checkpoint-files.js';
import type { Participant } from './group-commit.js';
import type { Link } from './link.js';
import {
  filesFreedBy,
  KEPT_TRIALS,
  removeStates,
  type SpareState,
  spareStates,
} from './spare-states.js';
import type { Connection } from './sqlite.js';

/** Bytes: 10 GiB. */
export const CHECKPOINT_BYTES = 10 * 1024 ** 3;

export class DiskBudget implements Participant {
  readonly #files: CheckpointFiles;
  readonly #link: Link;
  readonly #budget: number;
  readonly #onNote: (text: string) => void;
  /** Sweeps of this store that run. */
  readonly #running = new Set<number>();
  /** Bytes of checkpoints; null: to be counted. */
  #used: number | null = null;
  /** Beyond this, it is looked for what may go: where too little could, not again at once. */
  #limit: number;
  #freed: readonly string[] = [];
  #told = false;

  constructor(
    link: Link,
    files: CheckpointFiles,
    budget: number | undefined,
    onNote: (text: string) => void,
  ) {
    this.#link = link;
    this.#files = files;
    this.#budget = budget ?? CHECKPOINT_BYTES;
    this.#limit = this.#budget;
    this.#onNote = onNote;
  }

  begin(sweep: number): void {
    this.#running.add(sweep);
  }

  /** So many bytes more were written. */
  add(bytes: number): void {
    if (this.#used !== null) this.#used += bytes;
  }

  write(): void {
    this.#freed = [];
    const { connection } = this.#link;
    this.#used ??= usedBytes(connection);
    if (this.#used <= this.#limit) return;
    // States that took the place of others were counted twice.
    this.#used = usedBytes(connection);
    if (this.#used > this.#limit) this.#makeRoom(connection, this.#used);
  }

  committed(): void {
    for (const file of this.#freed) this.#files.remove(file);
    this.#freed = [];
  }

  rolledBack(): void {
    this.#used = null;
    this.#freed = [];
  }

  #makeRoom(connection: Connection, used: number): void {
    const goal = 0.9 * this.#budget;
    const spare = spareStates(connection, this.#givingUp(connection), KEPT_TRIALS);
    const going: SpareState[] = [];
    let left = used;
    for (const state of spare) {
      if (left <= goal) break;
      going.push(state);
      left -= state.bytes;
    }
    const freed = filesFreedBy(connection, going);
    removeStates(connection, going);
    this.#freed = freed.files;
    this.#used = used - freed.bytes;
    this.#limit = Math.max(this.#budget, this.#used + 0.05 * this.#budget);
    this.#tell(used);
  }

  #givingUp(connection: Connection): readonly number[] {
    const finished = connection
      .prepare("SELECT row FROM sweep WHERE state IN ('completed', 'failed')")
      .pluck()
      .all() as number[];
    return [...finished, ...this.#running];
  }

  #tell(used: number): void {
    if (this.#told) return;
    this.#told = true;
    this.#onNote(
      `checkpoints have reached ${bytesText(used)} of the ${bytesText(this.#budget)} that they may have: those of the worst trials go, the ${KEPT_TRIALS} best of each sweep stay; NIGHTSWEEP_CHECKPOINT_BYTES sets another limit`,
    );
  }
}

function usedBytes(connection: Connection): number {
  const total = connection
    .prepare(
      `SELECT coalesce(sum(bytes), 0) FROM (
         SELECT DISTINCT file, bytes FROM state WHERE removed = 0 AND file IS NOT NULL)`,
    )
    .pluck();
  return total.get() as number;
}
