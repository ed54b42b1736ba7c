// `--finish` with a person in front of it: what it is about to train, a line that moves, limits of this
// run, and Ctrl-C. The first Ctrl-C saves the epochs in hand, the second ends the process.

import { type RunLimits, watchLimits } from '../limits/run-limits.js';
import { pauseOnSignals } from '../signals.js';
import { printable, printableLines } from '../terminal/printable.js';
import { progressLine } from '../terminal/progress-line.js';
import { plural } from '../terminal/quantities.js';
import { terminalOn } from '../terminal/terminal.js';
import type { FinishOptions } from './finish.js';
import { finishText } from './simulation-view.js';

export interface FinishInFront {
  readonly options: FinishOptions;
  /** Takes the progress off the screen and listens no more; safe to call twice. */
  end(): void;
}

export function finishInFront({
  limits,
  workers,
  json,
}: {
  readonly limits: RunLimits;
  readonly workers: number;
  readonly json: boolean;
}): FinishInFront {
  const terminal = terminalOn(process.stdout);
  const progress = progressLine(terminalOn(process.stderr));
  const pause = pauseOnSignals(
    () => progress.note('pausing: finishing the epochs in hand'),
    () => progress.note('stopped at once: what is stored is kept'),
  );
  let all = 0;
  let trained = 0;
  let endLimits = () => {};
  let hearLimits: FinishOptions['listen'] = () => {};

  return {
    options: {
      workers,
      pause: pause.signal,
      onStart(unfinished, { epochs, objective }) {
        all = unfinished.epochs;
        if (!json) terminal.write(`${finishText(unfinished, epochs)}\n`);
        const watch = watchLimits(limits, objective, (reason) => pause.ask(reason));
        hearLimits = watch.listen;
        endLimits = watch.release;
      },
      listen(event) {
        hearLimits(event);
        if (event.kind !== 'epoch' || event.source !== 'trained') return;
        progress.show(++trained / all, `${plural(trained, 'epoch')} trained`);
      },
      onNote: (text) => progress.note(printable(text)),
      onOutput: (text) => progress.note(printableLines(text.trimEnd())),
    },
    end() {
      progress.end();
      pause.release();
      endLimits();
    },
  };
}
