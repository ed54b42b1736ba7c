// nightsweep simulate [SWEEP]: what another schedule, or other rules, would have made of a stored sweep.
// With --finish it first trains what was cut short; else it only reads.

import { Slip } from '../../vocabulary/errors.js';
import { workersOf } from '../definition-source.js';
import { ExitCode } from '../exit-code.js';
import type { RunLimits } from '../limits/run-limits.js';
import { reportWarnings } from '../report-error.js';
import { resultsDirectory } from '../results-directory.js';
import type { ChoiceTexts } from '../simulation/choices.js';
import type { Finished } from '../simulation/finish.js';
import { finishInFront } from '../simulation/finish-in-front.js';
import { simulateSweep } from '../simulation/simulate-sweep.js';
import { simulationObject } from '../simulation/simulation-object.js';
import { simulationText } from '../simulation/simulation-view.js';
import { printable } from '../terminal/printable.js';
import { terminalOn } from '../terminal/terminal.js';

export interface SimulateOptions extends Omit<RunLimits, 'target'> {
  readonly schedule?: readonly string[];
  readonly stopping?: readonly string[];
  readonly finish?: boolean;
  readonly workers?: number;
  readonly results?: string;
  readonly json?: boolean;
}

/** @throws Slip for what was typed, where there is no such sweep, or where it cannot be finished */
export async function simulate(
  selector: string | undefined,
  options: SimulateOptions,
): Promise<ExitCode> {
  refuseNothing(options);
  const begun = performance.now();
  const json = options.json === true;
  const terminal = terminalOn(process.stdout);
  const front =
    options.finish === true
      ? finishInFront({ limits: options, workers: workersOf(options.workers), json })
      : null;
  try {
    const simulation = await simulateSweep({
      results: resultsDirectory(options.results),
      sweep: selector,
      texts: textsOf(options),
      onWarnings: (warnings) => reportWarnings(warnings, terminalOn(process.stderr)),
      finish: front?.options ?? null,
    });
    front?.end();
    terminal.write(
      json
        ? `${JSON.stringify(simulationObject(simulation, performance.now() - begun), null, 2)}\n`
        : simulationText(simulation, terminal),
    );
    return endingOf(simulation.finished, (line) => {
      if (!json) terminal.write(`\n${printable(line)}\n`);
    });
  } finally {
    front?.end();
  }
}

/** Who asks for nothing but to know all curves asks what they come to. */
function textsOf({ schedule = [], stopping = [] }: SimulateOptions): ChoiceTexts {
  if (schedule.length + stopping.length === 0) return { schedules: ['full'], stopping: ['[]'] };
  return { schedules: schedule, stopping };
}

function endingOf(finished: Finished | null, tell: (line: string) => void): ExitCode {
  if (finished === null || finished.outcome === 'finished') return ExitCode.done;
  const { outcome, reason } = finished;
  tell(`${outcome}: ${reason}${outcome === 'paused' ? '; the same command goes on' : ''}`);
  return outcome === 'paused' ? ExitCode.paused : ExitCode.failed;
}

function refuseNothing(options: SimulateOptions): void {
  const { schedule = [], stopping = [], finish } = options;
  if (schedule.length + stopping.length === 0 && finish !== true) {
    throw new Slip(
      'expected another choice, found none: add --schedule asha, --stopping median, or both',
    );
  }
  if (finish === true) return;
  const training = ['workers', 'until', 'for', 'maxEpochs'] as const;
  const given = training.find((key) => options[key] !== undefined);
  if (given === undefined) return;
  const option = given === 'maxEpochs' ? '--max-epochs' : `--${given}`;
  throw new Slip(
    `expected ${option} beside --finish, found it alone: nothing is trained without --finish, so leave it out`,
  );
}
