// The right to write to a sweep. Each beginning takes the next number of the sweep's fence; every commit
// asks inside its transaction whether that number is still the last one. A process that slept while
// another took over finds its writes refused, however late it wakes and whatever its clock says.

import { Slip } from '../vocabulary/errors.js';
import type { Guard } from './group-commit.js';
import type { Link } from './link.js';
import type { Statement } from './sqlite.js';

/** A sweep as one process has begun it. */
export interface BegunSweep {
  readonly row: number;
  readonly name: string;
  readonly fence: number;
}

/** Another process has taken the sweep over. */
export class Superseded extends Slip {
  readonly guard: Guard;

  constructor(guard: Guard, message: string) {
    super(message);
    this.name = 'Superseded';
    this.guard = guard;
  }
}

export class Fence implements Guard {
  readonly #sweep: BegunSweep;
  readonly #sql: () => ReturnType<typeof statements>;
  readonly #onLost: (error: Superseded) => void;
  readonly #timer: NodeJS.Timeout;
  #beaten = true;

  /**
   * @param interval milliseconds; a sign of life is written at least every second interval
   * @param beat asks for a commit where nothing else does
   */
  constructor(
    link: Link,
    sweep: BegunSweep,
    interval: number,
    beat: () => void,
    onLost: (error: Superseded) => void,
  ) {
    this.#sweep = sweep;
    this.#sql = link.prepared(statements);
    this.#onLost = onLost;
    this.#timer = setInterval(() => {
      if (!this.#beaten) beat();
      this.#beaten = false;
    }, interval).unref();
  }

  check(): void {
    const { row, fence } = this.#sweep;
    if (this.#sql().beat.run(Date.now(), row, fence).changes === 0) throw this.superseded();
    this.#beaten = true;
  }

  lost(error: Superseded): void {
    this.release();
    this.#onLost(error);
  }

  superseded(): Superseded {
    const { row, name } = this.#sweep;
    const holder = this.#sql().holder.get(row);
    const whose = holder?.pid == null ? 'another process' : `process ${holder.pid}`;
    const where = holder?.host == null ? '' : ` on ${holder.host}`;
    return new Superseded(
      this,
      `expected to be the only process on ${name}, found that ${whose}${where} has taken it over while this one did not answer: ` +
        `this one writes nothing more and ends; nightsweep status ${name} shows the other one`,
    );
  }

  /** No more signs of life. */
  release(): void {
    clearInterval(this.#timer);
  }
}

function statements(connection: Link['connection']) {
  return {
    beat: connection.prepare(
      'UPDATE sweep SET beat = beat + 1, beat_at = ? WHERE row = ? AND fence = ?',
    ),
    holder: connection.prepare('SELECT pid, host FROM sweep WHERE row = ?') as Statement<{
      pid: number | null;
      host: string | null;
    }>,
  };
}
