// nightsweep export [SWEEP]: the leaderboard for other programs.

import { extname } from 'node:path';
import { exportLeaderboard } from '../../leaderboard/exports/export.js';
import { readLeaderboard } from '../../leaderboard/leaderboard.js';
import { openReader } from '../../store/reader.js';
import { ExitCode } from '../exit-code.js';
import type { QueryOptions } from '../query.js';
import { resultsDirectory } from '../results-directory.js';
import { printable } from '../terminal/printable.js';
import { plural } from '../terminal/quantities.js';
import { terminalOn } from '../terminal/terminal.js';
import { writeWholeFile } from '../whole-file.js';

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

const earlierExport = {
  what: 'an earlier export',
  begins: (start: Buffer) => beginnings.some((beginning) => beginning.test(start.toString('utf8'))),
};

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
    writeWholeFile(output, text, earlierExport);
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
