// What starting costs, Node's own start included: `nightsweep --help`, and the first epoch of a small
// sweep. The baseline is Node with an empty script.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { title } from './measure.mjs';

const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const ROUNDS = 9;

const definition = `
name: start
method: random
trials: 8
metric: {name: val_accuracy}
data: {generator: blobs, samples: 500}
epochs: 3
parameters: {lr: {distribution: log_uniform_values, min: 0.001, max: 0.1}}
`;

/** Milliseconds until the process prints a line that fits, or ends. */
function untilLine(args, fits) {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    let seen = null;
    child.stdout.on('data', (data) => {
      text += data;
      if (seen === null && fits?.test(text)) seen = performance.now() - begin;
    });
    child.on('error', reject);
    child.on('close', () => resolve(seen ?? performance.now() - begin));
  });
}

async function best(args, fits = null) {
  const times = [];
  for (let i = 0; i < ROUNDS; i++) times.push(await untilLine(args(i), fits));
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
}

export async function benchStart() {
  title(`Starting (median of ${ROUNDS})`);
  const folder = mkdtempSync(join(tmpdir(), 'nightsweep-bench-'));
  try {
    const file = join(folder, 'start.yaml');
    writeFileSync(file, definition);
    const node = await best(() => ['-e', '']);
    const help = await best(() => [main, '--help']);
    const epoch = await best(
      (i) => [main, 'run', file, '--results', join(folder, `results${i}`)],
      / % {2}/,
    );
    console.log(`node with an empty script   ${node.toFixed(0).padStart(5)} ms`);
    console.log(`nightsweep --help           ${help.toFixed(0).padStart(5)} ms (aim 150)`);
    console.log(`first epochs told of        ${epoch.toFixed(0).padStart(5)} ms (aim 500)`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
