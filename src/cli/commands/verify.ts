// nightsweep verify [SWEEP]: trains trials again and compares bits. It writes nothing, and ends with 1
// where something differs.

import { Slip } from '../../vocabulary/errors.js';
import { workersOf } from '../definition-source.js';
import { ExitCode } from '../exit-code.js';
import { resultsDirectory } from '../results-directory.js';
import { printableLines } from '../terminal/printable.js';
import { progressLine } from '../terminal/progress-line.js';
import { plural } from '../terminal/quantities.js';
import { terminalOn } from '../terminal/terminal.js';
import type { TrialChoice } from '../verification/trial-choice.js';
import { reportObject, reportText, startText } from '../verification/verification-view.js';
import { runVerification } from '../verification/verify-order.js';

export interface VerifyOptions {
  readonly top?: number;
  readonly sample?: number;
  readonly workers?: number;
  readonly results?: string;
  readonly json?: boolean;
}

/** @throws Slip where there is no such sweep, or its definition or data are not what they were */
export async function verify(
  selector: string | undefined,
  options: VerifyOptions,
): Promise<ExitCode> {
  const json = options.json === true;
  const terminal = terminalOn(process.stdout);
  const progress = progressLine(terminalOn(process.stderr));
  try {
    const report = await runVerification({
      results: resultsDirectory(options.results),
      sweep: selector,
      choice: choiceOf(options),
      workers: workersOf(options.workers),
      onStart(start) {
        if (!json) terminal.write(startText(start, terminal));
      },
      onProgress(epochs, of) {
        progress.show(epochs / of, `${plural(epochs, 'epoch')} trained again`);
      },
      onOutput: (text) => progress.note(printableLines(text.trimEnd())),
    });
    progress.end();
    terminal.write(
      json
        ? `${JSON.stringify(reportObject(report), null, 2)}\n`
        : `\n${reportText(report, terminal)}`,
    );
    return report.differences.length === 0 ? ExitCode.done : ExitCode.failed;
  } finally {
    progress.end();
  }
}

function choiceOf({ top, sample }: VerifyOptions): TrialChoice {
  if (top !== undefined && sample !== undefined) {
    throw new Slip('expected either --top or --sample, found both: keep one of them');
  }
  if (top !== undefined) return { kind: 'top', count: top };
  return sample === undefined ? { kind: 'all' } : { kind: 'sample', count: sample };
}
