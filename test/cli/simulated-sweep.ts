// A halving sweep to simulate, what `simulate --json` prints of it, and what must stay as it is.

import { withDatabase } from '../end-to-end/stored-results.js';

/** 18 trials: 12 stop at epoch 1, 4 at epoch 3, and 2 come to epoch 9. */
export const halving = `name: moons
method: random
trials: 18
seed: 3
metric: {name: val_loss}
data: {generator: moons, samples: 300}
epochs: 9
parameters:
  lr: {distribution: log_uniform_values, min: 0.001, max: 0.3}
  hidden: {values: [[4], [8, 8]]}
schedule: {type: successive_halving}
`;

export interface Choice {
  readonly own: boolean;
  readonly epochs: number;
  readonly share: number;
  readonly saved: number;
  readonly stopped: number;
  readonly keeps_winner: boolean;
  readonly best: { readonly trial: number; readonly value: number; readonly epoch: number };
  readonly regret: number;
  readonly certainty: string;
  readonly unknown: readonly { readonly epoch: number; readonly trials: number }[];
}

export interface Simulated {
  readonly winner: Choice['best'];
  readonly choices: readonly Choice[];
  readonly unfinished: { readonly trials: number; readonly epochs: number };
  readonly finished: {
    readonly outcome: string;
    readonly reason: string | null;
    readonly epochs: number;
    readonly failed: number;
  } | null;
  readonly notes: readonly string[];
}

/** Every row that is of a sweep and not of the memo. */
export function recordOf(results: string, sweep: string): unknown {
  return withDatabase(results, (database) => {
    const { row } = database.prepare('SELECT row FROM sweep WHERE name = ?').get(sweep) as {
      row: number;
    };
    return ['trial', 'decision', 'replicate', 'sweep_metric', 'failure']
      .map((table) => database.prepare(`SELECT * FROM ${table} WHERE sweep = ?`).all(row))
      .concat([database.prepare('SELECT * FROM sweep WHERE row = ?').all(row)]);
  });
}
