// A sweep is killed at its k-th write and its k-th sync, for every k: before it, after it, and with half
// of a write done. Each time it is resumed, and must have what an uninterrupted run has.

import { availableParallelism } from 'node:os';
import { differences, recordOf } from './record.mjs';
import { countsIn } from './shim.mjs';
import { definitionFile, searches } from './sweeps.mjs';
import { atOnce } from './workplace.mjs';

const changes = {
  ...searches.halving,
  trials: 20,
  data: { generator: 'moons', samples: 200 },
  model: { hidden: [8] },
};

/** Of all points, in the short form. */
const SHORT_POINTS = 12;

export async function crashPoints(report, workplace, { short }) {
  const file = definitionFile(workplace, 'points', changes);
  const words = (results) => ['run', file, '--results', results, '--workers', '1'];
  const calm = workplace.place('calm');
  const counts = workplace.counts();
  await workplace.json(words(calm), { env: workplace.shim(calm, { counts }) });
  const expected = recordOf(calm, 'points');
  const seen = countsIn(counts);
  report.figure(
    `${seen.write.all} writes (${seen.write.database} database, ${seen.write.wal} WAL, ${seen.write.checkpoint} checkpoints), ` +
      `${seen.sync.all} syncs (${seen.sync.directory} of directories)`,
  );
  report.control(
    seen.write.wal > 0 &&
      seen.write.checkpoint > 0 &&
      seen.sync.wal > 0 &&
      seen.sync.checkpoint > 0,
    'the shim sees what is written and synced of the database and of checkpoints',
  );

  const points = pointsOf(seen, short);
  const found = { killed: 0, missed: 0, wrong: [] };
  const jobs = points.map((point) => () => crashAt(point, { workplace, words, expected, found }));
  await atOnce(availableParallelism(), jobs);
  report.figure(
    `${points.length} points, killed at ${found.killed}; ${found.missed} runs ended before theirs`,
  );
  report.control(found.killed > points.length / 2, 'processes really are killed at their point');
  report.expect(
    found.wrong.length === 0,
    'every crash point resumes to the same bytes',
    found.wrong.slice(0, 5).join('; '),
  );
}

/** How often something happens differs a little from run to run: groups of commits are cut by time. */
function pointsOf(seen, short) {
  const points = [
    ...everyOf('write', seen.write.all, ['before', 'half', 'after']),
    ...everyOf('sync', seen.sync.all, ['before', 'after']),
  ];
  if (!short) return points;
  const step = points.length / SHORT_POINTS;
  return Array.from({ length: SHORT_POINTS }, (_, i) => points[Math.floor(i * step)]);
}

function everyOf(operation, count, moments) {
  return Array.from({ length: count }, (_, i) =>
    moments.map((moment) => `${operation}:${i + 1}:${moment}`),
  ).flat();
}

async function crashAt(point, { workplace, words, expected, found }) {
  const results = workplace.place('crashed');
  const env = workplace.shim(results, { kill: point });
  const { code, signal, stderr } = await workplace.run(words(results), { env });
  if (signal === 'SIGKILL') found.killed++;
  else if (code === 0) found.missed++;
  else found.wrong.push(`${point}: ended with ${signal ?? code}: ${stderr}`);
  const resumed = await workplace.run([...words(results), '--json']);
  if (resumed.code !== 0) {
    found.wrong.push(`${point}: not resumed: ${resumed.stderr}`);
    return;
  }
  for (const difference of differences(expected, recordOf(results, 'points'))) {
    found.wrong.push(`${point}: ${difference}`);
  }
  workplace.discard(results);
}
