// What one row of `trial` should say, and how events change it. A sweep that is begun again tells its
// story from the start; the image then keeps what an earlier run had settled until something new
// happens, so that a replay changes nothing, times included.

import type { SweepEvent } from '../vocabulary/event.js';
import { type BestEpoch, bestWith, type Objective } from '../vocabulary/metric.js';
import type { Replicate } from '../vocabulary/replicate.js';
import type { TrialState } from '../vocabulary/trial.js';
import { kindOf } from './metric-kind.js';

type Started = Extract<SweepEvent, { kind: 'trial_started' }>;
type Advanced = Extract<SweepEvent, { kind: 'trial_epoch' }>;
type Settled = Extract<SweepEvent, { kind: 'trial_settled' }>;

export interface TrialImage {
  readonly number: number;
  readonly replicates: readonly Replicate[];
  readonly parameters: string;
  /** Of the training part, where a schedule allots them; null: all, under any other. */
  readonly rows: number | null;
  readonly startedAt: number;
  state: TrialState;
  rule: string | null;
  reason: string | null;
  /** JSON */
  facts: string | null;
  detail: string | null;
  epochs: number;
  best: BestEpoch | null;
  endedAt: number | null;
  /** The best of the epochs told in this run; `best` may know more from an earlier one. */
  told: BestEpoch | null;
}

/** @param earlier the row of an earlier run, kept where it trained the same bits */
export function startedImage(
  { trial, replicates, parameters, rows: told }: Started,
  now: number,
  earlier: TrialImage | null,
): TrialImage {
  const text = JSON.stringify(parameters);
  const rows = told ?? null;
  if (earlier !== null && sameTrainings(earlier.replicates, replicates)) {
    return { ...earlier, parameters: text, rows, told: null };
  }
  return {
    number: trial,
    replicates,
    parameters: text,
    rows,
    startedAt: now,
    state: 'running',
    rule: null,
    reason: null,
    facts: null,
    detail: null,
    epochs: 0,
    best: null,
    endedAt: null,
    told: null,
  };
}

export function sameTrainings(a: readonly Replicate[], b: readonly Replicate[]): boolean {
  return a.length === b.length && a.every(({ training }, i) => training === b[i]!.training);
}

const unsettled = {
  state: 'running',
  rule: null,
  reason: null,
  facts: null,
  detail: null,
  endedAt: null,
} as const;

/** The trial as it was before it was settled. */
export function stillRunning(image: TrialImage): TrialImage {
  return { ...image, ...unsettled };
}

/** @returns whether the row changes, as of all functions below */
export function resumeImage(image: TrialImage): boolean {
  if (image.state === 'running') return false;
  Object.assign(image, unsettled);
  return true;
}

export function advanceImage(
  image: TrialImage,
  { epoch, se }: Advanced,
  objective: Objective,
): boolean {
  image.told = bestWith(image.told, epoch, objective, se);
  if (epoch.epoch <= image.epochs) return false;
  image.epochs = epoch.epoch;
  image.best = image.told;
  return true;
}

export function settleImage(
  image: TrialImage,
  { fate, epochs, best }: Settled,
  now: number,
): boolean {
  const reason = fate.state === 'completed' ? null : fate.reason;
  const settled = {
    state: fate.state,
    rule: reason?.rule ?? null,
    reason: reason?.text ?? null,
    facts: reason === null ? null : JSON.stringify(reason.facts),
    detail: fate.state === 'failed' ? fate.detail : null,
    epochs,
  };
  const same =
    (Object.keys(settled) as (keyof typeof settled)[]).every((k) => image[k] === settled[k]) &&
    sameBest(image.best, best);
  if (same) return false;
  Object.assign(image, settled, { best, endedAt: fate.state === 'paused' ? null : now });
  return true;
}

function sameBest(a: BestEpoch | null, b: BestEpoch | null): boolean {
  return a?.epoch === b?.epoch && Object.is(a?.value, b?.value) && a?.se === b?.se;
}

/** The columns that change, in the order in which the statements name them. */
export function imageColumns(image: TrialImage): readonly (string | number | null)[] {
  const { state, rule, reason, facts, epochs, best, endedAt } = image;
  return [
    state,
    rule,
    reason,
    facts,
    epochs,
    best?.epoch ?? null,
    best?.value ?? null,
    best === null ? null : kindOf(best.value),
    best?.se ?? null,
    endedAt,
  ];
}
