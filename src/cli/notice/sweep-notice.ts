// What a webhook is told of a sweep, at its end or when it is in trouble: as far as the database knows it
// then. A sweep whose results cannot be read just now is told without them.

import { hostname } from 'node:os';
import { readLeaderboard } from '../../leaderboard/leaderboard.js';
import { trialObject } from '../../leaderboard/trial-object.js';
import { openReader } from '../../store/reader.js';
import type { StartedSweep } from '../prepare-sweep.js';

/** trouble: it goes on, but something keeps it from doing so properly. */
export type NoticeOutcome = 'finished' | 'paused' | 'failed' | 'trouble';

export interface News {
  readonly outcome: NoticeOutcome;
  readonly reason: string | null;
  /** Milliseconds since the command was begun. */
  readonly milliseconds: number;
}

/** A plain object for JSON; no number in it is one that JSON cannot hold. */
export function sweepNotice(
  { id, definition }: Pick<StartedSweep, 'id' | 'definition'>,
  { outcome, reason, milliseconds }: News,
  results: string,
) {
  const { trials, epochs, best } = progressOf(id, results);
  return {
    sweep: id,
    name: definition.name,
    outcome,
    reason,
    trials,
    epochs,
    best,
    seconds: Math.round(milliseconds) / 1000,
    host: hostname(),
  };
}

const unknown = { trials: null, epochs: null, best: null };

function progressOf(id: string, results: string) {
  try {
    const reader = openReader(results);
    try {
      const { sweep, rows } = readLeaderboard(reader, reader.findSweep(id), { limit: 1 });
      const first = rows[0] === undefined ? null : trialObject(sweep, rows[0]);
      const best =
        first === null ? null : { trial: first.trial, value: first.value, config: first.config };
      const epochs = { planned: sweep.epochsBudget, trained: sweep.epochsTrained };
      return { trials: sweep.trials, epochs, best };
    } finally {
      reader.close();
    }
  } catch {
    return unknown;
  }
}
