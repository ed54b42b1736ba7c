// Why a trial goes on from a rung, waits there, or does not: the same words under every schedule that halves,
// and under its own name.

import type { Objective } from '../vocabulary/metric.js';
import { valueText } from '../vocabulary/value-text.js';
import type { Reason } from '../vocabulary/verdict.js';

/** A trial at a rung. */
export interface Arrival {
  readonly objective: Objective;
  /** Epochs trained at this rung. */
  readonly epoch: number;
  readonly value: number;
}

export interface Standing {
  /** From 1. */
  readonly rank: number;
  readonly of: number;
  /** How many go on. */
  readonly places: number;
}

/** @param rule the schedule's own name */
export function rungReason(
  rule: string,
  text: string,
  facts: Readonly<Record<string, number | string>>,
): Reason {
  return Object.freeze({ rule, text, facts: Object.freeze(facts) });
}

/** @param soFar more may come, which would change the rank */
export function standingReason(
  rule: string,
  { objective: { name: metric }, epoch, value }: Arrival,
  { rank, of, places }: Standing,
  soFar = '',
): Reason {
  const text = `${metric} ${valueText(value)} at epoch ${epoch} ranks ${rank} of ${of}${soFar}; ${goOn(places)}`;
  return rungReason(rule, text, { metric, value, epoch, rank, of, places });
}

function goOn(places: number): string {
  if (places === 0) return 'too few to let one go on';
  return places === 1 ? 'the first goes on' : `the first ${places} go on`;
}

/** The same where what is called epochs are rows. */
export function reasonInRows({ rule, text, facts }: Reason): Reason {
  const { epoch, ...others } = facts;
  if (epoch === undefined) return { rule, text, facts };
  const said = text.replace(` at epoch ${epoch}`, ` on ${epoch} rows`);
  return rungReason(rule, said, { ...others, rows: epoch });
}

/** Of a value that is NaN or infinite. */
export function divergedReason(
  rule: string,
  { objective: { name: metric }, epoch, value }: Arrival,
): Reason {
  const text = `${metric} is ${value} at epoch ${epoch}: a diverged trial does not go on`;
  return rungReason(rule, text, { metric, value: `${value}`, epoch });
}
