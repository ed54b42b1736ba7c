// Migration 2: a trial has one or more trainings, its replicates: the same configuration under several
// seeds and on several folds of the data. What was recorded before has one replicate per trial.
//
// trial.training stays as the training of the first replicate. Views show means over replicates (sums
// of the cells of confusion matrices, which count rows); a mean is NaN as soon as one of the values is,
// or where infinities of both signs meet.

import type { Migration } from '../migration.js';

const tables = `
ALTER TABLE sweep ADD COLUMN seeds INTEGER NOT NULL DEFAULT 1;
ALTER TABLE sweep ADD COLUMN folds INTEGER; -- NULL: no cross-validation
ALTER TABLE trial ADD COLUMN best_se REAL;  -- standard error of best_value; NULL with one replicate

CREATE TABLE replicate (
  sweep    INTEGER NOT NULL,
  trial    INTEGER NOT NULL,
  number   INTEGER NOT NULL,                -- its place in the trial: seeds outside, folds within
  training INTEGER NOT NULL REFERENCES training,
  seed     INTEGER NOT NULL,
  fold     INTEGER NOT NULL,
  PRIMARY KEY (sweep, trial, number),
  FOREIGN KEY (sweep, trial) REFERENCES trial (sweep, number)
) STRICT, WITHOUT ROWID;

INSERT INTO replicate (sweep, trial, number, training, seed, fold)
SELECT sweep, number, 0, training, seed, 0 FROM trial;

DROP VIEW sweeps;
DROP VIEW trials;
DROP VIEW leaderboard;
DROP VIEW curves;`;

const kindWord = (column: string) =>
  `CASE ${column} WHEN 1 THEN 'nan' WHEN 2 THEN 'inf' WHEN 3 THEN '-inf' WHEN 0 THEN 'finite' WHEN 4 THEN 'finite' END`;

const isoTime = (column: string) =>
  `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`;

const meanKind = `CASE
  WHEN max(e.kind = 1) OR (max(e.kind = 2) AND max(e.kind = 3)) THEN 'nan'
  WHEN max(e.kind = 2) THEN 'inf' WHEN max(e.kind = 3) THEN '-inf' ELSE 'finite' END`;

/** One value as it is: a sum that begins with 0 would not always give it back. */
const meanValue = `CASE
  WHEN max(e.kind = 1) OR (max(e.kind = 2) AND max(e.kind = 3)) THEN NULL
  WHEN max(e.kind = 2) THEN 9e999 WHEN max(e.kind = 3) THEN -9e999
  WHEN count(*) = 1 THEN max(e.value)
  WHEN m.name GLOB '*_confusion[[]*' THEN sum(e.value) ELSE avg(e.value) END`;

const views = `
CREATE VIEW sweeps AS
SELECT id AS sweep, name, state, reason, metric, goal, seed, seeds, folds, epochs_budget, data_hash,
  core_build, definition, ${isoTime('created_at')} AS created, ${isoTime('updated_at')} AS updated,
  ${isoTime('finished_at')} AS finished, row AS sweep_row
FROM sweep;

CREATE VIEW trials AS
SELECT s.id AS sweep, s.name, t.number AS trial, t.state, t.rule, t.reason, t.facts, t.epochs,
  t.best_value AS value, ${kindWord('t.best_kind')} AS kind, t.best_se AS se, t.best_epoch AS epoch,
  t.seed, t.parameters, g.configuration, g.key AS training, f.detail,
  ${isoTime('t.started_at')} AS started, ${isoTime('t.ended_at')} AS ended,
  t.sweep AS sweep_row, t.training AS training_row
FROM trial t JOIN sweep s ON s.row = t.sweep JOIN training g ON g.row = t.training
  LEFT JOIN failure f ON f.sweep = t.sweep AND f.trial = t.number AND t.state = 'failed';

-- The inner query reads nothing but the index trial_rank, so \`rank <= 10\` costs little.
CREATE VIEW leaderboard AS
SELECT s.id AS sweep, s.name, r.rank, t.number AS trial, t.state, s.metric, s.goal,
  t.best_value AS value, ${kindWord('t.best_kind')} AS kind, t.best_se AS se, t.best_epoch AS epoch,
  t.epochs, t.rule, t.reason, t.seed, t.parameters,
  ${isoTime('t.started_at')} AS started, ${isoTime('t.ended_at')} AS ended,
  r.sweep AS sweep_row, t.training AS training_row
FROM (
    SELECT sweep, number,
      row_number() OVER (PARTITION BY sweep ORDER BY tier, score, epochs, number) AS rank
    FROM trial
  ) r
  JOIN trial t ON t.sweep = r.sweep AND t.number = r.number
  JOIN sweep s ON s.row = r.sweep;

-- A training may be longer than a trial that uses it: a trial's curve ends with the trial.
CREATE VIEW curves AS
SELECT s.id AS sweep, s.name, t.number AS trial, e.epoch, m.name AS metric, ${meanValue} AS value,
  ${meanKind} AS kind, t.sweep AS sweep_row
FROM trial t JOIN sweep s ON s.row = t.sweep
  JOIN replicate r ON r.sweep = t.sweep AND r.trial = t.number
  JOIN epoch e ON e.training = r.training AND e.epoch <= t.epochs
  JOIN metric m ON m.row = e.metric
GROUP BY s.id, s.name, t.sweep, t.number, e.epoch, m.name;

-- What each replicate has at the best epoch of its trial's mean curve.
CREATE VIEW replicates AS
SELECT s.id AS sweep, s.name, r.trial, r.number AS replicate, r.seed,
  CASE WHEN s.folds IS NULL THEN NULL ELSE r.fold END AS fold, s.metric, e.value,
  ${kindWord('e.kind')} AS kind, t.best_epoch AS epoch, g.key AS training,
  r.sweep AS sweep_row, r.training AS training_row
FROM replicate r JOIN sweep s ON s.row = r.sweep
  JOIN trial t ON t.sweep = r.sweep AND t.number = r.trial
  JOIN training g ON g.row = r.training
  LEFT JOIN epoch e ON e.training = r.training AND e.epoch = t.best_epoch
    AND e.metric = (SELECT m.row FROM metric m WHERE m.name = s.metric);`;

export const replicatesMigration: Migration = {
  version: 2,
  name: 'replicates',
  sql: [tables, views].join('\n'),
};
