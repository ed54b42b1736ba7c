// Migration 1: an empty file becomes a record of sweeps.
//
// Tables are singular and hold integers that refer to each other; views are plural, hold plain words,
// and are the part that people may rely on: sweeps, trials, leaderboard, curves.
//
// Values that a REAL column cannot hold are told by `kind`: 0 finite, 1 NaN (value is NULL),
// 2 infinity, 3 minus infinity, 4 minus zero (value is 0: SQLite drops its sign). Small integers cost
// no bytes in a row, and there is one row for every metric of every epoch.

import type { Migration } from '../migration.js';

const sweepTable = `
CREATE TABLE sweep (
  row           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE CHECK (length(id) >= 12),
  name          TEXT NOT NULL,
  definition    TEXT NOT NULL,
  parameters    TEXT NOT NULL,             -- JSON list of names, in the definition's order
  seed          INTEGER NOT NULL,
  metric        TEXT NOT NULL,
  goal          TEXT NOT NULL CHECK (goal IN ('minimize', 'maximize')),
  epochs_budget INTEGER NOT NULL,
  data_hash     TEXT NOT NULL,
  core_build    TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('running', 'paused', 'completed', 'failed')),
  reason        TEXT,
  pid           INTEGER,                   -- who runs it, while somebody does
  host          TEXT,
  turn          INTEGER NOT NULL,          -- counts beginnings: the largest is the latest sweep
  created_at    INTEGER NOT NULL,          -- times are milliseconds since 1970, UTC
  updated_at    INTEGER NOT NULL,
  finished_at   INTEGER
) STRICT;`;

const trainingTables = `
CREATE TABLE metric (
  row  INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- Which metrics a sweep has, so that nobody must read all its epochs to learn their names.
CREATE TABLE sweep_metric (
  sweep  INTEGER NOT NULL REFERENCES sweep,
  metric INTEGER NOT NULL REFERENCES metric,
  PRIMARY KEY (sweep, metric)
) STRICT, WITHOUT ROWID;

-- What was trained, whichever trials asked for it: the memo. key: 64 hexadecimal digits.
CREATE TABLE training (
  row           INTEGER PRIMARY KEY,
  key           TEXT NOT NULL UNIQUE,
  configuration TEXT NOT NULL,
  seed          INTEGER NOT NULL
) STRICT;

CREATE TABLE epoch (
  training INTEGER NOT NULL REFERENCES training,
  epoch    INTEGER NOT NULL CHECK (epoch >= 1),
  metric   INTEGER NOT NULL REFERENCES metric,
  value    REAL,
  kind     INTEGER NOT NULL,
  PRIMARY KEY (training, epoch, metric),
  CHECK ((kind = 1) = (value IS NULL))
) STRICT, WITHOUT ROWID;

-- States of trainings. file: SHA-256 that names a file under checkpoints/; NULL: it has no tensors.
CREATE TABLE state (
  training INTEGER NOT NULL REFERENCES training,
  epoch    INTEGER NOT NULL,
  step     INTEGER NOT NULL,
  file     TEXT,
  bytes    INTEGER NOT NULL,
  PRIMARY KEY (training, epoch)
) STRICT, WITHOUT ROWID;`;

// tier and score are the law of ranking: what may win, then NaN, then what was not measured yet;
// after all of these what diverged, and at the end what failed, each in the same order within.
const trialTables = `
CREATE TABLE trial (
  sweep      INTEGER NOT NULL REFERENCES sweep,
  number     INTEGER NOT NULL,
  training   INTEGER NOT NULL REFERENCES training,
  parameters TEXT NOT NULL,
  seed       INTEGER NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('running', 'paused', 'completed', 'stopped', 'failed')),
  rule       TEXT,
  reason     TEXT,
  facts      TEXT,
  epochs     INTEGER NOT NULL,
  best_epoch INTEGER,
  best_value REAL,
  best_kind  INTEGER,
  direction  INTEGER NOT NULL,             -- 1: less is better, -1: more is better
  started_at INTEGER NOT NULL,
  ended_at   INTEGER,
  tier INTEGER NOT NULL GENERATED ALWAYS AS (
    CASE WHEN state = 'failed' THEN 6 WHEN rule = 'diverged' THEN 3 ELSE 0 END +
    CASE WHEN best_kind IS NULL THEN 2 WHEN best_kind = 1 THEN 1 ELSE 0 END) VIRTUAL,
  score REAL GENERATED ALWAYS AS (best_value * direction) VIRTUAL,
  PRIMARY KEY (sweep, number)
) STRICT, WITHOUT ROWID;

-- The ranking in its own order, so that a leaderboard is read and not sorted.
CREATE INDEX trial_rank ON trial (sweep, tier, score, epochs, number);

-- Stack traces are long and rare: kept out of the rows that everything reads. One of a trial that
-- runs again means nothing, so the view shows it for failed trials only.
CREATE TABLE failure (
  sweep  INTEGER NOT NULL,
  trial  INTEGER NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (sweep, trial),
  FOREIGN KEY (sweep, trial) REFERENCES trial (sweep, number)
) STRICT, WITHOUT ROWID;`;

const kindWord = (column: string) =>
  `CASE ${column} WHEN 1 THEN 'nan' WHEN 2 THEN 'inf' WHEN 3 THEN '-inf' WHEN 0 THEN 'finite' WHEN 4 THEN 'finite' END`;

const isoTime = (column: string) =>
  `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`;

// sweep_row and training_row are for whoever joins or wants one sweep quickly: a condition on
// sweep_row is applied before the ranking, one on anything else after it.
const views = `
CREATE VIEW sweeps AS
SELECT id AS sweep, name, state, reason, metric, goal, seed, epochs_budget, data_hash, core_build,
  definition, ${isoTime('created_at')} AS created, ${isoTime('updated_at')} AS updated,
  ${isoTime('finished_at')} AS finished, row AS sweep_row
FROM sweep;

CREATE VIEW trials AS
SELECT s.id AS sweep, s.name, t.number AS trial, t.state, t.rule, t.reason, t.facts, t.epochs,
  t.best_value AS value, ${kindWord('t.best_kind')} AS kind, t.best_epoch AS epoch, t.seed,
  t.parameters, g.configuration, g.key AS training, f.detail,
  ${isoTime('t.started_at')} AS started, ${isoTime('t.ended_at')} AS ended,
  t.sweep AS sweep_row, t.training AS training_row
FROM trial t JOIN sweep s ON s.row = t.sweep JOIN training g ON g.row = t.training
  LEFT JOIN failure f ON f.sweep = t.sweep AND f.trial = t.number AND t.state = 'failed';

-- The inner query reads nothing but the index trial_rank, so \`rank <= 10\` costs little.
CREATE VIEW leaderboard AS
SELECT s.id AS sweep, s.name, r.rank, t.number AS trial, t.state, s.metric, s.goal,
  t.best_value AS value, ${kindWord('t.best_kind')} AS kind, t.best_epoch AS epoch, t.epochs,
  t.rule, t.reason, t.seed, t.parameters,
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
SELECT s.id AS sweep, s.name, t.number AS trial, e.epoch, m.name AS metric, e.value,
  ${kindWord('e.kind')} AS kind, t.sweep AS sweep_row
FROM trial t JOIN sweep s ON s.row = t.sweep
  JOIN epoch e ON e.training = t.training AND e.epoch <= t.epochs
  JOIN metric m ON m.row = e.metric;`;

export const initialMigration: Migration = {
  version: 1,
  name: 'initial',
  sql: [sweepTable, trainingTables, trialTables, views].join('\n'),
};
