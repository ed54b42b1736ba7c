// Groups writes: a durable commit costs a wait for the disk, so what happens within 25 ms is committed
// together. A commit that failed may or may not be on the disk; all writes are idempotent, so
// everything since the last success is kept and simply written again.

import { messageOf, Slip } from '../vocabulary/errors.js';
import { type Connection, sqliteCode } from './sqlite.js';

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

export class GroupCommit {
  readonly #connection: Connection;
  readonly #onTrouble: (error: Error) => void;
  readonly #participants: Participant[] = [];
  readonly #transaction: { immediate(): void };
  #rows = 0;
  #timer: NodeJS.Timeout | null = null;
  #failed = false;

  constructor(connection: Connection, onTrouble: (error: Error) => void) {
    this.#connection = connection;
    this.#onTrouble = onTrouble;
    this.#transaction = connection.transaction(() => {
      for (const participant of this.#participants) participant.write();
    });
  }

  /** Participants write in the order in which they joined: rows before those that refer to them. */
  join(participant: Participant): void {
    this.#participants.push(participant);
  }

  leave(participant: Participant): void {
    this.#participants.splice(this.#participants.indexOf(participant), 1);
  }

  /** So many more rows wait. */
  note(rows: number): void {
    this.#rows += rows;
    if (this.#rows >= FULL_BATCH && !this.#failed) this.commit();
    else this.#timer ??= setTimeout(() => this.commit(), this.#failed ? RETRY_INTERVAL : INTERVAL);
  }

  /** Commits what waits. @returns the trouble, which was also told to the listener, or null */
  commit(): Error | null {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#rows === 0) return null;
    try {
      this.#transaction.immediate();
    } catch (error) {
      return this.#rolledBack(error);
    }
    this.#rows = 0;
    this.#failed = false;
    for (const participant of this.#participants) participant.committed();
    return null;
  }

  /** Gives up what waits. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#rows = 0;
  }

  #rolledBack(error: unknown): Error {
    for (const participant of this.#participants) participant.rolledBack();
    const trouble = writeTrouble(error, this.#connection.name);
    if (!this.#failed) this.#onTrouble(trouble);
    this.#failed = true;
    this.#timer ??= setTimeout(() => this.commit(), RETRY_INTERVAL);
    return trouble;
  }
}

/** What went wrong on the disk, with what to do; an error of ours as it is. */
export function writeTrouble(error: unknown, file: string): Error {
  const code = sqliteCode(error) || systemCode(error);
  if (code === '') return error instanceof Error ? error : new Error(messageOf(error));
  const remedy = /FULL|ENOSPC|EDQUOT/.test(code)
    ? 'make room on that disk'
    : /READONLY|EROFS|EACCES|EPERM/.test(code)
      ? 'make it writable'
      : 'check that disk';
  return new Slip([
    {
      place: file,
      message: `expected to write, found ${messageOf(error)} (${code}): ${remedy}, then resume the sweep; what was stored before is safe`,
    },
  ]);
}

function systemCode(error: unknown): string {
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : '';
}
