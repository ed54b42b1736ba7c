// The kernels with one constant changed, compiled as the build compiles them: another core, whose bits
// are others from the first epoch on.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Kernels, loadKernels } from '../../src/core/kernels/kernels.js';

/** A coefficient of the exponential, and what becomes of it. */
const [CONSTANT, OTHER] = ['5.0000001201e-1', '4.9e-1'];

export function otherKernels(): Kernels {
  const folder = mkdtempSync(join(tmpdir(), 'nightsweep-core-'));
  try {
    cpSync(resolve('src/core/kernels'), folder, { recursive: true });
    const file = join(folder, 'assembly', 'elementary.ts');
    const source = readFileSync(file, 'utf8');
    if (!source.includes(CONSTANT)) throw new Error(`expected ${CONSTANT} in elementary.ts`);
    writeFileSync(file, source.replace(CONSTANT, OTHER));
    const asc = resolve('node_modules/assemblyscript/bin/asc.js');
    const words = ['assembly/module.ts', '--config', 'asconfig.json', '--outFile', 'other.wasm'];
    const { status, stderr } = spawnSync(process.execPath, [asc, ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return loadKernels(readFileSync(join(folder, 'other.wasm')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
