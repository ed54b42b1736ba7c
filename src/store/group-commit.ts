// Groups writes: a durable commit costs a wait for the disk, so what happens within 25 ms is committed
// together. A commit that failed may or may not be on the disk; all writes are idempotent, so
// everything since the last success is kept and simply written again, after an I/O error on a new
// connection. Nothing is written without the leave of every guard.

import { Superseded } from './fence.js';
import type { Link } from './link.js';
import { type Connection, isInputOutputError } from './sqlite.js';
import { walLimit } from './wal-limit.js';
import { writeTrouble } from './write-trouble.js';

/** Milliseconds that a write may wait for company, and for another attempt after a failure. */
const INTERVAL = 25;
const RETRY_INTERVAL = 1000;

/** So many waiting rows are committed on the spot: a caller that never yields cannot fill the memory. */
const FULL_BATCH = 16_384;

export interface Participant {
  /** Writes all that waits, inside the transaction. */
  write(): void;
  /** It is durable: forget what waited. */
  committed(): void;
  /** It is unknown what was written: keep what waited, and read row numbers again. */
  rolledBack(): void;
}

export interface Guard {
  /** Inside the transaction, before anything is written. @throws Superseded where nothing may be */
  check(): void;
  /** It has refused: what its sweep told is no longer written. */
  lost(error: Superseded): void;
  /** The store is closed. */
  release(): void;
}

export class GroupCommit {
  readonly #link: Link;
  readonly #onTrouble: (error: Error) => void;
  readonly #participants: Participant[] = [];
  readonly #guards = new Set<Guard>();
  readonly #transaction: () => { immediate(): void };
  readonly #limitWal: (connection: Connection) => void;
  #rows = 0;
  #timer: NodeJS.Timeout | null = null;
  #failed = false;
  #eased: (() => void)[] = [];
  /** The last guard has refused: why nothing is written any more. */
  #ended: Superseded | null = null;
  #stopped = false;

  constructor(link: Link, onTrouble: (error: Error) => void) {
    this.#link = link;
    this.#onTrouble = onTrouble;
    this.#limitWal = walLimit(link.file);
    this.#transaction = link.prepared((connection) =>
      connection.transaction(() => {
        for (const guard of this.#guards) guard.check();
        for (const participant of this.#participants) participant.write();
      }),
    );
  }

  /** Participants write in the order in which they joined: rows before those that refer to them. */
  join(participant: Participant): void {
    this.#participants.push(participant);
  }

  leave(participant: Participant): void {
    const index = this.#participants.indexOf(participant);
    if (index >= 0) this.#participants.splice(index, 1);
  }

  guard(guard: Guard): void {
    this.#guards.add(guard);
    this.#ended = null;
  }

  unguard(guard: Guard): void {
    this.#guards.delete(guard);
  }

  /** So many more rows wait. */
  note(rows: number): void {
    if (this.#stopped || this.#ended !== null) return;
    this.#rows += rows;
    if (this.#rows >= FULL_BATCH && !this.#failed) this.commit();
    else this.#timer ??= setTimeout(() => this.commit(), this.#failed ? RETRY_INTERVAL : INTERVAL);
  }

  /** Commits what waits. @returns the trouble, which was also told to the listener, or null */
  commit(): Error | null {
    this.#stopTimer();
    if (this.#ended !== null) return this.#ended;
    return this.#rows === 0 ? null : this.#attempt(true);
  }

  /** null while commits succeed; else resolves when one has. */
  backlog(): Promise<void> | null {
    if (!this.#failed) return null;
    return new Promise((resolve) => {
      this.#eased.push(resolve);
    });
  }

  /** Gives up what waits, for good. */
  stop(): void {
    this.#stopped = true;
    for (const guard of this.#guards) guard.release();
    this.#giveUp();
  }

  /** @param mayReopen whether an I/O error is answered with a new connection */
  #attempt(mayReopen: boolean): Error | null {
    try {
      this.#transaction().immediate();
    } catch (error) {
      for (const participant of this.#participants) participant.rolledBack();
      if (error instanceof Superseded) return this.#refused(error);
      if (mayReopen && isInputOutputError(error)) return this.#reopen(error);
      return this.#fail(error);
    }
    this.#rows = 0;
    for (const participant of this.#participants) participant.committed();
    this.#limitWal(this.#link.connection);
    this.#ease();
    return null;
  }

  #reopen(error: unknown): Error | null {
    this.#tell(error);
    try {
      this.#link.reopen();
    } catch (closed) {
      return this.#fail(closed);
    }
    return this.#attempt(false);
  }

  #refused(error: Superseded): Error | null {
    this.#guards.delete(error.guard);
    error.guard.lost(error);
    if (this.#guards.size > 0) return this.#attempt(true);
    this.#ended = error;
    this.#giveUp();
    return error;
  }

  #fail(error: unknown): Error {
    const trouble = this.#tell(error);
    this.#timer ??= setTimeout(() => this.commit(), RETRY_INTERVAL);
    return trouble;
  }

  /** Once, until a commit succeeds. */
  #tell(error: unknown): Error {
    const trouble = writeTrouble(error, this.#link.file);
    if (!this.#failed) this.#onTrouble(trouble);
    this.#failed = true;
    return trouble;
  }

  #giveUp(): void {
    this.#stopTimer();
    this.#rows = 0;
    this.#ease();
  }

  #ease(): void {
    this.#failed = false;
    for (const resolve of this.#eased.splice(0)) resolve();
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
