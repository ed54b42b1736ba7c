// nightsweep doctor

import { examineResults } from '../../store/examine.js';
import { forgetDamaged } from '../../store/examine-checkpoints.js';
import type { Finding } from '../../store/finding.js';
import { ExitCode } from '../exit-code.js';
import { examineInstallation } from '../installation-check.js';
import type { QueryOptions } from '../query.js';
import { resultsDirectory } from '../results-directory.js';
import { printable } from '../terminal/printable.js';
import { type Terminal, terminalOn } from '../terminal/terminal.js';
import { textWidth } from '../terminal/text-width.js';

export interface DoctorOptions extends QueryOptions {
  readonly repair?: boolean;
}

export async function doctor({ results, json, repair }: DoctorOptions): Promise<ExitCode> {
  const terminal = terminalOn(process.stdout);
  const directory = resultsDirectory(results);
  const installation = examineInstallation();
  const forgotten = repair === true ? forgetDamaged(directory) : null;
  const findings = [...installation, ...examineResults(directory)];
  const isWell = findings.every(({ verdict }) => verdict !== 'wrong');
  if (json === true) {
    const answer = { ok: isWell, forgotten, findings };
    terminal.write(`${JSON.stringify(answer, null, 2)}\n`);
  } else {
    terminal.write(`${linesOf(findings, terminal)}\n`);
    if (forgotten !== null) terminal.write(`forgot damaged checkpoints: ${forgotten}\n`);
  }
  return isWell ? ExitCode.done : ExitCode.failed;
}

/** Nothing is cut: a path or a remedy is there to be copied. */
function linesOf(findings: readonly Finding[], { colours }: Terminal): string {
  const { green, yellow, red } = colours;
  const width = Math.max(...findings.map(({ check }) => textWidth(printable(check))));
  const lines = findings.map(({ check, verdict, found, todo }) => {
    const colour = verdict === 'ok' ? green : verdict === 'warning' ? yellow : red;
    const subject = printable(check);
    const gap = ' '.repeat(width - textWidth(subject) + 2);
    const remedy = todo === null ? '' : `: ${todo}`;
    return `${colour(verdict.padEnd(7))}  ${subject}${gap}${printable(`${found}${remedy}`)}`;
  });
  return lines.join('\n');
}
