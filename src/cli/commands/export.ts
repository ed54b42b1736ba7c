// nightsweep export [SWEEP]: the leaderboard for other programs. A file appears whole or not at all, and
// of the files that are there already only an earlier export is replaced.

import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

/** A database or a definition is never taken for an earlier export. */
const endings = ['.csv', '.json', '.md'];

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
  if (existsSync(file) && !endings.includes(extname(file).toLowerCase())) {
    throw new Slip(
      `expected a new file, or an earlier export that ends in ${endings.join(', ')}, found ${file}: choose another name`,
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
