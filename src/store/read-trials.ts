// Trials as they are stored: the rows of a leaderboard with their metrics at the best epoch, a curve,
// and one trial with everything that is known of it.

import type { Assignment, Configuration } from '../vocabulary/configuration.js';
import { Slip } from '../vocabulary/errors.js';
import type { EpochMetrics, Metrics } from '../vocabulary/metric.js';
import { meanEpoch, meanMetrics } from '../vocabulary/replicate.js';
import type { Seed } from '../vocabulary/seed.js';
import type { TrainingKey } from '../vocabulary/segment.js';
import type { TrialState } from '../vocabulary/trial.js';
import type { Reason } from '../vocabulary/verdict.js';
import type { SqlFragment } from './leaderboard-columns.js';
import { storedValue } from './metric-kind.js';
import type { SweepSummary } from './read-sweeps.js';
import type { Connection, Statement } from './sqlite.js';
import { type EpochRow, epochsFromRows } from './stored-memo.js';

/** One training of a trial, at the best epoch of the trial's mean curve. */
export interface ReplicateRow {
  readonly seed: Seed;
  /** From 0; null where the sweep has no folds. */
  readonly fold: number | null;
  /** The objective; null: not measured yet. */
  readonly value: number | null;
}

/** The place of a trial where a sweep has several objectives. */
export interface RankedTrial {
  readonly trial: number;
  /** 1 is the best. */
  readonly rank: number;
  /** 1 is the best; null: it is on none, having failed, or having come to no numbers. */
  readonly front: number | null;
}

export interface LeaderboardRow {
  /** 1 is the best. */
  readonly rank: number;
  /** Of a sweep with several objectives; null: of one with a single one, or on none. */
  readonly front: number | null;
  readonly trial: number;
  readonly state: TrialState;
  /** The objective at the best epoch, NaN and infinities included; null: not measured yet. */
  readonly value: number | null;
  /** Standard error of the value, a mean over replicates; null with one, or where it is not finite. */
  readonly se: number | null;
  readonly epoch: number | null;
  /** Epochs that all replicates have been trained. */
  readonly epochs: number;
  /** Of the training part, where a schedule allots them: those on the most rank first; null: all, under any other. */
  readonly rows: number | null;
  readonly reason: Reason | null;
  readonly seed: Seed;
  readonly parameters: Assignment;
  /** All metrics at the best epoch, means over replicates. */
  readonly metrics: Metrics;
  /** In the order of seeds, then folds; one at least. */
  readonly replicates: readonly ReplicateRow[];
  /** It was kept from another core than the one that the sweep goes on with: other bits. */
  readonly otherCore: boolean;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly ended: string | null;
}

export interface FullTrial extends LeaderboardRow {
  /** The first replicate's. */
  readonly training: TrainingKey;
  readonly configuration: Configuration;
  /** The core that trained it; null: not known. */
  readonly coreBuild: string | null;
  /** The stack traces of a trial that failed. */
  readonly detail: string | null;
}

export interface LeaderboardQuery {
  /** A condition over the columns that `columnSql` gives. */
  readonly filter?: SqlFragment;
  /** Terms of an ORDER BY over the same; rank decides between equals. */
  readonly order?: SqlFragment;
  readonly limit?: number;
  /** What takes the place of the rank by the first objective: trials that are not in it are left out. */
  readonly ranks?: readonly RankedTrial[];
}

interface StoredRow
  extends Omit<LeaderboardRow, 'reason' | 'parameters' | 'metrics' | 'replicates' | 'otherCore'> {
  readonly coreBuild: string | null;
  readonly kind: number | null;
  readonly rule: string | null;
  readonly reason: string | null;
  readonly facts: string | null;
  readonly parameters: string;
}

interface StoredReplicate {
  readonly number: number;
  readonly seed: Seed;
  readonly fold: number;
}

/** A metric of an epoch, and the place of its replicate in the trial. */
type ReplicateEpochRow = EpochRow & { readonly replicate: number };

