// How a command that did not work says so, on stderr. A person's slip is told in its own sentences and
// without a stack; a mistake of ours is one line, and the stack for whoever asks for it.

import { messageOf, Slip } from '../vocabulary/errors.js';
import { ExitCode } from './exit-code.js';
import { printable, printableLines } from './terminal/printable.js';
import type { Terminal } from './terminal/terminal.js';

export function reportError(thrown: unknown, terminal: Terminal): ExitCode {
  const { red, dim } = terminal.colours;
  if (thrown instanceof Slip) {
    for (const { place, message } of thrown.complaints) {
      const where = place === '' ? '' : `${dim(printable(place))}  `;
      terminal.write(`${where}${printable(message)}\n`);
    }
    return ExitCode.slip;
  }
  terminal.write(
    `${red('nightsweep failed')}: ${printable(messageOf(thrown).split('\n', 1)[0]!)}\n`,
  );
  if (process.env.NIGHTSWEEP_DEBUG === undefined || !(thrown instanceof Error)) {
    terminal.write(`${dim('NIGHTSWEEP_DEBUG=1 in front of the command shows the whole story')}\n`);
  } else {
    terminal.write(`${printableLines(thrown.stack ?? String(thrown))}\n`);
  }
  return ExitCode.failed;
}

/** Warnings of a definition: it runs, but perhaps not as it was meant. */
export function reportWarnings(
  warnings: readonly { readonly place: string; readonly message: string }[],
  terminal: Terminal,
): void {
  const { yellow, dim } = terminal.colours;
  for (const { place, message } of warnings) {
    const where = place === '' ? '' : ` ${dim(printable(place))}`;
    terminal.write(`${yellow('warning')}${where}  ${printable(message)}\n`);
  }
}
