// The fates that the orchestrator itself gives; all others come from schedulers and stoppers.

import type { Failure } from '../vocabulary/segment.js';
import type { TrialFate } from '../vocabulary/trial.js';
import type { Reason } from '../vocabulary/verdict.js';

/** The sweep was paused before the trial came to a rung or to its end. */
export function interruptedFate(epoch: number, budget: number): TrialFate {
  const text = `interrupted at epoch ${epoch} of ${budget}`;
  return { state: 'paused', reason: { rule: 'pause', text, facts: { epoch, budget } } };
}

export function stoppedFate(reason: Reason): TrialFate {
  return { state: 'stopped', reason };
}

export function failedFate(failure: Failure): TrialFate {
  const { kind, message, detail, attempts } = failure;
  const reason = { rule: 'failure', text: message, facts: { kind, attempts } };
  return { state: 'failed', reason, detail };
}

/** What becomes of a segment that an executor interrupted though nobody asked it to. */
export const unaskedInterruption: Failure = Object.freeze({
  kind: 'exit',
  message: 'the segment was interrupted though nothing had asked it to stop',
  detail:
    'the executor ended the segment as interrupted; neither a rule nor a pause had asked for it',
  attempts: 1,
});
