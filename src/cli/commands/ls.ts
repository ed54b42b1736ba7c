// nightsweep ls

import { readLeaderboard } from '../../leaderboard/leaderboard.js';
import type { ExitCode } from '../exit-code.js';
import { answerQuery, type QueryOptions } from '../query.js';
import { sweepObject } from '../sweep-object.js';
import { plainTable } from '../terminal/plain-table.js';
import { printable } from '../terminal/printable.js';
import { countText, dateText } from '../terminal/quantities.js';
import { metricShown } from '../terminal/value-shown.js';

/** Columns: in a narrower window the metric, which `status` tells, leaves its place to names. */
const NARROW = 96;

const head = [
  { head: 'name', flexible: true },
  { head: 'id' },
  { head: 'state' },
  { head: 'trials', align: 'right' },
  { head: 'epochs', align: 'right' },
  { head: 'best', align: 'right' },
  { head: 'metric' },
  { head: 'last run' },
] as const;

function isKept(_cell: unknown, column: number): boolean {
  return head[column]!.head !== 'metric';
}

export function ls(options: QueryOptions): Promise<ExitCode> {
  return answerQuery(options, (reader, terminal) => {
    const tops = reader.sweeps().map((sweep) => readLeaderboard(reader, sweep, { limit: 1 }));
    return {
      json: tops.map(sweepObject),
      text() {
        if (tops.length === 0) return 'no sweeps yet: nightsweep run FILE begins one';
        const rows = tops.map(({ sweep, rows }) => ({
          cells: [
            printable(sweep.name),
            sweep.id.slice(0, 8),
            sweep.state,
            countText(sweep.trialsInAll),
            countText(sweep.epochsTrained),
            metricShown(rows[0]?.value ?? null),
            printable(sweep.objective.name),
            dateText(sweep.updated),
          ],
        }));
        const { columns, colours } = terminal;
        const options = { columns, headStyle: colours.dim };
        if (columns === null || columns >= NARROW) return plainTable(head, rows, options);
        const narrow = rows.map(({ cells }) => ({ cells: cells.filter(isKept) }));
        return plainTable(head.filter(isKept), narrow, options);
      },
    };
  });
}
