// Sweeps as they are stored, with counts of their trials; and the choice of one by what a person typed.

import { Slip } from '../vocabulary/errors.js';
import type { Goal, Objective } from '../vocabulary/metric.js';
import { suggestion } from '../vocabulary/nearest-name.js';
import type { Seed } from '../vocabulary/seed.js';
import type { TrialState } from '../vocabulary/trial.js';
import { isGone } from './coordinator.js';
import type { Connection, Statement } from './sqlite.js';

/** interrupted: the record says running, but the process that ran it is gone from this machine. */
type SweepState = 'running' | 'paused' | 'completed' | 'failed' | 'interrupted';

export interface SweepSummary {
  readonly row: number;
  readonly id: string;
  readonly name: string;
  readonly state: SweepState;
  readonly reason: string | null;
  readonly objective: Objective;
  /** By what its trials are ranked: one at least, of which `objective` is the first. */
  readonly objectives: readonly Objective[];
  /** Whether its schedule allots rows, so that trials are trained on different numbers of them. */
  readonly allotsRows: boolean;
  readonly seed: Seed;
  /** Under how many seeds each configuration is trained. */
  readonly seeds: number;
  /** Folds of cross-validation; null: none. */
  readonly folds: number | null;
  /** JSON, as it was given to beginSweep. */
  readonly definition: string;
  /** Names of the definition's parameters, in its order. */
  readonly parameters: readonly string[];
  /** Epochs of all replicates together if nothing is stopped early. */
  readonly epochsBudget: number;
  /** Of all replicates together, as far as their trials have come. */
  readonly epochsTrained: number;
  readonly dataHash: string;
  readonly coreBuild: string;
  readonly trials: Readonly<Record<TrialState, number>>;
  readonly trialsInAll: number;
  /** Who runs it, or ran it when it was interrupted. */
  readonly pid: number | null;
  readonly host: string | null;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly updated: string;
  readonly finished: string | null;
}

interface SweepRow {
  readonly row: number;
  readonly id: string;
  readonly name: string;
  readonly state: 'running' | 'paused' | 'completed' | 'failed';
  readonly reason: string | null;
  readonly metric: string;
  readonly goal: Goal;
  readonly seed: Seed;
  readonly seeds: number;
  readonly folds: number | null;
  readonly definition: string;
  /** Which epoch speaks for a trial, where it is not the best. */
  readonly speaks: 'last' | null;
  /** JSON; null: there is one. */
  readonly objectives: string | null;
  /** What the schedule allots, where it is not epochs. */
  readonly resource: 'rows' | null;
  readonly parameters: string;
  readonly epochsBudget: number;
  readonly dataHash: string;
  readonly coreBuild: string;
  readonly pid: number | null;
  readonly host: string | null;
  readonly process: string | null;
  readonly created: number;
  readonly updated: number;
  readonly finished: number | null;
}

interface CountRow {
  readonly state: TrialState;
  readonly trials: number;
  readonly epochs: number;
}

export function sweepReader(connection: Connection): () => readonly SweepSummary[] {
  const sweeps = connection.prepare(
    `SELECT row, id, name, state, reason, metric, goal, seed, seeds, folds, definition, parameters,
       json_extract(definition, '$.objective.epoch') AS speaks,
       json_extract(definition, '$.objectives') AS objectives,
       json_extract(definition, '$.schedule.resource') AS resource, epochs_budget AS epochsBudget,
       data_hash AS dataHash, core_build AS coreBuild, pid, host, process, created_at AS created, updated_at AS updated, finished_at AS finished
     FROM sweep ORDER BY turn DESC`,
  ) as Statement<SweepRow>;
  const counts = connection.prepare(
    `SELECT state, count(*) AS trials, sum(epochs) AS epochs FROM trial WHERE sweep = ? GROUP BY state`,
  ) as Statement<CountRow>;
  // One transaction: the counts belong to the sweeps that were read.
  return connection.transaction(() => sweeps.all().map((row) => summary(row, counts.all(row.row))));
}

function summary(sweep: SweepRow, counts: readonly CountRow[]): SweepSummary {
  const { metric, goal, speaks, objectives, resource, process: _mark, ...columns } = sweep;
  const objective: Objective = {
    name: metric,
    goal,
    ...(speaks === null ? {} : { epoch: speaks }),
  };
  const trials = { running: 0, paused: 0, completed: 0, stopped: 0, failed: 0 };
  for (const count of counts) trials[count.state] = count.trials;
  const replicates = sweep.seeds * (sweep.folds ?? 1);
  return Object.freeze({
    ...columns,
    state: sweep.state === 'running' && isGone(sweep) ? 'interrupted' : sweep.state,
    objective,
    objectives: objectives === null ? [objective] : (JSON.parse(objectives) as Objective[]),
    allotsRows: resource === 'rows',
    parameters: JSON.parse(sweep.parameters) as string[],
    epochsTrained: counts.reduce((sum, { epochs }) => sum + epochs, 0) * replicates,
    trials,
    trialsInAll: counts.reduce((sum, count) => sum + count.trials, 0),
    created: new Date(sweep.created).toISOString(),
    updated: new Date(sweep.updated).toISOString(),
    finished: sweep.finished === null ? null : new Date(sweep.finished).toISOString(),
  });
}

/** @param sweeps latest first */
export function chooseSweep(
  sweeps: readonly SweepSummary[],
  selector: string | undefined,
  resultsDirectory: string,
): SweepSummary {
  const [latest] = sweeps;
  if (latest === undefined) {
    throw new Slip(
      `expected a sweep in ${resultsDirectory}, found none yet: run one first (nightsweep run FILE), or name another directory with --results DIR`,
    );
  }
  if (selector === undefined) return latest;
  const named = sweeps.find(({ name }) => name === selector);
  if (named !== undefined) return named;
  const byId = selector === '' ? [] : sweeps.filter(({ id }) => id.startsWith(selector));
  if (byId.length === 1) return byId[0]!;
  if (byId.length > 1) {
    throw new Slip(
      `expected the start of one id, found that ${byId.length} begin with ${selector}: use more digits of ${listed(byId)}`,
    );
  }
  const names = [...new Set(sweeps.map(({ name }) => name))].slice(0, 20);
  throw new Slip(
    `expected the name of a sweep or the start of its id, found \`${selector}\`: ${suggestion(selector, names)}`,
  );
}

function listed(sweeps: readonly SweepSummary[]): string {
  return sweeps
    .slice(0, 10)
    .map(({ id, name }) => `${id.slice(0, 12)} (${name})`)
    .join(', ');
}
