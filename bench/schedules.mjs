// What schedules save: the same random search over digits and letters, trained whole and by each schedule.
// All of them share one memo, so that little but the whole search is trained; a schedule's epochs are those
// that it asks for. Without the folder of data files there is nothing to train, and it says so.

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runOrder } from '../dist/cli/sweep.js';
import { defineSweep } from '../dist/definition/define-sweep.js';
import { networkSettings } from '../dist/trainables/network/settings.js';
import { lineChart } from './line-chart.mjs';
import { median, title } from './measure.mjs';

const SEEDS = [1, 2, 3, 4, 5];
const DATA = resolve(process.env.NIGHTSWEEP_DATA ?? '../shared/data');

const searches = [
  { name: 'digits', data: { file: 'digits.csv', target: 'digit', validation: 0.2, test: 0.1 } },
  {
    name: 'letters',
    data: { file: 'letters.csv', target: 'letter', validation: 0.15, test: 0.15 },
  },
];

/**
 * With how many trials: Hyperband goes on into its next repetition for as many as stay within a quarter of
 * the whole search's epochs, so that the last of them are none of the 81.
 */
const schedules = [
  ['full', { type: 'full' }, 81],
  ['successive halving', { type: 'successive_halving', eta: 3, min_epochs: 1 }, 81],
  ['halving from 2', { type: 'successive_halving', eta: 3, min_epochs: 2 }, 81],
  ['hyperband', { type: 'hyperband', eta: 3, min_epochs: 1 }, 88],
  ['asha', { type: 'asha', eta: 3, min_epochs: 1 }, 81],
  ['asha from 2', { type: 'asha', eta: 3, min_epochs: 2 }, 81],
];

function sweepOf({ name, data }, [schedule, spec, trials], seed) {
  const input = {
    name: `${name}-${schedule.replaceAll(' ', '-')}`,
    method: 'random',
    seed,
    metric: { name: 'val_accuracy' },
    data: { ...data, file: join(DATA, data.file) },
    model: { kind: 'mlp' },
    epochs: 27,
    parameters: {
      lr: { distribution: 'log_uniform_values', min: 0.0001, max: 0.1 },
      batch_size: [32, 64, 128],
      optimizer: ['sgd', 'adam', 'rmsprop'],
      dropout: { min: 0, max: 0.5 },
      hidden: { values: [[32], [64], [128], [64, 64]] },
    },
    schedule: spec,
    trials,
  };
  return defineSweep(input, { settings: networkSettings, workingDirectory: process.cwd() })
    .definition;
}

/** The best accuracy so far after so many epochs, in the order in which they count. */
async function run(definition, results) {
  const climb = [];
  let best = 0;
  let epochs = 0;
  const listen = (event) => {
    if (event.kind !== 'trial_epoch') return;
    epochs++;
    const value = event.epoch.metrics.val_accuracy;
    if (value <= best) return;
    best = value;
    climb.push([epochs, best]);
  };
  const workers = availableParallelism();
  await runOrder({ definition, workers, results, pause: new AbortController().signal, listen });
  return { best, epochs, climb: [...climb, [epochs, best]] };
}

async function searchAll(search) {
  const found = new Map(schedules.map(([name]) => [name, []]));
  for (const seed of SEEDS) {
    const results = mkdtempSync(join(tmpdir(), 'nightsweep-bench-'));
    try {
      for (const schedule of schedules) {
        const definition = sweepOf(search, schedule, seed);
        found.get(schedule[0]).push(await run(definition, results));
      }
    } finally {
      rmSync(results, { recursive: true, force: true });
    }
  }
  return found;
}

const points = (share) => (100 * share).toFixed(2);

function print({ name }, found) {
  title(`${name}: 81 random configurations × 27 epochs, ${SEEDS.length} seeds`);
  console.log('schedule             best accuracy %        behind the full search    epochs');
  console.log('                     median (from to)       median, most              share');
  const full = found.get('full');
  for (const [schedule, runs] of found) {
    const bests = runs.map(({ best }) => best);
    const behind = runs.map(({ best }, i) => full[i].best - best);
    const share = runs.map(({ epochs }, i) => epochs / full[i].epochs);
    const spread = `${points(median(bests))} (${points(Math.min(...bests))} ${points(Math.max(...bests))})`;
    const gap = `${points(median(behind))}, ${points(Math.max(...behind))}`;
    console.log(
      `${schedule.padEnd(20)} ${spread.padEnd(22)} ${gap.padEnd(25)} ${(100 * median(share)).toFixed(1)} %`,
    );
  }
}

/** The median over seeds of the best so far, after each of these numbers of epochs. */
function medianClimb(runs) {
  const longest = Math.max(...runs.map(({ epochs }) => epochs));
  const at = [];
  for (let epochs = 9; epochs < longest; epochs = Math.ceil(epochs * 1.08)) at.push(epochs);
  return [...at, longest].map((epochs) => [
    epochs,
    100 * median(runs.map(({ climb }) => climb.findLast(([e]) => e <= epochs)?.[1] ?? 0)),
  ]);
}

function draw({ name }, found, folder) {
  const lines = [...found].map(([schedule, runs]) => ({
    name: schedule,
    points: medianClimb(runs),
  }));
  const top = Math.max(...lines.flatMap(({ points: all }) => all.map(([, value]) => value)));
  const svg = lineChart({
    title: `${name}: best validation accuracy so far (median of ${SEEDS.length} seeds)`,
    x: { name: 'epochs trained in all', log: true },
    y: { name: '%', range: [Math.floor(top) - 6, Math.ceil(top)] },
    lines,
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `schedules-${name}.svg`), svg);
}

/** @param {string | undefined} pictures a folder that pictures are written to */
export async function benchSchedules(pictures) {
  for (const search of searches) {
    if (!existsSync(join(DATA, search.data.file))) {
      console.log(`\n${search.name} is left out: there is no ${search.data.file} in ${DATA}`);
      continue;
    }
    const found = await searchAll(search);
    print(search, found);
    if (pictures !== undefined) draw(search, found, pictures);
  }
}
