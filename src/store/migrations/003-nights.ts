// Migration 3: what a night needs. Decisions are written down in logical order; a sweep's row says which
// process may write to it; states know why they are kept and whether they were removed on purpose; a
// training knows under which core it was trained.

import type { Migration } from '../migration.js';

const tables = `
-- Every beginning takes the next number; who writes with an older one is refused.
ALTER TABLE sweep ADD COLUMN fence INTEGER NOT NULL DEFAULT 0;
-- Counts signs of life of the process that runs it, which another process can watch without a clock.
ALTER TABLE sweep ADD COLUMN beat INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sweep ADD COLUMN beat_at INTEGER;
-- When that process began, as its system says: numbers of processes are used again.
ALTER TABLE sweep ADD COLUMN process TEXT;

-- The core whose bits these are; NULL: not known.
ALTER TABLE training ADD COLUMN core_build TEXT;
UPDATE training SET core_build = (
  SELECT s.core_build FROM replicate r JOIN sweep s ON s.row = r.sweep
  WHERE r.training = training.row LIMIT 1);

-- interim: kept for a restart only, until a later state of the training is there.
ALTER TABLE state ADD COLUMN interim INTEGER NOT NULL DEFAULT 0;
-- removed: gc took its file; nobody misses it unless training goes on from there.
ALTER TABLE state ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;

-- replicate is read by training when states are collected.
CREATE INDEX replicate_training ON replicate (training);
-- Before a file is removed it is asked whether another row names it.
CREATE INDEX state_file ON state (file);

-- What was decided, in logical order. at: the logical clock; known: results consumed until then.
CREATE TABLE decision (
  sweep    INTEGER NOT NULL REFERENCES sweep,
  sequence INTEGER NOT NULL,
  at       REAL NOT NULL,
  known    INTEGER NOT NULL,
  trial    INTEGER NOT NULL,
  action   TEXT NOT NULL CHECK (action IN ('start', 'continue', 'wait', 'complete', 'stop', 'fail', 'exhaust')),
  epoch    INTEGER NOT NULL,
  rule     TEXT,
  reason   TEXT,
  facts    TEXT,
  PRIMARY KEY (sweep, sequence)
) STRICT, WITHOUT ROWID;

DROP VIEW trials;`;

const kindWord = (column: string) =>
  `CASE ${column} WHEN 1 THEN 'nan' WHEN 2 THEN 'inf' WHEN 3 THEN '-inf' WHEN 0 THEN 'finite' WHEN 4 THEN 'finite' END`;

const isoTime = (column: string) =>
  `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`;

const views = `
CREATE VIEW trials AS
SELECT s.id AS sweep, s.name, t.number AS trial, t.state, t.rule, t.reason, t.facts, t.epochs,
  t.best_value AS value, ${kindWord('t.best_kind')} AS kind, t.best_se AS se, t.best_epoch AS epoch,
  t.seed, t.parameters, g.configuration, g.key AS training, g.core_build, f.detail,
  ${isoTime('t.started_at')} AS started, ${isoTime('t.ended_at')} AS ended,
  t.sweep AS sweep_row, t.training AS training_row
FROM trial t JOIN sweep s ON s.row = t.sweep JOIN training g ON g.row = t.training
  LEFT JOIN failure f ON f.sweep = t.sweep AND f.trial = t.number AND t.state = 'failed';

CREATE VIEW decisions AS
SELECT s.id AS sweep, s.name, d.sequence, d.at, d.known, d.trial, d.action, d.epoch, d.rule, d.reason,
  d.facts, d.sweep AS sweep_row
FROM decision d JOIN sweep s ON s.row = d.sweep;

-- The states that the trainings of each trial have, and the files that hold them.
CREATE VIEW checkpoints AS
SELECT s.id AS sweep, s.name, r.trial, r.number AS replicate, c.epoch, c.step, c.file, c.bytes,
  c.interim, r.sweep AS sweep_row, r.training AS training_row
FROM replicate r JOIN sweep s ON s.row = r.sweep
  JOIN state c ON c.training = r.training AND c.file IS NOT NULL AND c.removed = 0;`;

export const nightsMigration: Migration = {
  version: 3,
  name: 'nights',
  sql: [tables, views].join('\n'),
};
