// A program of its own for a process of its own: a script beside the rooms it needs, as plain JavaScript.

import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { temporaryDirectory } from './recorded-sweep.js';

/** @returns the script's path; it may import './src/store/….js' and './src/vocabulary/….js' */
export function compiledScript(source: string): string {
  const directory = temporaryDirectory();
  for (const room of ['store', 'store/migrations', 'vocabulary']) {
    mkdirSync(join(directory, 'src', room), { recursive: true });
    for (const file of readdirSync(join('src', room)).filter((name) => name.endsWith('.ts'))) {
      const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
      const text = readFileSync(join('src', room, file), 'utf8');
      const { outputText } = ts.transpileModule(text, { compilerOptions: options });
      writeFileSync(join(directory, 'src', room, file.replace('.ts', '.js')), outputText);
    }
  }
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'script.js'), source);
  return join(directory, 'script.js');
}
