// nightsweep top [SWEEP]

import { readLeaderboard } from '../../leaderboard/leaderboard.js';
import { trialObject } from '../../leaderboard/trial-object.js';
import type { ExitCode } from '../exit-code.js';
import { frontShown } from '../front-shown.js';
import { answerQuery, type QueryOptions } from '../query.js';
import { printable } from '../terminal/printable.js';
import { plural } from '../terminal/quantities.js';
import { trialTable } from '../trial-table.js';

export interface TopOptions extends QueryOptions {
  readonly n?: number;
  readonly where?: string;
  readonly sort?: string;
}

const USUAL = 20;

export function top(selector: string | undefined, options: TopOptions): Promise<ExitCode> {
  return answerQuery(options, (reader, terminal) => {
    const { n: limit = USUAL, where, sort } = options;
    const leaderboard = readLeaderboard(reader, reader.findSweep(selector), { where, sort, limit });
    const { sweep, rows } = leaderboard;
    return {
      json: rows.map((row) => trialObject(sweep, row)),
      text() {
        const { bold, dim } = terminal.colours;
        const cut = rows.length === limit && limit < sweep.trialsInAll;
        const shown = cut
          ? `${limit} of ${plural(sweep.trialsInAll, 'trial')}`
          : plural(rows.length, 'trial');
        const front =
          leaderboard.front === null ? '' : `, front 1: ${frontShown(leaderboard.front)}`;
        const head = `${bold(printable(sweep.name))}  ${dim(`${sweep.id}, ${sweep.state}, ${shown}${front}`)}`;
        return rows.length === 0 ? head : `${head}\n\n${trialTable(leaderboard, terminal)}`;
      },
    };
  });
}
