// A sweep as a view gets it, and a terminal that keeps what is written to it.

import pc from 'picocolors';
import { defineSweep } from '../../src/cli/library.js';
import type { StartedSweep } from '../../src/cli/prepare-sweep.js';
import { planSweep } from '../../src/cli/sweep-plan.js';
import type { Terminal } from '../../src/cli/terminal/terminal.js';
import type { DataSet, Part } from '../../src/data/data-set.js';

const part = (rows: number): Part => ({
  rows,
  inputs: new Float32Array(rows),
  targets: new Float32Array(rows),
});

const data: DataSet = {
  hash: 'd'.repeat(64),
  task: { kind: 'classification', classes: ['0', '1'], counts: [40, 40] },
  features: ['x'],
  categories: [],
  image: null,
  parts: { train: part(80), validation: part(20), test: part(0) },
  nesting: { order: Uint32Array.from({ length: 80 }, (_, row) => row), ends: null },
};

export const nine = defineSweep({
  name: 'nine',
  method: 'random',
  trials: 9,
  seed: 7,
  metric: { name: 'val_accuracy', goal: 'maximize' },
  data: { generator: 'moons', samples: 100 },
  epochs: 9,
  parameters: { lr: { min: 0.001, max: 0.1 } },
  schedule: { type: 'successive_halving', eta: 3, min_epochs: 1 },
});

export const replicates = [{ training: '', seed: 7, fold: 0 }];

export const startedNine: StartedSweep = {
  id: '0123456789abcdef',
  definition: nine,
  plan: planSweep(nine, 'classification'),
  data: [data],
  dataHash: data.hash,
  coreBuild: 'c'.repeat(64),
  workers: 2,
};

/** @param columns null: a pipe */
export function keptTerminal(columns: number | null): Terminal & { readonly text: () => string } {
  let text = '';
  return {
    columns,
    colours: pc.createColors(false),
    stream: process.stdout,
    write(more) {
      text += more;
    },
    text: () => text,
  };
}
