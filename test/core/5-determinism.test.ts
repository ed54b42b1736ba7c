// What makes one seed one result: the compiled kernels have no relaxed instruction, and no source on a
// path to a weight or a sampled value uses a function of Math that engines may round differently.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../../src', import.meta.url));

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : entry.name.endsWith('.ts') ? [path] : [];
  });
}

const inexact =
  /\b(?:Native)?Mathf?\.(exp|expm1|log|log2|log10|log1p|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot|random)\b|[^*/]\*\*[^*/]/;

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\/\/.*$/gm, '');
}

describe('bits do not depend on the engine', () => {
  it.each([
    'vocabulary',
    'space',
    'samplers',
    'schedulers',
    'stoppers',
    'orchestrator',
    'trainables',
    'core',
    'data',
  ])('src/%s has no inexact function of Math', (room) => {
    const offenders = files(join(source, room)).filter((file) =>
      inexact.test(withoutComments(readFileSync(file, 'utf8'))),
    );
    expect(offenders.map((file) => relative(source, file))).toEqual([]);
  });

  it('which the search for them would find', () => {
    expect(inexact.test('const x = Math.exp(1);')).toBe(true);
    expect(inexact.test('const x = 10 ** k;')).toBe(true);
    expect(inexact.test('const x: f32 = Mathf.exp(1);')).toBe(true);
  });
});

/** What follows each byte 0xfd, the SIMD prefix: every SIMD opcode, and chance finds inside constants. */
function simdOpcodes(wasm: Uint8Array): Set<number> {
  const found = new Set<number>();
  for (let i = 0; i < wasm.length - 3; i++) {
    if (wasm[i] !== 0xfd) continue;
    let value = 0;
    for (let shift = 0, j = i + 1; j < i + 4; shift += 7, j++) {
      value |= (wasm[j]! & 0x7f) << shift;
      if ((wasm[j]! & 0x80) === 0) break;
    }
    found.add(value);
  }
  return found;
}

describe('the compiled kernels', () => {
  const require = createRequire(import.meta.url);
  const wasm = readFileSync(require.resolve('nightsweep/internal/core/kernels/kernels.wasm'));

  it('use SIMD', () => {
    // f32x4.mul, f32x4.add
    expect([...simdOpcodes(wasm)]).toEqual(expect.arrayContaining([0xe6, 0xe4]));
  });

  it('have no relaxed instruction (0xfd 0x100 to 0x12f)', () => {
    const relaxed = [...simdOpcodes(wasm)].filter((opcode) => opcode >= 0x100 && opcode <= 0x12f);
    expect(relaxed).toEqual([]);
  });
});
