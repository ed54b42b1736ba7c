// The limits of one run: a time, a duration, a number of epochs, a value to reach. At the first of them the
// sweep is asked to pause. They are no part of the sweep: what it decides does not depend on them, only
// how far this run gets.

import type { SweepListener } from '../../vocabulary/event.js';
import type { Objective } from '../../vocabulary/metric.js';
import { printable } from '../terminal/printable.js';
import { plural } from '../terminal/quantities.js';
import { metricShown, numberShown } from '../terminal/value-shown.js';
import type { PauseReason } from './pause-reason.js';
import type { Duration, Until } from './time-words.js';

export interface RunLimits {
  readonly until?: Until;
  readonly for?: Duration;
  /** Epochs of replicates that this run trains. */
  readonly maxEpochs?: number;
  /** The sweep's metric, as good as this in any epoch of a trial. */
  readonly target?: number;
}

export interface LimitWatch {
  readonly listen: SweepListener;
  release(): void;
}

/**
 * Milliseconds after which the clocks are read again. A timer for the whole night would be wrong as soon
 * as somebody sets the clock, and Node's cannot wait for a month.
 */
const LOOK = 30_000;

/** @param reach told of every limit as it is reached, each once */
export function watchLimits(
  limits: RunLimits,
  objective: Objective,
  reach: (reason: PauseReason) => void,
): LimitWatch {
  const clocks = [watchUntil(limits.until, reach), watchDuration(limits.for, reach)];
  const counted = [countEpochs(limits.maxEpochs, reach), awaitTarget(limits, objective, reach)];
  return {
    listen(event) {
      for (const hear of counted) hear(event);
    },
    release() {
      for (const stop of clocks) stop();
    },
  };
}

/** until 07:00 · for 8h · 500 epochs at most · until val_accuracy is 0.99; empty without limits */
export function limitsShown(limits: RunLimits, objective: Objective): string {
  const words: string[] = [];
  if (limits.until !== undefined) words.push(`at ${limits.until.text}`);
  if (limits.for !== undefined) words.push(`after ${limits.for.text}`);
  if (limits.maxEpochs !== undefined) words.push(`after ${plural(limits.maxEpochs, 'epoch')}`);
  if (limits.target !== undefined) {
    words.push(`at ${printable(objective.name)} ${numberShown(limits.target)}`);
  }
  return words.length === 0 ? '' : `pauses ${words.join(' or ')}`;
}

type Reach = (reason: PauseReason) => void;

/** The wall clock, which may be set forward and back in between. */
function watchUntil(until: Until | undefined, reach: Reach): () => void {
  if (until === undefined) return () => {};
  const reason = asked(`${until.text} is reached`);
  return whenOver(() => until.at - Date.now(), reason, reach);
}

/** The monotonic clock, which nobody can set. */
function watchDuration(limit: Duration | undefined, reach: Reach): () => void {
  if (limit === undefined) return () => {};
  const end = performance.now() + limit.milliseconds;
  return whenOver(() => end - performance.now(), asked(`time is up after ${limit.text}`), reach);
}

function whenOver(left: () => number, reason: PauseReason, reach: Reach): () => void {
  let timer: NodeJS.Timeout;
  const look = () => {
    const rest = left();
    if (rest <= 0) reach(reason);
    // Never before its time: a timer may be a moment early.
    else timer = setTimeout(look, Math.min(LOOK, Math.ceil(rest))).unref();
  };
  look();
  return () => clearTimeout(timer);
}

function countEpochs(most: number | undefined, reach: Reach): SweepListener {
  let trained = 0;
  return (event) => {
    if (event.kind !== 'epoch' || event.source !== 'trained') return;
    trained++;
    if (trained === most) reach(asked(`${plural(most, 'epoch')} of this run are trained`));
  };
}

/** A sweep that has long reached it, and trains nothing, is evaluated to its end. */
function awaitTarget({ target }: RunLimits, objective: Objective, reach: Reach): SweepListener {
  if (target === undefined) return () => {};
  const { name, goal } = objective;
  let trains = false;
  let found: PauseReason | null = null;
  let isTold = false;
  return (event) => {
    if (event.kind === 'segment_started') trains = true;
    if (event.kind === 'trial_epoch' && found === null) {
      const { epoch, metrics } = event.epoch;
      const value = metrics[name];
      const isReached =
        value !== undefined && (goal === 'maximize' ? value >= target : value <= target);
      if (isReached) {
        const where = `trial ${event.trial}, epoch ${epoch}`;
        const wanted = `the target ${numberShown(target)}`;
        found = asked(`${printable(name)} ${metricShown(value)} (${where}) reaches ${wanted}`);
      }
    }
    if (found === null || !trains || isTold) return;
    isTold = true;
    reach(found);
  };
}

function asked(text: string): PauseReason {
  return Object.freeze({ kind: 'asked', text });
}
