// Migration 4: a trial may be trained on some rows of the training part only, where a schedule allots them.
// What was recorded before was trained on all. A trial on fewer rows ranks behind every one on more that may
// win: its value is one of another, smaller training set.

import type { Migration } from '../migration.js';

// In the index a missing number comes first, as all rows are the most.
const tables = `
ALTER TABLE trial ADD COLUMN rows INTEGER;  -- NULL: all of the training part, under no such schedule
ALTER TABLE trial ADD COLUMN fewer INTEGER GENERATED ALWAYS AS (-rows) VIRTUAL;

DROP INDEX trial_rank;
CREATE INDEX trial_rank ON trial (sweep, tier, fewer, score, epochs, number);

DROP VIEW trials;
DROP VIEW leaderboard;`;

const kindWord = (column: string) =>
  `CASE ${column} WHEN 1 THEN 'nan' WHEN 2 THEN 'inf' WHEN 3 THEN '-inf' WHEN 0 THEN 'finite' WHEN 4 THEN 'finite' END`;

const isoTime = (column: string) =>
  `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`;

const views = `
CREATE VIEW trials AS
SELECT s.id AS sweep, s.name, t.number AS trial, t.state, t.rule, t.reason, t.facts, t.epochs,
  t.best_value AS value, ${kindWord('t.best_kind')} AS kind, t.best_se AS se, t.best_epoch AS epoch,
  t.rows, t.seed, t.parameters, g.configuration, g.key AS training, g.core_build, f.detail,
  ${isoTime('t.started_at')} AS started, ${isoTime('t.ended_at')} AS ended,
  t.sweep AS sweep_row, t.training AS training_row
FROM trial t JOIN sweep s ON s.row = t.sweep JOIN training g ON g.row = t.training
  LEFT JOIN failure f ON f.sweep = t.sweep AND f.trial = t.number AND t.state = 'failed';

-- The inner query reads nothing but the index trial_rank, so \`rank <= 10\` costs little.
CREATE VIEW leaderboard AS
SELECT s.id AS sweep, s.name, r.rank, t.number AS trial, t.state, s.metric, s.goal,
  t.best_value AS value, ${kindWord('t.best_kind')} AS kind, t.best_se AS se, t.best_epoch AS epoch,
  t.epochs, t.rows, t.rule, t.reason, t.seed, t.parameters,
  ${isoTime('t.started_at')} AS started, ${isoTime('t.ended_at')} AS ended,
  r.sweep AS sweep_row, t.training AS training_row
FROM (
    SELECT sweep, number,
      row_number() OVER (PARTITION BY sweep ORDER BY tier, fewer, score, epochs, number) AS rank
    FROM trial
  ) r
  JOIN trial t ON t.sweep = r.sweep AND t.number = r.number
  JOIN sweep s ON s.row = r.sweep;`;

export const rowsMigration: Migration = {
  version: 4,
  name: 'rows',
  sql: [tables, views].join('\n'),
};
