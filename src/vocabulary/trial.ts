// The states of a trial. running -> paused <-> running -> completed | stopped | failed.
// Stopped is a decision and failed is an accident; both carry their reason.

import type { Reason } from './verdict.js';

export type TrialState = 'running' | 'paused' | 'completed' | 'stopped' | 'failed';

export type TrialFate =
  /** Trained its whole budget. */
  | { readonly state: 'completed' }
  /** Waits: for the rest of its rung, or for the sweep to be resumed. */
  | { readonly state: 'paused'; readonly reason: Reason }
  /** Given up by a stopper, or left behind at a rung. */
  | { readonly state: 'stopped'; readonly reason: Reason }
  /** Could not be trained; reason.rule is 'failure', the stack is in `detail`. */
  | { readonly state: 'failed'; readonly reason: Reason; readonly detail: string };
