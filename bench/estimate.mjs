// What `check` estimates against what the sweep then takes, for sweeps of five kinds: estimate and run back to
// back, several times, and the median of the ratios. On a machine that does something else as well both depend
// on what is left for them at their moment; so each is also told as if it had had all of the processors that it
// asked for (the CPU time of this process, by the workers' wall-clock).

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { estimateTime } from '../dist/cli/plan/estimate.js';
import { triedConfigurations } from '../dist/cli/plan/tried-configurations.js';
import { prepareSweep } from '../dist/cli/prepare-sweep.js';
import { runOrder } from '../dist/cli/sweep.js';
import { loadKernels } from '../dist/core/kernels/kernels.js';
import { loadDataSets } from '../dist/data/load-data-set.js';
import { defineSweep } from '../dist/definition/define-sweep.js';
import { readDefinition } from '../dist/definition/read-definition.js';
import { networkSettings } from '../dist/trainables/network/settings.js';
import { median, title } from './measure.mjs';

const ROUNDS = 3;
const DATA = resolve(process.env.NIGHTSWEEP_DATA ?? '../shared/data');
const digits = join(DATA, 'digits.csv');
const letters = join(DATA, 'letters.csv');
const lr = { distribution: 'log_uniform_values', min: 0.0003, max: 0.03 };

const sweeps = [
  {
    name: 'glyphs, mlp, successive halving',
    file: 'sweeps/quickstart.yaml',
  },
  {
    name: 'digits, mlp, random, 3 seeds',
    needs: digits,
    method: 'random',
    trials: 12,
    seeds: 3,
    data: { file: digits, target: 'digit', validation: 0.2, test: 0.1 },
    epochs: 20,
    parameters: {
      lr,
      batch_size: [16, 32, 64],
      hidden: { values: [[32], [64], [128, 64]] },
      optimizer: ['sgd', 'adam', 'rmsprop'],
    },
  },
  {
    name: 'digits, cnn, random',
    needs: digits,
    method: 'random',
    trials: 12,
    data: { file: digits, target: 'digit', image: [8, 8], validation: 0.2, test: 0.1 },
    model: { kind: 'cnn', hidden: [64] },
    epochs: 6,
    parameters: {
      lr,
      convolutions: {
        values: [
          [16, 'pool', 32, 'pool'],
          [32, 'pool', 64, 'pool'],
          [16, 32, 'pool'],
        ],
      },
      batch_size: [16, 32, 64],
      norm: ['none', 'batch_norm'],
    },
  },
  {
    name: 'letters, mlp, hyperband',
    needs: letters,
    method: 'random',
    data: { file: letters, target: 'letter', validation: 0.15, test: 0.15 },
    epochs: 9,
    parameters: {
      lr,
      batch_size: [32, 64, 128],
      hidden: { values: [[32], [64], [128]] },
      dropout: { min: 0, max: 0.3 },
    },
    schedule: { type: 'hyperband', eta: 3, min_epochs: 1 },
  },
  {
    name: 'friedman, mlp, tpe',
    method: 'tpe',
    trials: 40,
    metric: { name: 'val_rmse' },
    data: { generator: 'friedman', samples: 4000 },
    epochs: 12,
    parameters: { lr, batch_size: [32, 64], hidden: { values: [[32], [64], [64, 64]] } },
  },
];

function definitionOf({ name, file, needs: _needs, ...input }) {
  const context = { settings: networkSettings, workingDirectory: process.cwd() };
  if (file !== undefined) return readDefinition(file, { overrides: [], ...context }).definition;
  const usual = { name: name.replaceAll(/[ ,]+/g, '-'), seed: 7, metric: { name: 'val_accuracy' } };
  return defineSweep({ ...usual, ...input }, context).definition;
}

/** Seconds, and seconds if all processors that were asked for had been there. */
async function timed(workers, work) {
  const begin = performance.now();
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - begin) / 1000;
  return { value, seconds, share: Math.min(1, (user + system) / 1e6 / (seconds * workers)) };
}

async function round(definition, workers) {
  const data = await loadDataSets(definition.data, definition.folds);
  const { build: coreBuild } = loadKernels();
  const sweep = prepareSweep({ definition, data, coreBuild, workers });
  const tried = triedConfigurations(sweep);
  const estimated = await timed(workers, () => estimateTime(sweep, tried, null, 0));
  const results = mkdtempSync(join(tmpdir(), 'nightsweep-bench-'));
  try {
    const pause = new AbortController().signal;
    const ran = await timed(workers, () => runOrder({ definition, workers, results, pause }));
    const { seconds } = estimated.value;
    return {
      estimated: seconds,
      measured: ran.seconds,
      ratio: seconds / ran.seconds,
      undisturbed: (seconds * estimated.share) / (ran.seconds * ran.share),
    };
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

export async function benchEstimate() {
  title(
    `What check estimates, against what the sweep takes (median of ${ROUNDS}; aim 0.75 to 1.25)`,
  );
  console.log(
    'sweep                             estimated  measured   ratio (from–to)      undisturbed',
  );
  const workers = availableParallelism();
  for (const sweep of sweeps) {
    if (sweep.needs !== undefined && !existsSync(sweep.needs)) {
      console.log(`${sweep.name} is left out: there is no ${sweep.needs}`);
      continue;
    }
    const definition = definitionOf(sweep);
    const rounds = [];
    for (let i = 0; i < ROUNDS; i++) rounds.push(await round(definition, workers));
    const middle = (key) => median(rounds.map((each) => each[key]));
    const ratios = rounds.map(({ ratio }) => ratio);
    const spread = `(${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`;
    console.log(
      `${sweep.name.padEnd(33)} ${middle('estimated').toFixed(1).padStart(7)} s ${middle('measured').toFixed(1).padStart(7)} s   ${middle('ratio').toFixed(2)} ${spread.padEnd(15)} ${middle('undisturbed').toFixed(2)}`,
    );
  }
}
