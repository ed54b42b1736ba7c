// The connection that a store writes through, and what is prepared on it. After an I/O error nobody knows
// what that connection still believes: it is closed, another one is opened, and every statement is made
// anew on the next use. Nobody else keeps a connection or a statement for longer than a call.

import { type Connection, isInputOutputError } from './sqlite.js';
import { writeTrouble } from './write-trouble.js';

export class Link {
  readonly file: string;
  readonly #open: () => Connection;
  /** null: the last attempt to open it failed; whoever needs it tries again. */
  #connection: Connection | null;
  #generation = 0;
  #closed = false;

  /** @param connection open; @param open opens the same database again */
  constructor(connection: Connection, open: () => Connection) {
    this.file = connection.name;
    this.#connection = connection;
    this.#open = open;
  }

  /** @throws what keeps the database from being opened again */
  get connection(): Connection {
    if (this.#closed) throw new Error(`expected ${this.file} to be open, found it closed`);
    this.#connection ??= this.#open();
    return this.#connection;
  }

  /** Whether the last attempt to open it again failed. */
  get isDown(): boolean {
    return this.#connection === null && !this.#closed;
  }

  /** What is made on a connection and is as good as that: statements, transactions. */
  prepared<Made>(make: (connection: Connection) => Made): () => Made {
    let generation = -1;
    let made: Made;
    return () => {
      const { connection } = this;
      if (generation !== this.#generation) {
        made = make(connection);
        generation = this.#generation;
      }
      return made;
    };
  }

  /** Does the work; after an I/O error once more, on a new connection. Not inside a transaction. */
  trying<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (!isInputOutputError(error)) throw error;
      this.reopen();
      return work();
    }
  }

  /** Does the work in a transaction of its own, durable when it returns. @throws with what to do */
  transact<Result>(work: (connection: Connection) => Result): Result {
    try {
      // Immediate: locked before it looks.
      return this.trying(() => {
        const { connection } = this;
        return connection.transaction(() => work(connection)).immediate();
      });
    } catch (error) {
      throw writeTrouble(error, this.file);
    }
  }

  /** @throws what keeps the database from being opened again; the next use tries again */
  reopen(): void {
    this.#drop();
    this.#generation++;
    const connection = this.#open();
    // Of a WAL whose sync failed, the system may have forgotten pages that it still shows: what is
    // appended to it would be lost with them at a power cut. A new WAL begins with nothing to lose.
    try {
      connection.pragma('wal_checkpoint(TRUNCATE)');
    } catch (error) {
      connection.close();
      throw error;
    }
    this.#connection = connection;
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  #drop(): void {
    try {
      this.#connection?.close();
    } catch {
      // Its file is in trouble: what it could not do on closing, the next one does on opening.
    }
    this.#connection = null;
  }
}