interface StoredDetail {
  readonly training: TrainingKey;
  readonly configuration: string;
  readonly coreBuild: string | null;
  readonly detail: string | null;
}

const rowColumns = `l.trial, l.state, l.value, t.best_kind AS kind, l.se, l.epoch, l.epochs, l.rows, l.rule,
  l.reason, t.facts, l.seed, l.parameters, l.started, l.ended,
  (SELECT g.core_build FROM training g WHERE g.row = t.training) AS coreBuild`;

const joined = 'JOIN trial t ON t.sweep = l.sweep_row AND t.number = l.trial';

/** By the first objective. */
const fromView = `SELECT l.rank, NULL AS front, ${rowColumns} FROM leaderboard l ${joined}`;

/** By ranks that are given, as JSON: [[trial, rank, front], …]. */
const fromRanks = `SELECT l.rank, l.front, ${rowColumns} FROM (
    SELECT p.value ->> 1 AS rank, p.value ->> 2 AS front, b.*
    FROM json_each(?) p JOIN trials b ON b.sweep_row = ? AND b.trial = p.value ->> 0
  ) l ${joined}`;

export function trialReader(connection: Connection) {
  const sql = statements(connection);

  /** The core of the training that the sweep began last. */
  function coreOf(sweep: SweepSummary): string | null {
    return sql.core.get(sweep.row)?.core ?? null;
  }

  /** @param core that the sweep goes on with */
  function rowOf(sweep: SweepSummary, row: StoredRow, core: string | null): LeaderboardRow {
    const { kind, rule, facts, coreBuild, ...columns } = row;
    const { reason, value, epoch, trial } = columns;
    const measured = epoch === null ? [] : byReplicate(sql.metricsAt.all(sweep.row, trial, epoch));
    const metrics = measured.map((epochs) => epochs.get(epoch!)?.metrics ?? {});
    return Object.freeze({
      ...columns,
      value: kind === null ? null : storedValue(value, kind),
      reason:
        rule === null
          ? null
          : { rule, text: reason ?? '', facts: JSON.parse(facts ?? '{}') as Reason['facts'] },
      otherCore: coreBuild !== null && coreBuild !== core,
      parameters: JSON.parse(columns.parameters) as Assignment,
      metrics: metrics.length === 0 ? {} : meanMetrics(metrics),
      replicates: sql.replicates.all(sweep.row, trial).map(({ number, seed, fold }) => ({
        seed,
        fold: sweep.folds === null ? null : fold,
        value: metrics[number]?.[sweep.objective.name] ?? null,
      })),
    });
  }

  function leaderboard(sweep: SweepSummary, query: LeaderboardQuery = {}): LeaderboardRow[] {
    const { filter, order, limit, ranks } = query;
    const terms = ['l.sweep_row = ?'];
    const values: (string | number)[] = [...sourceValues(sweep, ranks), sweep.row];
    // Without this, all rows would be read to show the first ten.
    if (filter === undefined && order === undefined && limit !== undefined) {
      terms.push('l.rank <= ?');
      values.push(limit);
    }
    if (filter !== undefined) {
      terms.push(`(${filter.sql})`);
      values.push(...filter.values);
    }
    values.push(...(order?.values ?? []), limit ?? -1);
    const by = order === undefined ? 'l.rank' : `${order.sql}, l.rank`;
    const from = ranks === undefined ? fromView : fromRanks;
    const text = `${from} WHERE ${terms.join(' AND ')} ORDER BY ${by} LIMIT ?`;
    const rows = connection.prepare(text) as Statement<StoredRow>;
    // One transaction: a commit in between would mix two states of the sweep.
    return connection.transaction(() => {
      const core = coreOf(sweep);
      return rows.all(...values).map((row) => rowOf(sweep, row, core));
    })();
  }

  function metricNames(sweep: SweepSummary): readonly string[] {
    return sql.metricNames.all(sweep.row).map(({ name }) => name);
  }

  function curve(sweep: SweepSummary, trial: number): readonly EpochMetrics[] {
    if (sql.known.get(sweep.row, trial) === undefined) throw unknownTrial(sweep, trial);
    const replicates = byReplicate(sql.curve.all(sweep.row, trial));
    const epochs = [...(replicates[0]?.values() ?? [])];
    return epochs.map(({ epoch }) => meanEpoch(replicates.map((known) => known.get(epoch)!)));
  }

  const readTrial = connection.transaction((sweep: SweepSummary, number: number): FullTrial => {
    const row = sql.trial.get(sweep.row, number);
    const detail = sql.detail.get(sweep.row, number);
    if (row === undefined || detail === undefined) throw unknownTrial(sweep, number);
    const configuration = JSON.parse(detail.configuration) as Configuration;
    return Object.freeze({ ...rowOf(sweep, row, coreOf(sweep)), ...detail, configuration });
  });

  function trial(sweep: SweepSummary, number: number): FullTrial {
    return readTrial(sweep, number);
  }

  return { leaderboard, metricNames, curve, trial };
}

