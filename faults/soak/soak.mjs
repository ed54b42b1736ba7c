// Many trials in one process, with somebody who looks at them all the while: memory, open files and the
// write-ahead log do not grow with them, and the last trial costs what the first one did.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openReader } from '../../dist/store/reader.js';
import { definitionFile } from '../sweeps.mjs';

const driver = fileURLToPath(new URL('./soak-driver.mjs', import.meta.url));
const MEGABYTE = 1024 * 1024;

export async function soak(report, workplace, { short }) {
  const size = short ? { trials: 30_000, every: 500 } : { trials: 50_000, every: 1000 };
  const { lines, wal } = await driven(workplace, size);
  const steady = lines.slice(Math.ceil(lines.length / 4));
  const slope = memorySlope(steady);
  const tenThousand = lines.filter(({ trials }) => trials <= 10_000);
  const begun = tenThousand.slice(Math.ceil(tenThousand.length / 4));
  const [first, last] = [rateOf(begun.slice(0, 4)), rateOf(begun.slice(-4))];
  report.figure(
    `${size.trials} trials that train nothing: ${first} trials/s at the start, ${last} at the ten-thousandth, ${rateOf(steady.slice(-4))} at the end; ` +
      `${(lines.at(-1).memory / MEGABYTE).toFixed(0)} MB, ${lines.at(-1).files} open files, WAL at most ${(wal / MEGABYTE).toFixed(1)} MB`,
  );
  report.expect(
    slope <= 1,
    'memory grows by at most 1 MB in 1,000 trials',
    `${slope.toFixed(2)} MB`,
  );
  const files = new Set(steady.map((line) => line.files));
  report.expect(files.size === 1, 'open files stay as many', [...files].join(', '));
  report.expect(
    wal <= 16 * MEGABYTE,
    'the write-ahead log has at most 16 MB with a reader looking',
  );
  if (!short)
    report.expect(
      Math.min(first, last) >= 5000,
      'at least 5,000 trials/s, at the start and after ten thousand',
    );

  const leaking = (await driven(workplace, { ...size, trials: 5000, leak: 'leak' })).lines;
  const leak = memorySlope(leaking.slice(3));
  const grew = leaking.at(-1).files > leaking[0].files;
  report.control(
    leak > 1 && grew,
    'a leak of 4 KB a trial, and of files, is noticed',
    `${leak.toFixed(2)} MB`,
  );
  await trained(report, workplace, short ? 600 : 24_000);
}

const rateOf = (lines) =>
  Math.round(lines.length / lines.reduce((sum, { rate }) => sum + 1 / rate, 0));

/** Megabytes in 1,000 trials, by least squares. */
function memorySlope(lines) {
  const mean = (of) => lines.reduce((sum, line) => sum + of(line), 0) / lines.length;
  const [x, y] = [mean(({ trials }) => trials), mean(({ memory }) => memory)];
  const both = mean(({ trials, memory }) => (trials - x) * (memory - y));
  return (1000 * both) / mean(({ trials }) => (trials - x) ** 2) / MEGABYTE;
}

async function driven(workplace, { trials, every, leak = 'none' }) {
  const results = workplace.place('soak');
  const words = [results, String(trials), String(every), leak];
  const running = workplace.start(words, { entry: driver, node: ['--expose-gc'] });
  const { ended, watched } = looking(running, results);
  const { code, stdout, stderr } = await ended;
  if (code !== 0) throw new Error(`the driver ended with ${code}: ${stderr}`);
  workplace.discard(results);
  return { lines: stdout.trim().split('\n').map(JSON.parse), wal: watched.wal };
}

/** Somebody who asks for the leaderboard ten times a second while it runs. */
function looking({ ended }, results, also = () => {}) {
  const watched = { wal: 0, looks: 0 };
  let reader = null;
  const look = () => {
    const wal = statSync(join(results, 'nightsweep.db-wal'), { throwIfNoEntry: false });
    watched.wal = Math.max(watched.wal, wal?.size ?? 0);
    if (wal === undefined) return;
    reader ??= openReader(results);
    const [sweep] = reader.sweeps();
    if (sweep === undefined) return;
    reader.leaderboard(sweep, { limit: 20 });
    watched.looks++;
    also(sweep);
  };
  const timer = setInterval(look, 100);
  return {
    watched,
    ended: ended.finally(() => {
      clearInterval(timer);
      reader?.close();
    }),
  };
}

/** Real threads and real, if very small, networks, through the command. */
async function trained(report, workplace, trials) {
  const file = definitionFile(workplace, 'many', {
    method: 'random',
    trials,
    epochs: 1,
    data: { generator: 'moons', samples: 40 },
    model: { hidden: [4] },
    parameters: { lr: { distribution: 'log_uniform_values', min: 0.001, max: 0.1 } },
    stopping: [],
  });
  const results = workplace.place('many');
  const running = workplace.start(['run', file, '--results', results, '--workers', '2', '--json']);
  const lines = [];
  const { pid } = running.child;
  const { ended, watched } = looking(running, results, ({ trialsInAll }) => {
    const sample = sampleOf(pid);
    if (sample !== null) lines.push({ trials: trialsInAll, ...sample });
  });
  const { code, stderr, seconds } = await ended;
  if (code !== 0) throw new Error(`the sweep ended with ${code}: ${stderr}`);
  // Three heaps (a main one and two of threads) take some 13,000 trials to get to their sizes.
  const steady = lines.slice(Math.ceil(lines.length * 0.6));
  const slope = steady.length < 3 ? 0 : memorySlope(steady);
  const text = `${trials} networks in ${seconds.toFixed(1)} s: ${slope.toFixed(2)} MB in 1,000 trials, WAL at most ${(watched.wal / MEGABYTE).toFixed(1)} MB`;
  // In so few trials the garbage of four heaps is all that can be seen.
  if (trials < 5000) report.figure(text);
  else report.expect(slope <= 1 && watched.wal <= 16 * MEGABYTE, text);
}

function sampleOf(pid) {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return { memory: pages * 4096, files: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return null; // It has just ended.
  }
}
