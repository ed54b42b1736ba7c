// Samplers, schedulers and stopping rules are three axes, and every point of them keeps what a sweep
// promises: a new part is one more line in parts.ts, and is tried with all the others.

import { describe, expect, it } from 'vitest';
import type { SweepEvent } from '../../../src/vocabulary/event.js';
import { decisions, stories } from '../../orchestrator/scripted-sweep.js';
import {
  type Combination,
  EPOCHS,
  isBroken,
  ladder,
  listedSpace,
  mixedSpace,
  runCombination,
  SLOTS,
  samplerOver,
  TRIALS,
} from './combined-sweep.js';
import { rules, samplers, samplersOfLists, schedulers } from './parts.js';

interface Named extends Combination {
  readonly name: string;
}

const methods: Readonly<Record<string, Combination['sampler']>> = {
  ...Object.fromEntries(
    Object.keys(samplers).map((method) => [
      method,
      samplerOver(method, samplersOfLists.has(method) ? listedSpace : mixedSpace),
    ]),
  ),
  'tpe over a list': samplerOver('tpe', listedSpace),
};

const combinations: readonly Named[] = Object.entries(methods).flatMap(([method, sampler]) =>
  Object.entries(schedulers).flatMap(([schedule, scheduler]) =>
    Object.entries(rules).map(([stopping, rulesOf]) => ({
      name: `${method} × ${schedule} × ${stopping}`,
      sampler,
      scheduler: (objective) => scheduler({ ...ladder, objective }),
      rules: (objective) => rulesOf(objective, EPOCHS),
    })),
  ),
);

/** Some of them, with every part in one at least: there a crash is tried at every event. */
const dense = combinations.filter((_, i) => i % 17 === 5);

const told = (events: readonly SweepEvent[]) => ({
  stories: stories(events),
  decisions: decisions(events),
});

/** What was decided, without the figures. */
const course = (events: readonly SweepEvent[]) =>
  decisions(events).map(({ trial, action, epoch }) => `${action} ${trial} at ${epoch}`);

const started = (events: readonly SweepEvent[]) =>
  events.flatMap((event) => (event.kind === 'trial_started' ? [event] : []));

describe.each(combinations)('$name', (combination) => {
  it('trains no trial beyond its budget, and loses none', async () => {
    const { events, outcome } = await runCombination(combination);
    const trials = stories(events);
    expect(outcome.kind).toBe('finished');
    expect(outcome.trials.paused).toBe(0);
    expect(trials.length).toBeGreaterThan(0);
    expect(trials.length).toBeLessThanOrEqual(TRIALS);
    expect(started(events).map(({ trial }) => trial)).toEqual(trials.map((_, trial) => trial));
    for (const { epochs, fate } of trials) {
      expect(epochs.length).toBeLessThanOrEqual(EPOCHS);
      expect(['completed', 'stopped', 'failed']).toContain(fate?.state);
    }
  });

  it('lets no trial go on that has failed or diverged', async () => {
    const { events } = await runCombination(combination);
    const lost = new Map<number, number>();
    for (const event of events) {
      if (event.kind !== 'trial_epoch' || !Number.isNaN(event.epoch.metrics.val_loss)) continue;
      if (!lost.has(event.trial)) lost.set(event.trial, event.epoch.epoch);
    }
    const waits = new Map<number, number>();
    for (const { trial, action, epoch } of decisions(events)) {
      if (action === 'wait') waits.set(trial, epoch);
      if (action !== 'continue') continue;
      expect(lost.get(trial) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(waits.get(trial)!);
    }
    for (const { trial, configuration } of started(events)) {
      const { fate } = stories(events)[trial]!;
      if (fate?.state !== 'completed') continue;
      expect(isBroken(configuration)).toBe(false);
    }
  });

  it('has all slots taken as long as trials are left to begin', async () => {
    const { events, isLogical } = await runCombination(combination);
    // Where nothing is learned the record puts one journey behind the other.
    if (!isLogical) return;
    const trials = started(events).length;
    const underway = new Set<number>();
    let begun = 0;
    for (const { trial, action } of decisions(events)) {
      if (action === 'start' || action === 'continue') {
        underway.add(trial);
        if (action === 'start') begun++;
        continue;
      }
      // All that can begin does so before the next end is looked at.
      if (underway.has(trial) && begun < trials) expect(underway.size).toBe(SLOTS);
      underway.delete(trial);
    }
  });

  it('decides the same on one worker, two and eight, and after a crash', async () => {
    const whole = await runCombination(combination, { capacity: 1 });
    for (const [capacity, shuffle] of [
      [2, 11],
      [8, 12],
    ] as const) {
      const { events } = await runCombination(combination, { capacity, shuffle });
      expect(told(events)).toEqual(told(whole.events));
    }
    for (const share of [0.3, 0.8]) {
      const survived = whole.events.slice(0, Math.floor(share * whole.events.length));
      const { events } = await runCombination(combination, { survived, shuffle: 5 });
      expect(told(events)).toEqual(told(whole.events));
    }
  });

  it('maximises as it minimises the negative', async () => {
    const least = await runCombination(combination, { goal: 'minimize' });
    const greatest = await runCombination(combination, { goal: 'maximize' });
    expect(course(greatest.events)).toEqual(course(least.events));
    const parameters = ({ events }: typeof least) => started(events).map((one) => one.parameters);
    expect(parameters(greatest)).toEqual(parameters(least));
  });
});

describe.each(dense)('$name, killed at every event,', (combination) => {
  it('comes to the same end', async () => {
    const whole = await runCombination(combination);
    for (let cut = 0; cut < whole.events.length; cut++) {
      const survived = whole.events.slice(0, cut);
      const { events } = await runCombination(combination, { survived, capacity: 1 });
      expect(told(events)).toEqual(told(whole.events));
    }
  });
});
