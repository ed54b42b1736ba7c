// Any text as the name of a sweep: letters, digits, `-`, `_` and `.`, at most 64 of them.

import { basename, extname } from 'node:path';

/** `my sweep` is my-sweep. */
export function nameFrom(text: string): string {
  const name = text.replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  return name.replace(/^[^A-Za-z0-9]+/, '').slice(0, 64) || 'sweep';
}

/** The file's name as a sweep's: `my sweep.yaml` is my-sweep. */
export function nameOfFile(file: string): string {
  return nameFrom(basename(file, extname(file)));
}
