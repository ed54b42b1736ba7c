// nightsweep model SWEEP/TRIAL: where the trained model of a trial lies, and a copy of it to take away. The
// model is the state at the epoch that the trial is ranked by, without what only training needs.

import { elements } from '../../core/graph/tensor.js';
import type { Checkpoint } from '../../store/read-checkpoints.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import type { FullTrial } from '../../store/read-trials.js';
import type { Reader } from '../../store/reader.js';
import { encodeSafetensors } from '../../store/safetensors.js';
import { bytesText } from '../../vocabulary/bytes-text.js';
import { Slip } from '../../vocabulary/errors.js';
import { canonicalJson } from '../../vocabulary/hash.js';
import type { Tensor, TrainingState } from '../../vocabulary/segment.js';
import type { ExitCode } from '../exit-code.js';
import { answerQuery, type QueryOptions } from '../query.js';
import { labelledLines } from '../terminal/labelled.js';
import { printable } from '../terminal/printable.js';
import { countText } from '../terminal/quantities.js';
import { writeWholeFile } from '../whole-file.js';
import { trialSelector } from './show.js';

export interface ModelOptions extends QueryOptions {
  readonly output?: string;
}

/** What only training needs: moments of the optimizer, the state of a schedule. */
const FOR_TRAINING = /^(optimizer|schedule)\./;

const earlierModel = {
  what: 'an earlier model',
  begins: (start: Buffer) => start.toString('latin1', 8).startsWith('{"__metadata__":{"epoch":'),
};

/** @throws Slip for a trial that there is not, or whose model was not kept */
export function model(selector: string, options: ModelOptions): Promise<ExitCode> {
  const { sweep: name, trial: number } = trialSelector(selector);
  return answerQuery(options, (reader, terminal) => {
    const sweep = reader.findSweep(name);
    const trial = reader.trial(sweep, number);
    const checkpoint = checkpointOf(reader, sweep, trial);
    const state = checkpoint?.read() ?? null;
    if (checkpoint === null || state === null) throw notKept(sweep, trial, checkpoint);
    const tensors = modelTensors(state);
    const { output } = options;
    if (output !== undefined) {
      writeWholeFile(
        output,
        encodeSafetensors({ ...state, tensors }, metadata(sweep, trial)),
        earlierModel,
      );
    }
    const shapes = Object.entries(tensors).map(([tensor, { shape }]) => ({ tensor, shape }));
    const parameters = shapes.reduce((sum, { shape }) => sum + elements(shape), 0);
    const { path, epoch, bytes } = checkpoint;
    return {
      json: {
        ...{ sweep: sweep.id, trial: trial.trial, epoch, parameters, checkpoint: path, bytes },
        output: output ?? null,
        tensors: shapes,
      },
      text: () =>
        labelledLines(
          [
            ['model', `${printable(sweep.name)}/${trial.trial} at epoch ${epoch}`],
            ['numbers', countText(parameters)],
            [
              'tensors',
              ...shapes.map(({ tensor, shape }) => `${printable(tensor)} (${shape.join(', ')})`),
            ],
            [
              'checkpoint',
              printable(path),
              `${bytesText(bytes)}, with what training needs to go on`,
            ],
            ...(output === undefined ? [] : [['written', printable(output)] as const]),
          ],
          terminal,
        ),
    };
  });
}

/** Of several replicates the first one's, which may not have kept the best epoch of the mean curve. */
function checkpointOf(reader: Reader, sweep: SweepSummary, trial: FullTrial): Checkpoint | null {
  const { training, epoch, replicates } = trial;
  const ranked = epoch === null ? null : reader.checkpoint(training, epoch);
  if (ranked !== null || replicates.length === 1) return ranked;
  return reader.bestCheckpoint(training, sweep.objective);
}

function modelTensors({ tensors }: TrainingState): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(Object.entries(tensors).filter(([name]) => !FOR_TRAINING.test(name)));
}

function metadata(sweep: SweepSummary, trial: FullTrial): Record<string, string> {
  return {
    sweep: sweep.id,
    name: sweep.name,
    trial: String(trial.trial),
    metric: sweep.objective.name,
    value: String(trial.value),
    configuration: canonicalJson(trial.configuration),
  };
}

function notKept(sweep: SweepSummary, trial: FullTrial, checkpoint: Checkpoint | null): Slip {
  const which = `${sweep.name}/${trial.trial}`;
  if (trial.epoch === null) {
    return new Slip(
      `expected a trained model of ${which}, found no epoch that was measured: choose another trial`,
    );
  }
  const found = checkpoint === null ? 'none kept' : `a damaged or missing file ${checkpoint.path}`;
  return new Slip(
    `expected the model of ${which} at epoch ${trial.epoch}, found ${found}: run the sweep again; where that trains nothing, with another --results`,
  );
}
