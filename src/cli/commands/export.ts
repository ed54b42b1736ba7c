// nightsweep export [SWEEP]: the leaderboard for other programs. A file appears whole or not at all, and
// of the files that are there already only an earlier export is replaced.

import {
  closeSync,
  existsSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { extname } from 'node:path';
import { exportLeaderboard } from '../../leaderboard/exports/export.js';
import { readLeaderboard } from '../../leaderboard/leaderboard.js';
import { openReader } from '../../store/reader.js';
import { messageOf, Slip } from '../../vocabulary/errors.js';
import { ExitCode } from '../exit-code.js';
import type { QueryOptions } from '../query.js';
import { resultsDirectory } from '../results-directory.js';
import { printable } from '../terminal/printable.js';
import { plural } from '../terminal/quantities.js';
import { terminalOn } from '../terminal/terminal.js';

export interface ExportCommandOptions extends QueryOptions {
  readonly format?: string;
  readonly output?: string;
  readonly times?: boolean;
  readonly where?: string;
  readonly sort?: string;
}

/** How each format begins: a file that begins otherwise is somebody's, and not an earlier export. */
const beginnings = [
  /^rank,trial,state,value,epoch,epochs,reason,seed[,\n]/,
  /^\| rank \| trial \| state \|/,
  /^\[\]\n$|^\[\n {2}\{\n {4}"sweep": "[0-9a-f]+",\n {4}"trial": /,
];

export async function exportCommand(
  selector: string | undefined,
  options: ExportCommandOptions,
): Promise<ExitCode> {
  const { output, where, sort, times = false } = options;
  const reader = openReader(resultsDirectory(options.results));
  try {
    const leaderboard = readLeaderboard(reader, reader.findSweep(selector), { where, sort });
    const text = exportLeaderboard(leaderboard, formatOf(options), { times });
    if (output === undefined || output === '-') {
      terminalOn(process.stdout).write(text);
      return ExitCode.done;
    }
    writeWhole(output, text);
    // On stderr: the output stays empty for whoever reads it.
    const told = `${plural(leaderboard.rows.length, 'trial')} written to ${printable(output)}\n`;
    terminalOn(process.stderr).write(told);
    return ExitCode.done;
  } finally {
    reader.close();
  }
}

function formatOf({ format, output, json }: ExportCommandOptions): string {
  if (format !== undefined) return format;
  if (json === true) return 'json';
  const ending = output === undefined ? '' : extname(output).slice(1).toLowerCase();
  return ending === 'json' || ending === 'md' ? ending : 'csv';
}

/** @throws Slip for a file that is no export, or cannot be written */
function writeWhole(file: string, text: string): void {
  if (existsSync(file) && !isExport(file)) {
    throw new Slip(
      `expected a new file, or an earlier export to replace, found something else in ${file}: choose another name`,
    );
  }
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    renameSync(temporary, file);
  } catch (thrown) {
    rmSync(temporary, { force: true });
    throw new Slip(
      `expected to write ${file}, found ${messageOf(thrown)}: check the path and the disk`,
    );
  }
}

function isExport(file: string): boolean {
  if (!statSync(file).isFile()) return false;
  const start = Buffer.alloc(256);
  const descriptor = openSync(file, 'r');
  try {
    const length = readSync(descriptor, start, 0, start.length, 0);
    const text = start.toString('utf8', 0, length);
    return beginnings.some((beginning) => beginning.test(text));
  } finally {
    closeSync(descriptor);
  }
}
