// nightsweep best [SWEEP]

import { readLeaderboard, readTrial } from '../../leaderboard/leaderboard.js';
import { trialObject } from '../../leaderboard/trial-object.js';
import { Slip } from '../../vocabulary/errors.js';
import type { ExitCode } from '../exit-code.js';
import { answerQuery, type QueryOptions } from '../query.js';
import { trialText } from '../trial-view.js';

/** @throws Slip for a sweep that has no trial yet, or none with a value */
export function best(selector: string | undefined, options: QueryOptions): Promise<ExitCode> {
  return answerQuery(options, (reader, terminal) => {
    const { sweep, rows } = readLeaderboard(reader, reader.findSweep(selector), { limit: 1 });
    const [first] = rows;
    if (first === undefined) {
      throw new Slip(
        `expected a trial to be the best, found none yet in sweep ${sweep.name}: nightsweep resume ${sweep.name} goes on`,
      );
    }
    if (first.value === null) {
      throw new Slip(
        `expected a trial with a value, found none in sweep ${sweep.name}, where ${first.state === 'failed' ? 'every trial failed' : 'nothing is measured yet'}: nightsweep show ${sweep.name}/${first.trial} says more`,
      );
    }
    return {
      json: trialObject(sweep, first),
      text() {
        const trial = readTrial(reader, sweep, first.trial);
        return trialText({ sweep, trial, curve: reader.curve(sweep, first.trial) }, terminal);
      },
    };
  });
}
