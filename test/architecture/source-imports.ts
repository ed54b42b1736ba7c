// Reads the imports of every source file. AssemblyScript is left out: it has a compiler of its own.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const sourceFolder = fileURLToPath(new URL('../../src', import.meta.url));

export interface SourceImport {
  /** Relative to src, with slashes. */
  readonly from: string;
  /** Relative to src for our own files, else the package's name; node: modules are left out. */
  readonly to: string;
  readonly kind: 'source' | 'package';
  readonly typeOnly: boolean;
}

export function sourceFiles(folder = sourceFolder): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'assembly' ? [] : sourceFiles(path);
    return entry.name.endsWith('.ts') ? [relative(sourceFolder, path)] : [];
  });
}

const statement = /\b(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?['"]([^'"]+)['"]/g;
const call = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** `import { type A, type B }` loads nothing either under verbatimModuleSyntax's rewriting, but the module. */
export function importsOf(file: string): readonly SourceImport[] {
  const text = readFileSync(join(sourceFolder, file), 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '');
  const found: SourceImport[] = [];
  const add = (specifier: string, typeOnly: boolean) => {
    if (specifier.startsWith('node:')) return;
    if (specifier.startsWith('.')) {
      const to = join(dirname(file), specifier).replace(/\.js$/, '.ts');
      found.push({ from: file, to, kind: 'source', typeOnly });
    } else {
      const [first, second] = specifier.split('/');
      const name = first!.startsWith('@') ? `${first}/${second}` : first!;
      found.push({ from: file, to: name, kind: 'package', typeOnly });
    }
  };
  for (const [, type, , specifier] of text.matchAll(statement)) add(specifier!, type !== undefined);
  for (const [, specifier] of text.matchAll(call)) add(specifier!, false);
  return found;
}

export function roomOf(file: string): string {
  return file.split('/')[0]!;
}
