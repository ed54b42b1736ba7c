// The fates that the orchestrator itself gives; all others come from schedulers and stoppers.

import type { Failure } from '../vocabulary/segment.js';
import type { TrialFate } from '../vocabulary/trial.js';
import type { Reason } from '../vocabulary/verdict.js';
import type { FailedReplicate } from './trial-progress.js';

export const completedFate = Object.freeze({ state: 'completed' } as const);

/** The sweep was paused before the trial came to a rung or to its end. */
export function interruptedFate(epoch: number, budget: number): TrialFate {
  const text = `interrupted at epoch ${epoch} of ${budget}`;
  return { state: 'paused', reason: { rule: 'pause', text, facts: { epoch, budget } } };
}

export function stoppedFate(reason: Reason): TrialFate & { readonly state: 'stopped' } {
  return { state: 'stopped', reason };
}

/** @param isOneOfMany says which replicate it was */
export function failedFate(
  { failure, progress }: FailedReplicate,
  isOneOfMany: boolean,
): TrialFate {
  const { kind, message, detail, attempts } = failure;
  const facts = { kind, attempts };
  if (!isOneOfMany) {
    return { state: 'failed', reason: { rule: 'failure', text: message, facts }, detail };
  }
  const { seed, fold } = progress.replicate;
  const text = `${message} (seed ${seed}, fold ${fold})`;
  return {
    state: 'failed',
    reason: { rule: 'failure', text, facts: { ...facts, seed, fold } },
    detail,
  };
}

/** What becomes of a segment that an executor interrupted though nobody asked it to. */
export const unaskedInterruption: Failure = Object.freeze({
  kind: 'exit',
  message: 'the segment was interrupted though nothing had asked it to stop',
  detail:
    'the executor ended the segment as interrupted; neither a rule nor a pause had asked for it',
  attempts: 1,
});
