// What can be found to differ when a trial is trained again, and how it is said.

import type { MetricDifference } from './metric-difference.js';
import { metricDifferenceText } from './metric-difference.js';

interface Place {
  readonly trial: number;
  /** Its place among the trial's trainings; null where there is one. */
  readonly replicate: number | null;
}

export type Difference =
  /** The first epoch of a training that is not what was stored. */
  | (Place & MetricDifference & { readonly kind: 'metric'; readonly epoch: number })
  /** missing: no file; damaged: other bytes than its name says; other: the state of another training */
  | (Place & {
      readonly kind: 'checkpoint';
      readonly epoch: number;
      readonly fault: 'missing' | 'damaged' | 'other';
    })
  /** The epoch that speaks for a trial is not the one that its epochs say. */
  | (Place & {
      readonly kind: 'value';
      readonly epoch: number | null;
      readonly stored: number | null;
      readonly found: number | null;
      readonly foundEpoch: number | null;
    })
  /** The first decision that the stored epochs do not lead to. */
  | (Place & {
      readonly kind: 'decision';
      readonly epoch: number;
      readonly sequence: number;
      readonly stored: string;
      readonly found: string;
    })
  /** It could not be trained to this epoch. */
  | (Place & { readonly kind: 'failure'; readonly epoch: number; readonly message: string });

const faults = {
  missing: 'the file is not there',
  damaged: 'the file does not have the bytes its name says',
  other: 'the file holds another state than training gives',
} as const;

/** One line; not made printable. */
export function differenceText(difference: Difference): string {
  const { trial, replicate } = difference;
  const who = replicate === null ? `trial ${trial}` : `trial ${trial}, replicate ${replicate}`;
  return `${who}: ${whatText(difference)}`;
}

function whatText(difference: Difference): string {
  switch (difference.kind) {
    case 'metric':
      return `epoch ${difference.epoch}, ${metricDifferenceText(difference)}`;
    case 'checkpoint':
      return `checkpoint of epoch ${difference.epoch}: ${faults[difference.fault]}`;
    case 'value': {
      const { stored, epoch, found, foundEpoch } = difference;
      return `the leaderboard has ${stored} of epoch ${epoch}, its epochs say ${found} of epoch ${foundEpoch}`;
    }
    case 'decision': {
      const { sequence, stored, found } = difference;
      return `decision ${sequence}: ${stored} stored, ${found} by its epochs`;
    }
    case 'failure':
      return `could not be trained to epoch ${difference.epoch}: ${difference.message}`;
  }
}
