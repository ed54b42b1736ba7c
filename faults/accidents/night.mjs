// One sweep in one directory, to which something happens. Whatever it is: every epoch that somebody could
// see in the database before must be there afterwards, and at the end all is as in a calm night.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { differences, openDatabase, recordOf } from '../record.mjs';
import { countsIn } from '../shim.mjs';
import { definitionFile, searches } from '../sweeps.mjs';
import { until } from '../workplace.mjs';

const NAME = 'night';

const changes = {
  ...searches.halving,
  data: { generator: 'moons', samples: 300 },
  model: { hidden: [16] },
};

/** With 63 epochs on two workers, about four seconds, whatever else this machine does. */
const PACE = 120;

/** @returns what a calm night leaves behind, and how to have one that is not */
export async function calmNight(workplace) {
  const file = definitionFile(workplace, NAME, changes);
  const results = workplace.place('calm');
  await workplace.json(['run', file, '--results', results, '--workers', '2']);
  const expected = recordOf(results, NAME);
  return { file, results, begin: () => new Night(workplace, file, expected) };
}

class Night {
  #workplace;
  #file;
  #expected;
  #counts;
  #seen = [];
  results;
  rules;
  clock;

  constructor(workplace, file, expected) {
    this.#workplace = workplace;
    this.#file = file;
    this.#expected = expected;
    this.results = workplace.place('night');
    this.rules = workplace.place('rules');
    this.clock = workplace.place('clock');
    this.#counts = workplace.counts();
  }

  /** Starts `run` under the shim. */
  start(words = [], how = {}) {
    const { rules, clock } = this;
    const shim = this.#workplace.shim(this.results, { rules, clock, counts: this.#counts });
    const order = ['run', this.#file, '--results', this.results, '--workers', '2', ...words];
    return this.#workplace.start(order, { pace: PACE, ...how, env: { ...shim, ...how.env } });
  }

  /** Starts another command on the same results, without the shim. */
  other(words, how) {
    return this.#workplace.start([...words, '--results', this.results], how);
  }

  /** Operations that the shim has refused. */
  get refused() {
    return countsIn(this.#counts).refused;
  }

  /** Epochs that are stored, as texts. */
  stored() {
    if (statSync(join(this.results, 'nightsweep.db'), { throwIfNoEntry: false }) === undefined)
      return [];
    const database = openDatabase(this.results, { readonly: true });
    try {
      return database
        .prepare(
          `SELECT t.key || ' ' || e.epoch || ' ' || m.name || ' ' || coalesce(e.value, 'none')
           FROM epoch e JOIN training t ON t.row = e.training JOIN metric m ON m.row = e.metric`,
        )
        .pluck()
        .all();
    } catch (error) {
      // While it is being made, or somebody writes, there may be nothing to see.
      if (/no such table|busy|locked|unable to open/.test(error.message)) return [];
      throw error;
    } finally {
      database.close();
    }
  }

  /** The process that the sweep's row names. */
  coordinator() {
    const database = openDatabase(this.results, { readonly: true });
    const pid = database.prepare('SELECT pid FROM sweep').pluck().get();
    database.close();
    return pid;
  }

  /** Waits until so many values are stored, and keeps them in mind. */
  async acknowledges(many = 30) {
    await until(() => this.stored().length >= many, `${many} stored values`);
    this.look();
  }

  /** Keeps in mind what is stored. */
  look() {
    this.#seen = this.stored();
  }

  /** What was stored when it was last looked for, and is no more. */
  lost() {
    const now = new Set(this.stored());
    return this.#seen.filter((value) => !now.has(value));
  }

  /** What is not as in a calm night. */
  differences() {
    return differences(this.#expected, recordOf(this.results, NAME));
  }

  /** Finds out whether it ended well, all in all. */
  concludes(report, text, { code, signal, stderr, stdout }) {
    report.expect(
      code === 0,
      `${text}: the sweep comes to its end`,
      code === 0 ? '' : `${signal ?? code}: ${stderr || stdout}`,
    );
    const lost = this.lost();
    report.expect(lost.length === 0, `${text}: no acknowledged epoch is lost`, lost[0]);
    const wrong = code === 0 ? this.differences() : ['no end'];
    report.expect(wrong.length === 0, `${text}: all is as in a calm night`, wrong.join('; '));
  }
}

/** Resolves when a process has said something that fits. */
export function says({ heard, child }, pattern, seconds = 30) {
  return until(
    () => {
      const match = `${heard.stdout}\n${heard.stderr}`.match(pattern);
      if (match === null && child.exitCode !== null) {
        throw new Error(`ended with ${child.exitCode} and never said ${pattern}: ${heard.stderr}`);
      }
      return match;
    },
    String(pattern),
    seconds,
  );
}
