// Where in a person's code something went wrong: file:line:column of the first line of a stack that is
// neither Node's nor ours nor a package's.

import { spawnSync } from 'node:child_process';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ModulePlace {
  /** As the person named it. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  readonly workingDirectory: string;
}

/** `at file:///a/b.mjs:3:7`, and the head of a syntax error: `/a/b.mjs:3`. */
const IN_LINE =
  /(?:^|[\s(])((?:file:\/\/)?\/[^\s():?]+|(?:file:\/\/\/)?[A-Za-z]:[\\/][^\s():?]+)(?:\?[^\s():]*)?:(\d+)(?::(\d+))?/;

/** Long enough for a process to start on a busy machine. */
const CHECK_MILLISECONDS = 10_000;

const ownFolder = fileURLToPath(new URL('../..', import.meta.url));

function isForeign(path: string): boolean {
  return path.includes('/node_modules/') || path.startsWith(ownFolder);
}

/** A syntax error has its line below its head, and a caret below that. */
function caretIn(lines: readonly string[]): number | null {
  const at = lines[2]?.indexOf('^') ?? -1;
  return at < 0 ? null : at + 1;
}

function placeInStack(stack: string, where: ModulePlace): string | null {
  const lines = stack.split('\n');
  for (const [i, text] of lines.entries()) {
    const [, named, line, column = caretIn(lines)] = IN_LINE.exec(text) ?? [];
    if (named === undefined || (i > 0 && !/^\s+at /.test(text))) continue;
    const path = named.startsWith('file:') ? fileURLToPath(named) : named;
    if (isForeign(path)) continue;
    const file = path === where.path ? where.file : relative(where.workingDirectory, path);
    return column === null ? `${file}:${line}` : `${file}:${line}:${column}`;
  }
  return null;
}

/** Node keeps the place of a module's syntax error to itself, until it is asked to check the file. */
function checkedPlace(where: ModulePlace): string | null {
  const { stderr } = spawnSync(process.execPath, ['--check', where.path], {
    encoding: 'utf8',
    timeout: CHECK_MILLISECONDS,
  });
  return placeInStack(stderr ?? '', where);
}

/** The file alone where nothing more is known. */
export function codePlace(thrown: unknown, where: ModulePlace): string {
  if (!(thrown instanceof Error)) return where.file;
  const known = placeInStack(thrown.stack ?? '', where);
  if (known !== null) return known;
  return (thrown instanceof SyntaxError ? checkedPlace(where) : null) ?? where.file;
}
