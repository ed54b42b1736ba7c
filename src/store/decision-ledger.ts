// Decisions of one sweep on their way into the database. A resumed sweep is decided again from its
// beginning: what is recorded already is compared, never overwritten, so the record of a night stays the
// one that the night made. Memory holds only what is not durable yet.

import { Slip } from '../vocabulary/errors.js';
import type { DecisionEvent } from '../vocabulary/event.js';
import type { Participant } from './group-commit.js';
import type { Link } from './link.js';
import type { Connection, Statement } from './sqlite.js';

/** A row of `decision` but for its sweep and its sequence, in the order of the table's columns. */
export interface DecisionRow {
  readonly at: number;
  readonly known: number;
  readonly trial: number;
  readonly action: DecisionEvent['action'];
  readonly epoch: number;
  readonly rule: string | null;
  readonly reason: string | null;
  /** JSON */
  readonly facts: string | null;
}

export class DecisionLedger implements Participant {
  readonly #sweep: number;
  readonly #name: string;
  readonly #onTrouble: (error: Error) => void;
  readonly #sql: () => ReturnType<typeof statements>;
  readonly #waiting = new Map<number, DecisionRow>();
  /** Decisions up to this one may be in the database already. */
  #lastDurable: number;
  #told = false;
  /** From here on the record is replaced by what waits; null: nothing is. */
  #anewFrom: number | null = null;

  constructor(link: Link, sweep: number, name: string, onTrouble: (error: Error) => void) {
    this.#sweep = sweep;
    this.#name = name;
    this.#onTrouble = onTrouble;
    this.#sql = link.prepared(statements);
    this.#lastDurable = this.#sql().last.get(sweep)?.sequence ?? -1;
  }

  /** @returns whether there is now a row to write */
  add(event: DecisionEvent): boolean {
    const { sequence } = event;
    const row = rowOf(event);
    const earlier = this.#find(sequence);
    if (earlier === undefined) {
      this.#waiting.set(sequence, row);
      return true;
    }
    if (sameRow(earlier, row)) return false;
    if (earlier.action === 'fail' && !this.#told) {
      this.#decideAnew(sequence, row);
      return true;
    }
    this.#tell(sequence, earlier, row);
    return false;
  }

  write(): void {
    if (this.#anewFrom !== null) this.#sql().forget.run(this.#sweep, this.#anewFrom);
    for (const [sequence, row] of this.#waiting) {
      this.#sql().insert.run(this.#sweep, sequence, ...Object.values(row));
    }
  }

  committed(): void {
    for (const sequence of this.#waiting.keys()) {
      this.#lastDurable = Math.max(this.#lastDurable, sequence);
    }
    this.#waiting.clear();
    this.#anewFrom = null;
  }

  rolledBack(): void {}

  #decideAnew(from: number, row: DecisionRow): void {
    for (const sequence of this.#waiting.keys()) {
      if (sequence > from) this.#waiting.delete(sequence);
    }
    this.#waiting.set(from, row);
    this.#anewFrom = Math.min(from, this.#anewFrom ?? from);
    this.#lastDurable = Math.min(this.#lastDurable, from - 1);
  }

  #find(sequence: number): DecisionRow | undefined {
    const waiting = this.#waiting.get(sequence);
    if (waiting !== undefined || sequence > this.#lastDurable) return waiting;
    return this.#sql().find.get(this.#sweep, sequence);
  }

  /** Once: after one that differs, all that follow may. */
  #tell(sequence: number, earlier: DecisionRow, now: DecisionRow): void {
    if (this.#told) return;
    this.#told = true;
    this.#onTrouble(
      new Slip(
        `expected decision ${sequence} of ${this.#name} as it was recorded (${rowText(earlier)}), found ${rowText(now)}: ` +
          `results were changed from outside, or a training did not repeat its bits; nightsweep verify ${this.#name} looks for the difference, and the record stays as it is`,
      ),
    );
  }
}

function rowOf({ at, known, trial, action, epoch, reason }: DecisionEvent): DecisionRow {
  return {
    at,
    known,
    trial,
    action,
    epoch,
    rule: reason?.rule ?? null,
    reason: reason?.text ?? null,
    facts: reason === null ? null : JSON.stringify(reason.facts),
  };
}

function sameRow(a: DecisionRow, b: DecisionRow): boolean {
  return (Object.keys(b) as (keyof DecisionRow)[]).every((column) => a[column] === b[column]);
}

function rowText({ at, known, trial, action, epoch, reason }: DecisionRow): string {
  const why = reason === null ? '' : `: ${reason}`;
  return `${action} trial ${trial} at epoch ${epoch}, time ${at}, knowing ${known} results${why}`;
}

function statements(connection: Connection) {
  const columns = 'at, known, trial, action, epoch, rule, reason, facts';
  return {
    last: connection.prepare(
      'SELECT max(sequence) AS sequence FROM decision WHERE sweep = ?',
    ) as Statement<{ sequence: number | null }>,
    find: connection.prepare(
      `SELECT ${columns} FROM decision WHERE sweep = ? AND sequence = ?`,
    ) as Statement<DecisionRow>,
    forget: connection.prepare('DELETE FROM decision WHERE sweep = ? AND sequence >= ?'),
    // A commit whose outcome is unknown is told again.
    insert: connection.prepare(
      `INSERT INTO decision (sweep, sequence, ${columns}) VALUES (?${', ?'.repeat(9)})
       ON CONFLICT DO NOTHING`,
    ),
  };
}
