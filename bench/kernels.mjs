// Each optimizer and each elementwise operation of the tests' registry as a share of what the machine
// could do. The registry is TypeScript, so vitest runs the measuring, kernels.bench.mjs.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export function benchKernels() {
  const vitest = here('../node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--config', here('kernels.config.mjs')];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', cwd: here('..') });
  if (status !== 0) process.exitCode = 1;
}
