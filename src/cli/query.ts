// What the commands that only look have in common: a reader that is closed whatever happens, and JSON for
// other programs instead of text for people.

import { openReader, type Reader } from '../store/reader.js';
import { ExitCode } from './exit-code.js';
import { resultsDirectory } from './results-directory.js';
import { type Terminal, terminalOn } from './terminal/terminal.js';

export interface QueryOptions {
  readonly results?: string;
  readonly json?: boolean;
}

interface Answer {
  /** Goes out as it is under --json. */
  readonly json: unknown;
  /** Printable lines, made only when they are shown. */
  readonly text: () => string;
}

export async function answerQuery(
  { results, json }: QueryOptions,
  answer: (reader: Reader, terminal: Terminal) => Answer,
): Promise<ExitCode> {
  const terminal = terminalOn(process.stdout);
  const reader = openReader(resultsDirectory(results));
  try {
    const { json: value, text } = answer(reader, terminal);
    terminal.write(`${json === true ? JSON.stringify(value, null, 2) : text()}\n`);
    return ExitCode.done;
  } finally {
    reader.close();
  }
}
