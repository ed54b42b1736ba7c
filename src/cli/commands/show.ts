// nightsweep show SWEEP/TRIAL

import { readTrial } from '../../leaderboard/leaderboard.js';
import { jsonNumber, trialObject } from '../../leaderboard/trial-object.js';
import { withoutCells } from '../../vocabulary/confusion-cell.js';
import { Slip } from '../../vocabulary/errors.js';
import type { Metrics } from '../../vocabulary/metric.js';
import { confusionsIn } from '../confusion-view.js';
import type { ExitCode } from '../exit-code.js';
import { answerQuery, type QueryOptions } from '../query.js';
import { type TrialStory, trialText } from '../trial-view.js';

/** @throws Slip for words that are no trial, or one that there is not */
export function show(selector: string, options: QueryOptions): Promise<ExitCode> {
  const { sweep: name, trial: number } = trialSelector(selector);
  return answerQuery(options, (reader, terminal) => {
    const sweep = reader.findSweep(name);
    const trial = readTrial(reader, sweep, number);
    const story = { sweep, trial, curve: reader.curve(sweep, number) };
    return { json: storyObject(story), text: () => trialText(story, terminal) };
  });
}

export interface TrialSelector {
  /** undefined: the latest. */
  readonly sweep: string | undefined;
  readonly trial: number;
}

/** digits/17, 3f9a/17, or /17 of the latest sweep. */
export function trialSelector(text: string): TrialSelector {
  const match = /^(.*)\/(\d{1,15})$/s.exec(text);
  if (match === null) {
    const remedy = /^\d+$/.test(text)
      ? `write /${text} for one of the latest sweep`
      : 'write digits/17';
    throw new Slip(`expected SWEEP/TRIAL, found \`${text}\`: ${remedy}`);
  }
  const [, name, trial] = match;
  return { sweep: name === '' ? undefined : name, trial: Number(trial) };
}

function storyObject({ sweep, trial, curve }: TrialStory) {
  const { configuration, reason, metrics, replicates, detail, started, ended } = trial;
  return {
    ...trialObject(sweep, trial),
    configuration,
    reason,
    metrics: numbers(metrics),
    confusion: confusionsIn(metrics),
    replicates: replicates.map(({ seed, fold, value }) => ({
      seed,
      fold,
      value: value === null ? null : jsonNumber(value),
    })),
    curve: curve.map((epoch) => ({ epoch: epoch.epoch, metrics: numbers(epoch.metrics) })),
    detail,
    started,
    ended,
  };
}

function numbers(metrics: Metrics) {
  const entries = Object.entries(withoutCells(metrics));
  return Object.fromEntries(entries.map(([name, v]) => [name, jsonNumber(v)]));
}
