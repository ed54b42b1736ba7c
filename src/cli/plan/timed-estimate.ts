// An estimate on the clock on the wall: when the sweep would end if it were begun now, and what of it fits
// into the time that a person has.

import type { RunLimits } from '../limits/run-limits.js';
import type { SweepPlan } from '../sweep-plan.js';
import type { Estimate } from './estimate.js';
import type { FittingPart, TimedEstimate } from './planned-sweep.js';

export function timedEstimate(
  estimate: Estimate | null,
  plan: Pick<SweepPlan, 'epochs' | 'configurations'>,
  limits: Pick<RunLimits, 'until' | 'for'>,
  now = Date.now(),
): TimedEstimate | null {
  if (estimate === null) return null;
  const endsAt = now + Math.min(estimate.seconds * 1000, LAST_TIME - now);
  return { ...estimate, endsAt, now, fits: fittingPart(estimate, plan, limits, now) };
}

/** Milliseconds since 1970: a Date cannot be later. */
const LAST_TIME = 8.64e15;

/** Of two limits the one that is reached first. */
function fittingPart(
  { seconds: needed, doneAfter }: Estimate,
  { epochs: planned, configurations }: Pick<SweepPlan, 'epochs' | 'configurations'>,
  { until, for: duration }: Pick<RunLimits, 'until' | 'for'>,
  now: number,
): FittingPart | null {
  const limits = [
    ...(until === undefined
      ? []
      : [{ text: `until ${until.text}`, seconds: (until.at - now) / 1000 }]),
    ...(duration === undefined
      ? []
      : [{ text: `in ${duration.text}`, seconds: duration.milliseconds / 1000 }]),
  ].sort((a, b) => a.seconds - b.seconds);
  const [first] = limits;
  if (first === undefined) return null;
  if (first.seconds >= needed) {
    return { ...first, epochs: planned, trials: configurations, share: 1 };
  }
  const { epochs, trials } = doneAfter(first.seconds);
  return { ...first, epochs, trials, share: epochs / planned };
}
