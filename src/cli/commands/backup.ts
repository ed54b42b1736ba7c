// nightsweep backup FILE

import { backUp } from '../../store/backup.js';
import { bytesText } from '../../vocabulary/bytes-text.js';
import { ExitCode } from '../exit-code.js';
import type { QueryOptions } from '../query.js';
import { resultsDirectory } from '../results-directory.js';
import { printable } from '../terminal/printable.js';
import { terminalOn } from '../terminal/terminal.js';

export async function backup(file: string, { results, json }: QueryOptions): Promise<ExitCode> {
  const directory = resultsDirectory(results);
  const bytes = backUp(directory, file);
  const text =
    json === true
      ? JSON.stringify({ file, bytes }, null, 2)
      : `wrote ${printable(file)}, ${bytesText(bytes)}; checkpoints are files of their own, in ${printable(directory)}/checkpoints`;
  terminalOn(process.stdout).write(`${text}\n`);
  return ExitCode.done;
}
