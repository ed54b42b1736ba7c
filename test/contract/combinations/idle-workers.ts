// Whether workers stand idle while there is work: with fewer segments in flight than workers, the scheduler must
// have nothing to hand out or all slots must be taken, and every trial that is under way must either be in
// training or have come to where it was sent.

import { expect } from 'vitest';
import type { Scheduler } from '../../../src/schedulers/scheduler.js';
import type { SweepEvent } from '../../../src/vocabulary/event.js';
import type { Segment } from '../../../src/vocabulary/segment.js';
import { playSweep, type Sweep } from './played-sweep.js';
import { watchedExecutor } from './watched-executor.js';

export async function watchForIdleWorkers(sweep: Sweep, capacity: number): Promise<void> {
  /** Trials under way, and the epoch that they were sent to. */
  const underway = new Map<number, number>();
  /** Epochs that they have. */
  const known = new Map<number, number>();
  /** Trials that failed, or that were asked to stop. */
  const ended = new Set<number>();
  let hasMore = true;

  const executor = watchedExecutor({
    ...sweep,
    capacity,
    seed: capacity,
    look,
    onEnd: ({ trial }, kind) => kind !== 'reached' && ended.add(trial),
  });

  const scheduler: Scheduler = {
    ...sweep.scheduler,
    get plan() {
      return sweep.scheduler.plan;
    },
    next() {
      const step = sweep.scheduler.next();
      hasMore = step.kind === 'start' || step.kind === 'continue';
      if (step.kind === 'start' || step.kind === 'continue') {
        executor.stir();
        underway.set(step.trial, step.to);
      }
      return step;
    },
    report(report) {
      executor.stir();
      hasMore = true;
      return sweep.scheduler.report(report);
    },
    exhausted() {
      executor.stir();
      hasMore = true;
      underway.delete(Math.max(...underway.keys()));
      return sweep.scheduler.exhausted();
    },
  };

  function listen(event: SweepEvent): void {
    executor.stir();
    if (event.kind === 'epoch') known.set(event.trial, event.epoch.epoch);
    if (event.kind === 'trial_settled') underway.delete(event.trial);
  }

  function look(inFlight: readonly Segment[]): void {
    if (inFlight.length >= capacity) return;
    const areSlotsTaken = isLogical && underway.size >= sweep.slots;
    expect(hasMore && !areSlotsTaken, 'nothing more is begun, though it could be').toBe(false);
    const training = new Set(inFlight.map(({ trial }) => trial));
    for (const [trial, to] of underway) {
      const isThere = known.get(trial) === to || ended.has(trial);
      expect(isThere || training.has(trial), `trial ${trial} waits for nothing`).toBe(true);
    }
  }

  const { sampler, rules } = sweep;
  const isLogical =
    sampler.observe !== null ||
    scheduler.isAdaptive ||
    rules.some(({ comparesTrials }) => comparesTrials);
  await Promise.race([playSweep({ ...sweep, scheduler }, { executor, listen }), executor.broken]);
}