function sourceValues(sweep: SweepSummary, ranks: LeaderboardQuery['ranks']) {
  if (ranks === undefined) return [];
  return [JSON.stringify(ranks.map(({ trial, rank, front }) => [trial, rank, front])), sweep.row];
}

/** Epochs of each replicate; rows come in the order of replicates. */
function byReplicate(rows: readonly ReplicateEpochRow[]): readonly Map<number, EpochMetrics>[] {
  const replicates: ReplicateEpochRow[][] = [];
  for (const row of rows) {
    replicates[row.replicate] ??= [];
    replicates[row.replicate]!.push(row);
  }
  return replicates.map(epochsFromRows);
}

function unknownTrial(sweep: SweepSummary, trial: number): Slip {
  const found = sweep.trialsInAll === 0 ? 'none yet' : `${sweep.trialsInAll}, numbered from 0`;
  return new Slip(
    `expected a trial of sweep ${sweep.name}, found no trial ${trial} (it has ${found}): \`nightsweep top ${sweep.name}\` lists them`,
  );
}

function statements(connection: Connection) {
  const epochRow = 'r.number AS replicate, e.epoch, m.name, e.value, e.kind';
  return {
    metricsAt: connection.prepare(
      `SELECT ${epochRow} FROM replicate r JOIN epoch e ON e.training = r.training
         JOIN metric m ON m.row = e.metric
       WHERE r.sweep = ? AND r.trial = ? AND e.epoch = ? ORDER BY r.number, m.name`,
    ) as Statement<ReplicateEpochRow>,
    replicates: connection.prepare(
      'SELECT number, seed, fold FROM replicate WHERE sweep = ? AND trial = ? ORDER BY number',
    ) as Statement<StoredReplicate>,
    core: connection.prepare(
      `SELECT core_build AS core FROM training
       WHERE row = (SELECT max(training) FROM trial WHERE sweep = ?)`,
    ) as Statement<{ core: string | null }>,
    metricNames: connection.prepare(
      `SELECT m.name FROM sweep_metric s JOIN metric m ON m.row = s.metric WHERE s.sweep = ? ORDER BY m.name`,
    ) as Statement<{ name: string }>,
    known: connection.prepare('SELECT 1 FROM trial WHERE sweep = ? AND number = ?'),
    curve: connection.prepare(
      `SELECT ${epochRow} FROM trial t JOIN replicate r ON r.sweep = t.sweep AND r.trial = t.number
         JOIN epoch e ON e.training = r.training AND e.epoch <= t.epochs
         JOIN metric m ON m.row = e.metric
       WHERE t.sweep = ? AND t.number = ? ORDER BY r.number, e.epoch, m.name`,
    ) as Statement<ReplicateEpochRow>,
    trial: connection.prepare(
      `${fromView} WHERE l.sweep_row = ? AND l.trial = ?`,
    ) as Statement<StoredRow>,
    detail: connection.prepare(
      'SELECT training, configuration, core_build AS coreBuild, detail FROM trials WHERE sweep_row = ? AND trial = ?',
    ) as Statement<StoredDetail>,
  };
}
