// A sweep with a person in front of it: `run` and `resume` after they have their definition. Chooses how
// it is shown, listens for Ctrl-C, keeps the limits of this run, and tells how it ended.

import { resolve } from 'node:path';
import type { SweepDefinition } from '../definition/sweep-definition.js';
import { messageOf } from '../vocabulary/errors.js';
import type { SweepListener } from '../vocabulary/event.js';
import { tellRecorded } from './background/recorded-message.js';
import { ExitCode } from './exit-code.js';
import { pauseReasonOf } from './limits/pause-reason.js';
import { limitsShown, type RunLimits, watchLimits } from './limits/run-limits.js';
import { plainView } from './live-view/plain-view.js';
import { pausingAt, type SweepView, silentView } from './live-view/view.js';
import { sweepNotices } from './notice/notices.js';
import type { Webhook } from './notice/webhook.js';
import type { StartedSweep } from './prepare-sweep.js';
import { reportError, reportWarnings } from './report-error.js';
import { resultsDirectory } from './results-directory.js';
import { otherEpochs } from './reuse/other-epochs.js';
import { pauseOnSignals } from './signals.js';
import type { FinishedSweep, SweepOrder } from './sweep.js';
import { exitCodeOf, outcomeOf } from './sweep-ending.js';
import { printable, printableLines } from './terminal/printable.js';
import { type Terminal, terminalOn } from './terminal/terminal.js';

export interface WatchOptions {
  readonly workers: number;
  /** As it was given, relative to where the person stands. */
  readonly results: string | undefined;
  readonly json: boolean;
  /** Nothing from before this run is believed. */
  readonly retrain?: boolean;
  /** Finished trials of another core stay as they are. */
  readonly keep?: SweepOrder['keep'];
  readonly limits: RunLimits;
  /** Where a notice goes at the end or on trouble; null: nowhere. */
  readonly hook: Webhook | null;
  /** Whether a terminal is to ring then. */
  readonly bell: boolean;
  /** Refuses the sweep by throwing a Slip. */
  readonly admit?: (sweep: StartedSweep) => void;
}

export async function watchSweep(
  definition: SweepDefinition,
  options: WatchOptions,
): Promise<ExitCode> {
  const begun = performance.now();
  const terminal = terminalOn(process.stdout);
  let view: SweepView = silentView;
  let hasBegun = false;
  const results = resolve(resultsDirectory(options.results));
  const notices = sweepNotices({
    hook: options.hook,
    bell: options.bell && !options.json ? terminal : null,
    results,
    warn: (warning) => reportWarnings([warning], terminalOn(process.stderr)),
    clock: () => performance.now() - begun,
  });
  const pause = pauseOnSignals(
    () => view.pausing(),
    () => {
      view.note('stopped at once: nightsweep resume goes on from what is stored');
      view.end();
    },
  );
  // Under --json as well: it is no part of the result, and must not be silent.
  const others = otherEpochs((line) => {
    if (options.json) process.stderr.write(`${line}\n`);
    else view.note(printable(line));
  });
  const limits = watchLimits(options.limits, definition.objective, (reason) => {
    if (!pause.signal.aborted) view.pausing(pausingAt(reason.text));
    pause.ask(reason);
  });
  const listen: SweepListener = (event) => {
    view.listen(event);
    limits.listen(event);
  };
  try {
    // Only now: a Ctrl-C while this loads is heard already.
    const { runOrder } = await import('./sweep.js');
    const loadingView = viewFor(terminal, options.json);
    const finished = await runOrder({
      definition,
      workers: options.workers,
      results,
      pause: pause.signal,
      ...(options.retrain === true ? { retrain: others.hear } : {}),
      ...(options.keep === undefined ? {} : { keep: options.keep }),
      ...(options.admit === undefined ? {} : { admit: options.admit }),
      async onStart(sweep) {
        hasBegun = true;
        notices.begin(sweep);
        tellRecorded(sweep.id, definition.name);
        view = await loadingView;
        view.begin(sweep);
        const planned = limitsShown(options.limits, definition.objective);
        if (planned !== '') view.note(planned);
        // A limit that was reached, or a Ctrl-C that was heard, while all this was loading.
        if (pause.signal.aborted) view.pausing(pausingAt(pauseReasonOf(pause.signal).text));
      },
      listen,
      onTrouble(error) {
        view.note(printable(error.message));
        notices.trouble(error.message);
      },
      onNote(text) {
        // Before the view begins there is nothing that could show it.
        if (hasBegun) view.note(printable(text));
        else process.stderr.write(`${printable(text)}\n`);
      },
      onOutput: (text) => view.note(printableLines(text.trimEnd())),
    });
    others.end();
    view.end();
    await tellEnd(finished, performance.now() - begun, terminal, options);
    notices.end({ outcome: outcomeOf(finished.ending), reason: finished.ending.reason });
    return exitCodeOf(finished.ending);
  } catch (thrown) {
    if (!hasBegun) throw thrown;
    // A full disk can be mended, but it came too late for results to be as they were.
    others.end();
    view.end();
    reportError(thrown, terminalOn(process.stderr));
    notices.end({ outcome: 'failed', reason: messageOf(thrown) });
    return ExitCode.failed;
  } finally {
    view.end();
    limits.release();
    pause.release();
    // The sweep is over: a Ctrl-C from here on ends the command, and nothing is lost by it.
    await notices.settled();
  }
}

async function viewFor(terminal: Terminal, json: boolean): Promise<SweepView> {
  if (json) return silentView;
  if (terminal.columns === null) return plainView(terminal);
  return (await import('./live-view/live-view.js')).liveView(terminal);
}

async function tellEnd(
  finished: FinishedSweep,
  milliseconds: number,
  terminal: Terminal,
  { results, json }: WatchOptions,
): Promise<void> {
  const [{ openReader }, { summaryText }, { runObject }] = await Promise.all([
    import('../store/reader.js'),
    import('./summary.js'),
    import('./run-object.js'),
  ]);
  const reader = openReader(resultsDirectory(results));
  try {
    if (json)
      terminal.write(`${JSON.stringify(runObject(finished, reader, milliseconds), null, 2)}\n`);
    else terminal.write(summaryText(finished, reader, milliseconds, terminal, results));
  } finally {
    reader.close();
  }
}
